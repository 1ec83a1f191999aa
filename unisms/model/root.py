"""The root of the tree and the institutions: the tenants, each closed to all the others."""

import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, overload

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from unisms.model.acl import DENY_ALL, OPERATOR, Ace, Allow, Permission, granted, role_principal
from unisms.model.alerts import Alarming
from unisms.model.audit import Audit
from unisms.model.authored import Authored
from unisms.model.folder import Folder, Resource
from unisms.model.own_pages import OwnPages
from unisms.model.people import People
from unisms.model.replies import Replies
from unisms.model.roles import Grants, Role, permissions_of
from unisms.model.timings import Timetabled

if TYPE_CHECKING:
    from unisms.model.accounts import Account
    from unisms.model.approvals import Awaiting
    from unisms.model.campaigns import Campaign
    from unisms.model.conditions import Conditions
    from unisms.model.connections import BrokerConnection
    from unisms.model.directories import DirectoryConnection, DirectoryQuery
    from unisms.model.erasures import Erasure
    from unisms.model.export_keys import ExportKeys
    from unisms.model.groups import Group
    from unisms.model.health import NumberHealth
    from unisms.model.history import History
    from unisms.model.imports import Import
    from unisms.model.leavings import Leavings
    from unisms.model.links import Links
    from unisms.model.once_keys import OnceKey
    from unisms.model.outbox import Outbox
    from unisms.model.registers import Register
    from unisms.model.senders import SenderNoes
    from unisms.model.templates import MessageTemplate, TemplateFolder
    from unisms.model.themes import Theme

    Template = MessageTemplate | TemplateFolder

AUTHORED = ("campaigns", "imports")  # folders of an institution
#: and the others, but that of people
FOLDERS = (
    *("groups", "templates", "accounts", "brokers", "directories", "roles", "themes"),
    *("audiences", "alerts"),
)


class Root(Folder[Folder[Any]]):
    """``/``: the institutions, the contracts that they share, and the operators."""

    if TYPE_CHECKING:

        @overload
        def __getitem__(self, name: Literal["institutions"]) -> Folder["Institution"]: ...
        @overload
        def __getitem__(self, name: Literal["brokers"]) -> Folder[BrokerConnection]: ...
        @overload
        def __getitem__(self, name: str) -> Folder[Any]: ...
        def __getitem__(self, name: str) -> Folder[Any]: ...

    sign_in_failures: Any = None  # added 2026-12: as of an institution
    known_addresses: Any = None  # added 2026-12: as of an institution
    second_factors: Any = None  # added 2026-12: as of an institution
    proposals: Any = None  # added 2026-12: as of an institution
    put_away: Any = None  # added 2026-12: as of an institution
    carried: Any = None  # added 2026-12: as of an institution
    opened_at = 0  # added 2026-12: as of an institution; the root itself was always there
    ended_sessions: Any = None  # added 2026-12: as of an institution
    numbers_key = (
        ""  # added 2026-12: the name of the key that digests are made under (model.digests)
    )
    night_at = 0  # added 2026-12: when the last night's work began, epoch seconds
    life: Any = None  # added 2026-12: which life of the store this is, a Life (services.lives)
    dismissals = 0  # added 2026-12: how often somebody has stopped running the installation
    # added 2026-12: while the pages are closed (services.maintenance.Closed)
    maintenance: tuple = ()
    demonstration = False  # added 2026-12: whether all that is in it is invented
    outbox: "Outbox | None" = None  # added 2027-01: as of an institution
    # added 2027-01: by which links name an institution -> its name, made at the first
    link_codes: "OOBTree[str, str] | None" = None

    def __init__(self) -> None:
        super().__init__("unisms")
        # an operator's uid -> argon2 hash
        self.passwords: OOBTree[str, str] = OOBTree()
        # an operator's uid -> since when older sessions are over, epoch seconds
        self.signed_out: OOBTree[str, int] = OOBTree()
        self.audit = Audit()  # of what operators do above the institutions
        self.replies = Replies()  # on shared connections, those of nobody's messages
        self.life = Life(secrets.token_hex(8))
        self.add("institutions", Folder("Institutions"))
        self.add("brokers", Folder("Shared connections"))

    @property
    def __acl__(self) -> list[Ace]:
        """Operators manage the shared connections; ``DENY_ALL`` closes the institutions' own."""
        return [
            (
                Allow,
                role_principal("", OPERATOR),
                (Permission.OPERATE, Permission.CONNECTION_MANAGE),
            ),
            DENY_ALL,
        ]


class Life(Persistent):
    """The marks that tell a store from an earlier moment of itself.

    They are written each minute, apart from the root.
    """

    restored: tuple = ()  # of the last restore (services.lives.Restore)
    count = 0  # added 2026-12: which one the last beat is; 0: each is told by its second
    beaten_at = 0  # added 2026-12: when the last beat was written, epoch seconds
    trusted = 0  # added 2026-12: the latest moment that is believed, epoch seconds (services.days)
    leap: tuple = ()  # added 2026-12: of a clock that tells another day (services.days.Leap)

    def __init__(self, generation: str) -> None:
        self.generation = generation  # another one after each restore
        self.beats: tuple[int, ...] = ()  # marks of the last day's moments, each unlike every other


class Institution(Alarming, Timetabled, Folder[Folder[Any] | OwnPages]):
    """A university: its people, money, contracts and messages. ``name`` is its place in the URL."""

    if TYPE_CHECKING:

        @overload
        def __getitem__(self, name: Literal["campaigns"]) -> Authored[Campaign]: ...
        @overload
        def __getitem__(self, name: Literal["imports"]) -> Authored[Import]: ...
        @overload
        def __getitem__(self, name: Literal["registers"]) -> Authored[Register]: ...
        @overload
        def __getitem__(self, name: Literal["erasures"]) -> Authored[Erasure]: ...
        @overload
        def __getitem__(self, name: Literal["people"]) -> People: ...
        @overload
        def __getitem__(self, name: Literal["groups"]) -> Folder[Group]: ...
        @overload
        def __getitem__(self, name: Literal["accounts"]) -> Folder[Account]: ...
        @overload
        def __getitem__(self, name: Literal["brokers"]) -> Folder[BrokerConnection]: ...
        @overload
        def __getitem__(self, name: Literal["directories"]) -> Folder[DirectoryConnection]: ...
        @overload
        def __getitem__(self, name: Literal["roles"]) -> Folder[Role]: ...
        @overload
        def __getitem__(self, name: Literal["templates"]) -> Folder[Template]: ...
        @overload
        def __getitem__(self, name: Literal["themes"]) -> Folder[Theme]: ...
        @overload
        def __getitem__(self, name: Literal["me"]) -> OwnPages: ...
        @overload
        def __getitem__(self, name: str) -> Any: ...
        def __getitem__(self, name: str) -> Any: ...

    # added 2027-01: of whom said that they want no more, made at the first (services.replies)
    leavings: "Leavings | None" = None
    # added 2027-01: what a bare STOP ends; or "theme", "sender" (services.replies)
    stop_reaches = "all"
    # added 2027-01: sender -> the noes to it, made at the first (model.senders)
    senders: "OOBTree[str, SenderNoes] | None" = None
    stop_confirmed = True  # added 2027-01: whether an SMS confirms a STOP
    replies_mailed = False  # added 2027-01: whether replies are forwarded to authors by mail
    # added 2027-01: of outages that were told by mail, each a bare ``Alarm`` (services.institution)
    alarms: tuple = ()
    replies_change: tuple = ()  # added 2027-01: as of identity
    language = "fr"
    time_zone = "Europe/Paris"
    accent = "#1a4f8b"  # made readable where it is shown (web.look)
    logo: "Logo | None" = None  # added 2026-12: the picture in the header, a Logo
    logo_version = ""  # added 2026-12: another one with each picture
    # (epoch seconds, uid): who changed them last
    identity_change = policies_change = access_change = removals_change = ()
    foreign_numbers = "allow"  # or "refuse"
    # added 2026-12: millionths of a euro per segment, if a connection has no price for a country
    foreign_price = 0
    consent = "everybody"  # added 2026-12: who may be written to; or "said_yes" (services.consent)
    # added 2027-01: pairs of a purpose and its policy; where none is told, the default counts
    policies: tuple = ()
    # added 2026-12: what they say yes to, made at the first version
    conditions: "Conditions | None" = None
    # added 2026-12: (from, to) in minutes of its day, when only urgent messages leave
    quiet_hours: tuple = ()
    retention = 90  # added 2026-12: days that texts and numbers are kept once a campaign is closed
    # added 2026-12: "day uid" -> segments sent that day, made at the first (services.daily)
    spent: Any = None
    # added 2026-12: "day uid" -> bytes that checks wrote that day, made at the first (likewise)
    frozen: "OOBTree[str, int] | None" = None
    sign_in_failures: Any = None  # added 2026-11: made at the first failure (services.throttle)
    known_addresses: Any = None  # added 2026-12: uid -> ((digest, day), …) (services.throttle)
    second_factor = "off"  # added 2026-12: or "administrators": who may give roles must have one
    second_factors: Any = (
        None  # added 2026-12: who has one, made at the first enrolment (services.second_factor)
    )
    # added 2026-12: name -> Proposal, made at the first one (services.proposals)
    proposals: Any = None
    put_away: Any = None  # added 2026-12: uid -> what need not be told again (services.reminders)
    # added 2026-12: "uid\nname" -> TypedForm, made at the first one (services.typed)
    drafts: Any = None
    # added 2026-12: the same of what is carried through signing in (services.typed)
    carried: Any = None
    # added 2026-12: epoch seconds, 0 of those opened before; older sessions are not of this one
    opened_at = 0
    # added 2026-12: id -> when it was left, made at the first sign-out (services.sessions)
    ended_sessions: Any = None
    # added 2027-01: the health of numbers, made at the first message that is over
    numbers: "NumberHealth | None" = None
    # added 2027-01: pairs of a threshold and its value, where it is not the default one
    health_rules: tuple = ()
    health_change: tuple = ()  # added 2027-01: (epoch seconds, uid): who changed them last
    # added 2027-01: of messages that end with a link to leave, made at the first
    links: "Links | None" = None
    # added 2027-01: what people were sent, made at the first (services.histories)
    history: "History | None" = None
    # added 2027-01: whether a line a message is kept once its text and number are erased
    keeps_history = False
    country = "FR"  # of ``sms.homes``: how numbers without a country code are read
    outbox: "Outbox | None" = None  # added 2027-01: made at the first mail (services.ground.outbox)
    mail_sender = ""  # added 2027-01: the name that mails show; empty: the title
    mail_reply_to = ""  # added 2027-01: the address that answers to mails go to
    mail_change: tuple = ()  # added 2027-01: (epoch seconds, uid)
    rolls: tuple = ()  # added 2027-01: titles of the lists of people that files keep, as first told
    # added 2027-01: pairs of a kind of what is kept and its days, where not the default ones
    periods: tuple = ()
    keeping_change: tuple = ()  # added 2027-01: (epoch seconds, uid)
    # added 2027-01: percent of a roll that a file may take out without the number being typed
    removal_share = 10
    # added 2027-01: by which exports name accounts and campaigns, made at the first export
    export_keys: "ExportKeys | None" = None
    once_keys: "OOBTree[str, OnceKey] | None" = None  # added 2027-01: made at the first key
    # added 2027-01: of messages that need a yes, bare ``ApprovalRules``; ``None``: none does
    approval_rules: tuple | None = None
    approval_manner: tuple = ()  # added 2027-01: bare ``Manner``; empty: as by default
    approval_change: tuple = ()  # added 2027-01: (epoch seconds, uid)
    # added 2027-01: the messages that await a yes, made at the first
    awaiting: "Awaiting | None" = None

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.grants = Grants()
        self.audit = Audit()
        self.passwords: OOBTree[str, str] = OOBTree()  # uid -> argon2 hash
        # uid -> since when older sessions are over, epoch seconds
        self.signed_out: OOBTree[str, int] = OOBTree()
        self.replies = Replies()
        for name in FOLDERS:
            self.add(name, Folder())
        for name in (*AUTHORED, "registers", "erasures"):
            self.add(name, Authored())
        self.add("people", People())
        self.add("me", OwnPages())

    @property
    def __acl__(self) -> list[Ace]:
        return [*granted(self), DENY_ALL]

    def permissions_of_roles(self) -> dict[str, frozenset[str]]:
        """``{role: permissions}``, of the built-in roles and of our own."""
        return permissions_of(self["roles"])


class Logo(Persistent):
    """An institution's picture, apart from it so that it is only read to be shown."""

    def __init__(self, kind: str, content: bytes) -> None:
        self.kind = kind  # image/png, image/jpeg or image/webp
        self.content = content


def holders(root: Root) -> Iterator["Root | Institution"]:
    """A holder of what people leave for a while, sessions and proposals: root, institutions."""
    yield root
    yield from root["institutions"].values()


def holder_names(root: Root) -> list[str]:
    """The names of all holders: ``""``, which is the root, and those of the institutions."""
    return ["", *root["institutions"]]


@overload
def institution_of(
    resource: "Campaign | DirectoryConnection | DirectoryQuery | Erasure | Import | Register "
    "| Theme",
) -> Institution: ...
@overload
def institution_of(resource: Resource | None) -> Institution | None: ...
def institution_of(resource: Any) -> Any:
    """The institution that ``resource`` belongs to, or ``None`` above all of them."""
    while resource is not None and not isinstance(resource, Institution):
        resource = resource.__parent__
    return resource
