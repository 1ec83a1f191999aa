"""The furniture of the demonstration: people, accounts, templates, connections, rights."""

from unisms.model.accounts import Account
from unisms.model.alerts import PreparedAlert
from unisms.model.approvals import ApprovalRules
from unisms.model.connections import BrokerConnection
from unisms.model.folder import path_of
from unisms.model.groups import Group
from unisms.model.people import Subscriber
from unisms.model.roles import GROUP, PERSON, Role
from unisms.model.root import institution_of
from unisms.model.templates import MessageTemplate, TemplateFolder
from unisms.scripts.demonstration import subjects, universities
from unisms.scripts.demonstration.emblems import EMBLEMS
from unisms.services.brokers import connections, sender_ids
from unisms.services.ground import records
from unisms.services.ground.actor import operator
from unisms.services.institution.logos import show_logo
from unisms.services.money import billing
from unisms.services.operators import institutions
from unisms.services.rights import rights

ADMINISTRATOR = "admin"


def open_university(root, university, persons, hashed, now):
    """Open a university at ``now`` (epoch seconds), with all that its people need.

    ``hashed`` is what is kept of the password of them all.
    """
    opening = institutions.Opening(university.name, university.title, ADMINISTRATOR, "")
    institution, _ = institutions.add(operator(universities.OPERATOR), root, opening, now)
    institution.accent = university.accent
    if university.asks_about:
        institution.approval_rules = tuple(ApprovalRules(audiences=university.asks_about))
        institution.approval_change = (now, ADMINISTRATOR)
    show_logo(institution, EMBLEMS[university.name](university.accent))
    _enrol(institution, university, persons, hashed)
    _open_accounts(institution, university, now)
    _write_templates(institution, now)
    subjects.open_all(institution, persons, now)
    _connect(institution, university, now)
    _prepare_alert(institution, now)


def _enrol(institution, university, persons, hashed):
    people = institution["people"]
    people.remove(ADMINISTRATOR)  # they come again below, with a number
    for someone in persons:
        people.add(someone.uid, Subscriber(someone.name, someone.msisdn))
    for name, (title, places) in university.groups.items():
        institution["groups"].add(name, Group(title, [persons[place].uid for place in places]))
    for name, (*defined, about) in universities.OWN_ROLES.items():
        institution["roles"].add(name, Role(*defined)).about = about
    for group, (role, place) in universities.OF_GROUPS.items():
        institution.grants.give(f"{GROUP}{group}", role, place)
    desk = university.first_number + universities.DESKS
    for number, (uid, login) in enumerate(universities.STAFF.items(), desk):
        people.add(uid, Subscriber(login.name, universities.fiction(number)))
        institution.grants.give(f"{PERSON}{uid}", login.role, login.place)
        if login.group:
            institution["groups"][login.group].uids.add(uid)
        institution.passwords[uid] = hashed


def _open_accounts(institution, university, now):
    for name, (title, segments) in university.accounts.items():
        actor, account = rights.person(institution, "mcomptes"), Account(title)
        facts = (institution["accounts"], name, account, now)
        records.add(actor, "account.opened", *facts, after={"title": title})
        grant(account, segments, now)


def grant(account, segments, now):
    """The accountant gives credit."""
    actor = rights.person(institution_of(account), "mcomptes")
    billing.grant(actor, account, segments, now)


def _write_templates(institution, now):
    for name, (title, texts) in universities.TEMPLATES.items():
        folder = institution["templates"].add(name, TemplateFolder(title))
        folder.last_change = (now, ADMINISTRATOR)
        for key, (called, text) in texts.items():
            author = rights.person(institution, "abenali")
            template = MessageTemplate(called, text, author.uid)
            template.written = (now, author.uid)
            after = {"title": called, "owner": author.uid}
            records.add(author, "template.added", folder, key, template, now, after=after)


def _connect(institution, university, now):
    own = institution["brokers"].add("simulateur", simulated("Simulateur (rien ne part)", 50, now))
    for connection in (own, institution.__parent__.__parent__["brokers"]["commun"]):
        for word in university.senders:
            actor = rights.person(institution, ADMINISTRATOR)
            sender_ids.ask(actor, connection, word, now)


def _prepare_alert(institution, now):
    """Prepare an alert to all groups, paid by the first account."""
    title, alert = universities.ALERT["title"], PreparedAlert(universities.ALERT["title"], now)
    for name, value in universities.ALERT.items():
        setattr(alert, name, value)
    alert.pairs = tuple(("group", name) for name in institution["groups"])
    alert.account = next(iter(institution["accounts"]))
    alert.connection = f"{path_of(institution)}/brokers/simulateur"
    facts = (institution["alerts"], "fermeture", alert, now)
    actor = rights.person(institution, ADMINISTRATOR)
    records.add(actor, "alert.prepared", *facts, after={"title": title})


def decide(connection, institution, word, state, now):
    """Accept or authorise a sender ID that the institution has asked for.

    Its administrator does, or where the connection is shared an operator.
    """
    shared = connection.__name__ == "commun"
    administrator = rights.person(institution, ADMINISTRATOR)
    actor = operator(universities.OPERATOR) if shared else administrator
    known = sender_ids.find(connection, institution.__name__, word)
    sender_ids.decide(actor, connection, known, state, now)


def simulated(title, pace, now):
    """A connection to a simulated broker, tried at ``now``."""
    connection = BrokerConnection(title, "simulator")
    connection.pace = pace
    connections.note_try(connection, (True, "ok", "simulator"), now)
    return connection
