"""The people who may decide something in a whole institution: those whom a mail tells of it."""

from unisms.model.acl import Permission
from unisms.model.root import Institution
from unisms.services.rights.places import uids_of


def who_may(institution: Institution, *permissions: Permission) -> list[str]:
    """Return the uids, sorted, of those whose roles give all these permissions everywhere here.

    Operators, who are guests, are not among them.
    """
    known = institution.permissions_of_roles()
    has: dict[str, set[str]] = {}
    for grant in institution.grants:
        for uid in () if grant.scope else uids_of(institution, grant.holder):
            has.setdefault(uid, set()).update(known.get(grant.role, ()))
    people = institution["people"]
    return sorted(uid for uid in has if has[uid].issuperset(permissions) and uid in people)
