"""A directory of the demonstration, which knows people from elsewhere."""

import time

from scenes import PARIS

from unisms.model.directories import DirectoryConnection, DirectoryQuery
from unisms.model.folder import find


def directory(root):
    """A directory that does not answer, with a query that was counted once; its path."""
    folder, now = find(root, PARIS)["directories"], int(time.time())
    if "ldap" not in folder:
        settings = {"servers": "ldap://127.0.0.1:1", "base": "ou=people,dc=univ"}
        one = folder.add("ldap", DirectoryConnection("Annuaire LDAP", "ldap", settings))
        one.tested, one.found = (
            (now, True, "ok", ""),
            (
                41_200,
                36_950,
                170,
                (("Zoé Lefèvre", "+33639980001", "mobile", "sure"), ("Max Petit", "", "", "")),
            ),
        )
        query = one.add(
            "l3", DirectoryQuery("L3 Histoire", "(supannEtuEtape={UAI:0999999Z}L30801)")
        )
        query.counted, query.numberless = (now, 622, 31), (("mpetit", "Max Petit"),)
        one.add("tuteurs", DirectoryQuery("Tuteurs", group="cn=tuteurs,ou=groups,dc=univ"))
        one["tuteurs"].trouble = (now, "cut")
    return f"{PARIS}/directories/ldap"
