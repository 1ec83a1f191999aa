"""People of the demonstration: a file compared with them, and a directory that they come from."""

import time

import scenes

from unisms.model.directories import DirectoryConnection, DirectoryQuery
from unisms.model.folder import find
from unisms.services.register import requests
from unisms.services.register.columns import PeopleColumns
from unisms.services.register.comparison import Declared
from unisms.services.rights import rights

PEOPLE = """\
uid;displayName;mail;mobile;groupes
hmarchand;Hugo Marchand;hugo@pantheon.example;06 39 98 00 02;L2 Histoire
nouvelle;Zoé Nouvelle;zoe@pantheon.example;06 39 98 11 11;L2 Histoire|L9
autre;Un Autre;pas-un-courriel;01 44 07 80 00;
pas un uid;Personne;;;
"""


def compared(root, author="admin", content=PEOPLE):
    """A file of people, compared with the directory; its path."""
    file = find(root, scenes.imported(root, author, content))
    actor, now = rights.person(find(root, scenes.PARIS), author), int(time.time())
    wish = Declared("Étudiants", False, PeopleColumns(0, (1,), 2, (3,), 4))
    path = f"{scenes.PARIS}/registers/{requests.begin(actor, file, wish, now).__name__}"
    requests.compare_at(root, path, now)
    return path


def directory(root):
    """A directory that does not answer, with a query that was counted once; its path."""
    folder, now = find(root, scenes.PARIS)["directories"], int(time.time())
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
    return f"{scenes.PARIS}/directories/ldap"
