"""Words written, uploaded, received: after all ages no record of the store has any of them."""

import pytest
from factories import NOW, make_account, make_connection, make_group, make_institution, make_person

from unisms.model.audit import AuditEntry
from unisms.model.connections import BrokerConnection
from unisms.model.folder import find, path_of
from unisms.model.proposals import Proposal
from unisms.model.templates import MessageTemplate
from unisms.ports import Part, Receipt, Reply, Unread
from unisms.services.brokers import connections, proposals, sender_ids
from unisms.services.campaigns import checks, drafts, releases
from unisms.services.delivery import inbox, parking, receipts, steering, unread
from unisms.services.door import sessions, throttle
from unisms.services.ground import outbox
from unisms.services.ground.actor import service
from unisms.services.imports import intake, uploads
from unisms.services.operators import institutions
from unisms.services.people import consent, enrolment
from unisms.services.rights import daily, rights
from unisms.sms import states
from unisms.tasks import night
from unisms.testing.factories import someone

DAY = 86400
MARK = "Zqx"  # in every word that must go
NUMBER = "+336399877"  # begins every number that must go
ADDRESS = "192.0.2.99"
LONG = NOW + 4 * 366 * DAY
PLACE = "/institutions/paris1"
FILE = f"Nom {MARK};Mobile\n{MARK}file;0639987701\n".encode()


@pytest.fixture
def store(worker):
    """A store with marks in every place, made as people and brokers make them."""
    worker.run(furnish)
    name = worker.run(lambda root: upload(root, f"{MARK}.csv"))
    worker.run(lambda root: intake.read(find(root, f"{PLACE}/imports/{name}")))
    worker.run(choose, name)
    for fate in ("send", "pause", "check", "draft"):
        worker.run(write, name, fate)
        worker.drain()
    worker.enqueue("deliver", f"{PLACE}/brokers/fake")
    worker.drain()
    worker.run(receive)
    worker.run(seal)  # as a worker does each minute
    return worker


def seal(root):
    for holder in (root, find(root, PLACE)):
        holder.audit.seal()


def furnish(root):
    institution = make_institution(root)
    make_account(institution)
    make_connection(institution)
    make_connection(root, "shared")
    people = make_group(institution, people=2)
    institution["people"]["l2-0"].name = "Somebody"
    institution.passwords["lib"] = "hash"
    for uid in people.uids:
        consent.accept(rights.person(institution, uid), uid, NOW)
    leave(institution)
    template = institution["templates"].add("t", MessageTemplate("T", f"{MARK} before"))
    template.rewrite("In use", NOW, "lib")
    old = institution["templates"].add("old", MessageTemplate(f"Title {MARK}", f"Text {MARK}"))
    old.archived, old.last_change = True, (NOW, "lib")
    draft = BrokerConnection(MARK, "smpp", {"host": MARK})
    proposals.start(institution, Proposal(f"{PLACE}/brokers", "lib", NOW, draft))
    for holder in (root, institution):
        sessions.end(holder, f"{MARK}session", NOW)
        sessions.end_all(holder, f"{MARK}uid", NOW)
        throttle.record_failure(holder, throttle.doors(holder, f"{MARK}uid", "192.0.2.7", NOW), NOW)
        for to in (f"{MARK}@example.org", "no address"):
            outbox.post(holder, "a.kind", to, {"name": MARK}, NOW)
        throttle.know(holder, f"{MARK}uid", "192.0.2.7", NOW)
        entry = AuditEntry(
            NOW, f"{MARK}uid", "person.changed", f"/people/{MARK}", ADDRESS, after=f'"{MARK}"'
        )
        holder.audit.record(entry)
        holder.audit.seal()
    daily.spend(institution, f"{MARK}uid", 1, NOW)
    uploads.count(institution["imports"], f"{MARK}uid", 1, NOW)


def leave(institution):
    """Somebody said no, and was taken out."""
    make_person(institution, f"{MARK}gone", f"Person {MARK}", f"{NUMBER}09", f"{MARK}@example.org")
    make_person(institution, "admin", "Admin")
    institution.grants.give("person:admin", "administrator")
    consent.opt_out(rights.person(institution, f"{MARK}gone"), f"{MARK}gone", NOW)
    enrolment.remove(rights.person(institution, "admin"), f"{MARK}gone", NOW)


def upload(root, filename):
    return intake.receive(someone(find(root, PLACE)), filename, FILE, NOW).__name__


def choose(root, name):
    record = find(root, f"{PLACE}/imports/{name}")
    rule = ((0, "is", (f"{MARK}file",)),)
    intake.choose(record, number_columns=(1,), name_columns=(0,), key_column=-1, rule=rule)


def write(root, file, fate):
    institution = find(root, PLACE)
    fields = {
        "title": f"Dear {MARK}",
        "text": f"Dear {MARK} reader, [Nom {MARK}]",
        "audience": (("import", file),),
        "account": "scd",
        "connection": f"{PLACE}/brokers/fake",
    }
    if fate != "send":
        fields |= {
            "text": f"Dear {MARK} reader",
            "audience": (("number", f"{NUMBER}02"), ("group", "l2")),
        }
    campaign = drafts.draft(someone(institution), now=NOW, **fields)
    if fate == "draft":
        return
    drafts.submit(campaign)
    checks.prepare(root, path_of(campaign), NOW)
    assert campaign.state == states.CHECKED
    if fate in ("send", "pause"):
        releases.release(someone(campaign), campaign, NOW)
    if fate == "pause":
        steering.pause(someone(campaign), campaign, institution["brokers"]["fake"], NOW)


def receive(root):
    """A broker sends what nobody awaits."""
    institution = find(root, PLACE)
    for connection in (institution["brokers"]["fake"], root["brokers"]["shared"]):
        parking.park(connection, Receipt(f"{MARK}id", states.DELIVERED, msisdn=f"{NUMBER}03"), NOW)
        inbox.put(connection, [Receipt(f"{MARK}in", states.DELIVERED, msisdn=f"{NUMBER}05")])
        unread.keep(connection, [Unread(MARK, MARK, 0, b"?")], unread.box_of("secret"), NOW)
        sender_ids.ask(rights.person(institution, f"{MARK}uid"), connection, f"{MARK}A", NOW)
        sender_ids.ask(someone(institution), connection, "Kept", NOW)
        kept = sender_ids.find(connection, "paris1", "Kept")
        sender_ids.decide(
            someone(connection, "op"), connection, kept, "accepted", NOW, f"note {MARK}"
        )
        connections.note_try(connection, (False, "refused", f"said {MARK}"), NOW)
    own = institution["brokers"]["fake"]
    reply = Reply(f"{NUMBER}04", f"Yes {MARK}", "38000", NOW)
    receipts.apply(root, path_of(own), (), [reply], NOW)
    inbox.put(own, [reply._replace(text=f"No {MARK}")])
    for part in (Part(7, 2, 1), Part(8, 2, 1, "gsm", f"Half {MARK}".encode())):
        receipts.apply(
            root, path_of(own), (), [reply._replace(text=f"Half {MARK}", part=part)], NOW
        )
        receipts.apply(
            root, "/brokers/shared", (), [reply._replace(msisdn=f"{NUMBER}02", part=part)], NOW
        )
    theirs = Reply(f"{NUMBER}02", f"Member {MARK}", "38000", NOW)  # in the operators' box
    receipts.apply(
        root, "/brokers/shared", (), [theirs, reply._replace(text=f"Stranger {MARK}")], NOW
    )
    inbox.put(root["brokers"]["shared"], [theirs._replace(text=f"Later {MARK}")])


def records(worker):
    """The bytes of every record, each as it is stored, values that were packed too."""
    storage = worker.db.storage
    return [
        record.data for transaction in storage.iterator() for record in transaction if record.data
    ]


def found(worker, mark):
    return [data for data in records(worker) if mark.encode() in data]


def tend(worker, now):
    worker.run(proposals.forget, now)
    for at in (now, now + 8 * DAY, now + 40 * DAY):  # things that waited somewhere age from then on
        night.tend(worker, at)


def test_the_marks_are_there_at_first(store):
    for mark in (MARK, MARK.casefold(), NUMBER, ADDRESS):  # the words that are searched are folded
        assert len(found(store, mark)) > 1


def test_after_all_ages_none_is_in_any_record(store, caplog):
    tend(store, LONG)
    assert [message for message in caplog.messages if message.startswith("night:")] == []
    assert found(store, MARK) == found(store, MARK.casefold()) == []
    assert found(store, NUMBER) == found(store, ADDRESS) == []


def test_what_may_stay_is_there(store):
    tend(store, LONG)
    for kept in ("In use", "Somebody", "Kept", "+33639980001", "20270115"):
        assert found(store, kept), kept


def test_a_young_store_loses_nothing_but_what_is_for_a_day(store):
    night.tend(store, NOW + DAY + 1)
    assert found(store, f"Dear {MARK} reader")
    assert found(store, f"{NUMBER}02")
    assert found(store, f"{MARK}.csv")
    assert not [
        data for data in found(store, f"Nom {MARK}") if b"Import" in data or b"Chunk" in data
    ]


#: acts on an institution that the operators' journal tells of after it is gone
TOLD = (b"institution.erased", b"sender.accepted", b"sender.authorised", b"sender.refused")


def test_of_an_institution_that_was_erased_nothing_is_in_any_record(store):
    store.run(lambda root: institutions.erase(service(), root, "paris1", 1))
    night.clear_away(store, "paris1")
    own = (
        f"Dear {MARK}",
        f"{MARK}.csv",
        f"Yes {MARK}",
        f"Member {MARK}",
        f"Later {MARK}",
        f"{NUMBER}02",
        f"{MARK}A",
    )
    for mark in ("paris1", "Somebody", "Kept", *own):
        left = [data for data in found(store, mark) if not any(verb in data for verb in TOLD)]
        assert left == [], mark
    assert found(store, f"Stranger {MARK}")  # nobody's, for thirty days


def test_an_address_goes_before_what_the_journal_says(store):
    night.tend(store, NOW + 400 * DAY)
    assert found(store, ADDRESS) == []
    assert found(store, f"/people/{MARK}")
