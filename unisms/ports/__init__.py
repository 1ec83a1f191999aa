"""The promises: what the service asks of outsiders, the values exchanged, and their errors.

Four kinds of outsiders exist: brokers, directories, sign-in ways and order sources. Of the fourth,
this release asks nothing yet. A factory ``factory(settings)`` makes an adapter; ``settings`` is a
plain ``dict`` of strings, the settings of one connection. Adapters import their names from here.
"""

from unisms.ports.audiences import AudienceAway, AudienceGone
from unisms.ports.brokers import (
    Broker,
    BrokerBusy,
    BrokerError,
    BrokerRefused,
    BrokerUnavailable,
    HttpNews,
    Inbox,
    Journal,
    ReadsAgain,
)
from unisms.ports.directories import (
    LIKELY,
    SURE,
    Checked,
    Directory,
    DirectoryError,
    Person,
    RemoteDirectory,
)
from unisms.ports.settings import SettingField
from unisms.ports.sign_in import SignIn
from unisms.ports.values import (
    LONGEST_UNREAD,
    Acceptance,
    HttpAnswer,
    HttpRequest,
    Outgoing,
    Part,
    Receipt,
    Reply,
    Unread,
)

__all__ = [
    "LIKELY",
    "LONGEST_UNREAD",
    "SURE",
    "Acceptance",
    "AudienceAway",
    "AudienceGone",
    "Broker",
    "BrokerBusy",
    "BrokerError",
    "BrokerRefused",
    "BrokerUnavailable",
    "Checked",
    "Directory",
    "DirectoryError",
    "HttpAnswer",
    "HttpNews",
    "HttpRequest",
    "Inbox",
    "Journal",
    "Outgoing",
    "Part",
    "Person",
    "ReadsAgain",
    "Receipt",
    "RemoteDirectory",
    "Reply",
    "SettingField",
    "SignIn",
    "Unread",
]
