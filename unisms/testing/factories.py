"""Records with sensible defaults: each function makes one, puts it in its place, returns it."""

from unisms.model import evolve
from unisms.model.accounts import Account, LedgerEntry
from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection
from unisms.model.directories import DirectoryConnection, DirectoryQuery
from unisms.model.groups import Group
from unisms.model.people import Subscriber
from unisms.model.root import Institution, institution_of
from unisms.services.audience import audience
from unisms.services.brokers import connections, references
from unisms.services.campaigns import drafts, releases
from unisms.services.ground.actor import Actor
from unisms.services.rights import rights
from unisms.services.rules.recipients import Recipient
from unisms.sms import states

NOW = 1_800_000_000  # 15 January 2027, 08:00 UTC
MOBILE = "+33639980000"  # of the range that France keeps for fiction: nobody has these numbers


def mobile(number):
    """The fictional number ``number``, of ten thousand."""
    return f"{MOBILE[:-4]}{number:04d}"


def someone(place, uid="lib"):
    """Return somebody of the institution of ``place``, with the roles that they have there."""
    institution = institution_of(place)
    return Actor(None, uid) if institution is None else rights.person(institution, uid)


def make_root(connection, steps=()):
    """The tree of a new database."""
    return evolve.initialise(connection, steps)


def make_institution(root, name="paris1"):
    return root["institutions"].add(name, Institution(name.title()))


def make_connection(owner, name="fake", adapter="fake", settings=(), **fields):
    """A broker connection of ``owner``, an institution or the root."""
    return owner["brokers"].add(
        name, _with(BrokerConnection(name.title(), adapter, settings), fields)
    )


def make_account(institution, name="scd", segments=1_000):
    account = institution["accounts"].add(name, Account(name.upper()))
    return credited(account, segments)


def credited(account, segments, at=1):
    """Give an account credit that no journal tells of; return the account."""
    account.record(f"credit:{at}", LedgerEntry(at, "credit", "", segments, 0, "accountant"))
    return account


def ledger():
    """An account of an institution that is in no store."""
    return Institution("Paris 1")["accounts"].add("scd", Account("SCD"))


def make_person(institution, uid="jdupont", name="Jeanne Dupont", msisdn=MOBILE, email=""):
    return institution["people"].add(uid, Subscriber(name, msisdn, email))


def make_group(institution, name="l2", people=3):
    """A group of ``people`` new subscribers, ``l2-0``, ``l2-1``…"""
    uids = [f"{name}-{number}" for number in range(people)]
    for number, uid in enumerate(uids):
        make_person(institution, uid, f"Personne {number}", mobile(number))
    return institution["groups"].add(name, Group(name.upper(), uids))


def make_query(institution, uids=(), name="tutors", now=NOW):
    """Add people saved in the directory ``ldap``, which has told these members at ``now``."""
    folder = institution["directories"]
    if "ldap" not in folder:
        folder.add("ldap", DirectoryConnection("LDAP", "ldap"))
    query = folder["ldap"].add(name, DirectoryQuery(name.title(), group=name))
    query.keep(uids, now)
    return query


def make_house(root, name="paris1", segments=1_000, **fields):
    """An institution that can send: one account ``scd``, one connection ``fake``."""
    institution = make_institution(root, name)
    make_account(institution, segments=segments)
    make_connection(institution, **fields)
    return institution


def make_draft(institution, **fields):
    """A draft to one number, by the rules of ``campaigns.drafts``."""
    defaults = {
        "title": "Retard",
        "text": "Bonjour",
        "audience": (("number", MOBILE),),
        "account": "scd",
        "connection": f"/institutions/{institution.__name__}/brokers/fake",
    }
    return drafts.draft(someone(institution), **{"now": NOW, **defaults, **fields})


def make_campaign(institution, recipients=3, *, columns=("nom",), now=NOW, **fields):
    """A checked campaign to ``recipients``: how many, or ``Recipient`` values."""
    campaign = Campaign("lib", now)
    campaign.text, campaign.account = "Bonjour [nom]" if columns else "Bonjour", "scd"
    campaign.connection = f"/institutions/{institution.__name__}/brokers/fake"
    _with(campaign, fields)
    institution["campaigns"].add(references.free_name(institution, now), campaign)
    if isinstance(recipients, int):
        recipients = [make_recipient(number) for number in range(recipients)]
    connection = connections.usable(institution)[campaign.connection]
    audience.freeze(campaign, recipients, columns, connection, now)
    campaign.state = states.CHECKED
    return campaign


def make_recipient(number=0, who="", **fields):
    """The ``number``th fictional recipient."""
    who = who or f"Personne {number}"
    return Recipient(mobile(number), who, "", (who,))._replace(**fields)


def make_release(institution, recipients=3, **fields):
    """A campaign under way."""
    campaign = make_campaign(institution, recipients, **fields)
    releases.release(someone(campaign), campaign, NOW)
    return campaign


def _with(record, fields):
    for name, value in fields.items():
        setattr(record, name, value)
    return record
