"""Rights as data: permissions, built-in roles, and the names of people and roles in ACLs."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pyramid.authorization import DENY_ALL, Allow

if TYPE_CHECKING:
    from unisms.model.root import Institution


__all__ = [
    "DENY_ALL",
    "GIVEN",
    "OPERATOR",
    "ROLES",
    "Allow",
    "Permission",
    "everybody_principal",
    "person_principal",
    "role_principal",
]


class Permission(StrEnum):
    """Something that one may do. A view names exactly one."""

    OPERATE = "platform:operate"  #: run the installation: institutions, shared connections
    #: own affairs: home, language, password, yes or no to messages; added 2026-12
    OWN_PAGES = "own:pages"
    INSTITUTION_VIEW = "institution:view"  #: enter an institution's pages
    INSTITUTION_MANAGE = "institution:manage"  #: change an institution's settings and policies
    INSTITUTION_EXPORT = (
        "institution:export"  #: take all that an institution has stored away in a file
    )
    ROLE_MANAGE = (
        "role:manage"  #: define roles, and give or take them, never above one's own rights
    )
    AUDIT_VIEW = "audit:view"  #: read the audit journal
    PERSON_VIEW = "person:view"  #: look people and groups up, by name
    PERSON_MANAGE = "person:manage"  #: add and change people and groups
    NUMBER_VIEW = "number:view"  #: see mobile numbers in full, not only names
    THEME_MANAGE = "theme:manage"  #: open themes, change them, and decide who joins
    TEMPLATE_MANAGE = "template:manage"  #: write, change and archive message templates
    CAMPAIGN_COMPOSE = "campaign:compose"  #: write a message and choose who gets it
    CAMPAIGN_EDIT = "campaign:edit"  #: change a message that has not left
    CAMPAIGN_VIEW = "campaign:view"  #: see a campaign, its recipients and their states
    CAMPAIGN_SEND = "campaign:send"  #: send a checked campaign
    #: send without the yes that the rules ask of others; added 2027-01
    CAMPAIGN_SEND_ALONE = "campaign:send_alone"
    CAMPAIGN_APPROVE = "campaign:approve"  #: say whether another's message may leave; added 2027-01
    CAMPAIGN_STEER = "campaign:steer"  #: pause, resume or stop a campaign under way
    CAMPAIGN_URGENT = "campaign:urgent"  #: let a message overtake the others
    CAMPAIGN_EMERGENCY = "campaign:emergency"  #: write in an emergency, to people who said no too
    IMPORT_FILE = "import:file"  #: send to the people of an uploaded file
    REPLY_VIEW = "reply:view"  #: read what recipients answered
    ACCOUNT_VIEW = "account:view"  #: see an account's credit and ledger
    ACCOUNT_MANAGE = "account:manage"  #: open accounts, rename them, give credit
    #: plug directories in: whose passwords open the service, and who its people are; added 2027-01
    DIRECTORY_MANAGE = "directory:manage"
    CONNECTION_MANAGE = "connection:manage"  #: see and change broker connections and sender IDs


#: allow or deny, a principal, permissions; Pyramid reads them of each place on the way up
Ace = tuple[str, str, Any]
P = Permission

#: which built-in roles have each permission that a role may give; no role has any other
HELD_BY: dict[Permission, tuple[str, ...]] = {
    P.INSTITUTION_VIEW: (
        "subscriber",
        "sender",
        "group_sender",
        "approver",
        "account_manager",
        "administrator",
    ),
    P.INSTITUTION_MANAGE: ("administrator",),
    P.INSTITUTION_EXPORT: ("administrator",),
    P.ROLE_MANAGE: ("administrator",),
    P.AUDIT_VIEW: ("administrator",),
    P.PERSON_VIEW: ("sender", "group_sender", "administrator"),
    P.PERSON_MANAGE: ("administrator",),
    P.NUMBER_VIEW: ("group_sender", "administrator"),
    P.THEME_MANAGE: ("administrator",),
    P.TEMPLATE_MANAGE: ("administrator",),
    P.CAMPAIGN_COMPOSE: ("sender", "group_sender", "administrator"),
    P.CAMPAIGN_EDIT: ("administrator",),
    P.CAMPAIGN_VIEW: ("group_sender", "approver", "administrator"),
    P.CAMPAIGN_SEND: ("administrator",),
    P.CAMPAIGN_SEND_ALONE: ("administrator",),
    P.CAMPAIGN_APPROVE: ("approver", "administrator"),
    P.CAMPAIGN_STEER: ("approver", "administrator"),
    P.CAMPAIGN_URGENT: ("administrator",),
    P.CAMPAIGN_EMERGENCY: ("administrator",),
    P.IMPORT_FILE: ("group_sender", "administrator"),
    P.REPLY_VIEW: ("group_sender", "administrator"),
    P.ACCOUNT_VIEW: ("group_sender", "approver", "account_manager", "administrator"),
    P.ACCOUNT_MANAGE: ("account_manager", "administrator"),
    P.DIRECTORY_MANAGE: ("administrator",),
    P.CONNECTION_MANAGE: ("administrator",),
}
#: the permissions that a role may give, in this order; add-ons announce more
GIVEN: list[str] = [*HELD_BY]
#: the permissions of everybody known to an institution, without any role
EVERYBODY = (P.OWN_PAGES,)

BUILT_IN = HELD_BY[P.INSTITUTION_VIEW]
#: built-in role -> its permissions, where it is given
ROLES: dict[str, frozenset[str]] = {
    role: frozenset(one for one, roles in HELD_BY.items() if role in roles) for role in BUILT_IN
}
SENDER = ROLES["sender"]

#: the permissions of a campaign's author on it
AUTHOR = (P.CAMPAIGN_VIEW, P.CAMPAIGN_COMPOSE, P.CAMPAIGN_EDIT, P.CAMPAIGN_SEND, P.CAMPAIGN_STEER)

#: permissions that a role given at one account, group or folder only has in the common rooms
COMMON = frozenset(
    {P.INSTITUTION_VIEW, P.CAMPAIGN_COMPOSE, P.CAMPAIGN_URGENT, P.IMPORT_FILE, P.PERSON_VIEW}
)

#: permissions that only a role given everywhere has: no account, group or folder has any of them
WHOLE = frozenset(
    {
        P.INSTITUTION_MANAGE,
        P.INSTITUTION_EXPORT,
        P.AUDIT_VIEW,
        P.CAMPAIGN_EMERGENCY,
        P.NUMBER_VIEW,
        P.REPLY_VIEW,
        P.THEME_MANAGE,
        P.CONNECTION_MANAGE,
        P.DIRECTORY_MANAGE,
    }
)

#: the one role given on ``/``
OPERATOR = "operator"

SOMEWHERE = "*"


def announce(permission: str, roles: Iterable[str]) -> None:
    """Let roles give an add-on's ``permission``, and these built-in ``roles`` have it.

    It holds in this process. A second time, nothing changes.
    """
    if permission not in GIVEN:
        GIVEN.append(permission)
    for role in roles:
        ROLES[role] |= {permission}


def role_principal(institution: str, role: str, scope: str = "") -> str:
    """Return the principal of the people with ``role`` in ``institution``: ``paris1:sender``.

    At one place only: ``paris1:sender@accounts/scd``; at some place: ``paris1:sender@*``.
    """
    return f"{institution}:{role}@{scope}" if scope else f"{institution}:{role}"


def person_principal(institution: str, uid: str) -> str:
    """The principal of one person of one institution: ``paris1/zlefevre``."""
    return f"{institution}/{uid}"


def everybody_principal(institution: str) -> str:
    """Return the principal of everybody known to an institution: ``paris1:*``, no role's name."""
    return role_principal(institution, SOMEWHERE)


def granted(institution: "Institution", scope: str = "") -> list[Ace]:
    """Return the ACEs of every role of ``institution`` at ``scope``.

    A scope is the role's place in the tree, as ``accounts/scd``. Without one, the ACEs are those
    that hold everywhere, with what is common to all who have a role somewhere, and to everybody.
    """
    name = institution.__name__
    roles = institution.permissions_of_roles()
    aces = [(Allow, role_principal(name, role, scope), tuple(may)) for role, may in roles.items()]
    if not scope:
        aces += [
            (Allow, role_principal(name, role, SOMEWHERE), tuple(may & COMMON))
            for role, may in roles.items()
        ]
        aces.append((Allow, everybody_principal(name), EVERYBODY))
    return aces
