"""Rights as data: the permissions, the roles, and what each role may do."""

from enum import StrEnum

from pyramid.authorization import ALL_PERMISSIONS, DENY_ALL, Allow

__all__ = [
    "ALL_PERMISSIONS",
    "DENY_ALL",
    "OPERATOR",
    "ROLES",
    "Allow",
    "Permission",
    "person_principal",
    "role_principal",
]


class Permission(StrEnum):
    """One thing that one may do. A view names exactly one."""

    OPERATE = "platform:operate"  #: run the installation: institutions, shared connections
    INSTITUTION_VIEW = "institution:view"  #: enter an institution's pages
    INSTITUTION_MANAGE = "institution:manage"  #: change an institution's settings and roles
    CAMPAIGN_COMPOSE = "campaign:compose"  #: write a message and choose who gets it
    CAMPAIGN_VIEW = "campaign:view"  #: see a campaign, its recipients and their states
    CAMPAIGN_SEND = "campaign:send"  #: send a checked campaign
    CAMPAIGN_STEER = "campaign:steer"  #: pause, resume or stop a campaign under way
    CAMPAIGN_URGENT = "campaign:urgent"  #: let a message overtake the others
    IMPORT_FILE = "import:file"  #: send to the people of an uploaded file
    ACCOUNT_VIEW = "account:view"  #: see an account's credit and ledger
    ACCOUNT_MANAGE = "account:manage"  #: give credit to an account
    CONNECTION_MANAGE = "connection:manage"  #: see and change broker connections


P = Permission
SENDER = frozenset({P.INSTITUTION_VIEW, P.CAMPAIGN_COMPOSE})
GROUP_SENDER = SENDER | {P.IMPORT_FILE, P.CAMPAIGN_VIEW, P.ACCOUNT_VIEW}
ACCOUNT_MANAGER = frozenset({P.INSTITUTION_VIEW, P.ACCOUNT_VIEW, P.ACCOUNT_MANAGE})
ADMINISTRATOR = frozenset(Permission) - {P.OPERATE}

#: what each built-in role may do, everywhere in its institution
ROLES = {
    "sender": SENDER,
    "group_sender": GROUP_SENDER,
    "account_manager": ACCOUNT_MANAGER,
    "administrator": ADMINISTRATOR,
}

#: what the author of a campaign may do with it
AUTHOR = (P.CAMPAIGN_VIEW, P.CAMPAIGN_COMPOSE, P.CAMPAIGN_SEND, P.CAMPAIGN_STEER)

#: the one role given on ``/``
OPERATOR = "operator"


def role_principal(institution, role):
    """The principal that everyone with ``role`` in ``institution`` has: ``paris1:sender``."""
    return f"{institution}:{role}"


def person_principal(institution, uid):
    """The principal of one person of one institution: ``paris1/zlefevre``."""
    return f"{institution}/{uid}"
