"""The store outlives the code: the rules that keep it readable."""

import importlib
from pathlib import Path

import places
import pytest
from BTrees.Interfaces import IBTree, ITreeSet
from BTrees.Length import Length
from factories import (
    MOBILE,
    NOW,
    eventually,
    make_connection,
    make_draft,
    make_group,
    make_house,
    make_person,
    make_release,
    mobile,
)
from persistent import Persistent
from persistent.mapping import PersistentMapping

import unisms
from unisms.model import export_keys, health
from unisms.model.alerts import PreparedAlert
from unisms.model.approvals import Approval
from unisms.model.audit import AuditEntry
from unisms.model.campaigns import Campaign
from unisms.model.conditions import Conditions
from unisms.model.connections import BrokerConnection
from unisms.model.directories import DirectoryConnection, DirectoryQuery
from unisms.model.erasures import Erasure
from unisms.model.folder import find
from unisms.model.imports import Import
from unisms.model.mail_copies import CopyStates
from unisms.model.outbox import Enclosed
from unisms.model.proofs import Proof
from unisms.model.proposals import Proposal
from unisms.model.registers import Register
from unisms.model.replies import KeptReply
from unisms.model.roles import Role
from unisms.model.root import Logo
from unisms.model.senders import noes_to
from unisms.model.templates import MessageTemplate, TemplateFolder
from unisms.model.themes import Member, Theme
from unisms.ports import Part, Receipt, Reply, Unread
from unisms.services.approvals import approvers
from unisms.services.brokers import proposals
from unisms.services.delivery import inbox, parking, receipts, unread
from unisms.services.exclusions import once_keys, saved
from unisms.services.ground import outbox
from unisms.services.histories import ages, entries
from unisms.services.people import consent, unsent_forms
from unisms.services.replies import replies, stops
from unisms.services.rights import rights
from unisms.sms import states

STORED_CLASSES = Path(__file__).with_name("stored_classes.txt").read_text().split()
UNREAD = Unread("deliver_sm", "receipt", 12, b"??")
IMMUTABLE = (str, int, float, bool, bytes, type(None), frozenset)
TREES = (IBTree, ITreeSet)


def persistent_classes(modules):
    return {
        f"{thing.__module__}.{thing.__qualname__}": thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type)
        and issubclass(thing, Persistent)
        and thing.__module__ == module.__name__
    }


def test_every_stored_class_is_on_the_list_that_may_only_grow():
    assert sorted(persistent_classes(places.imported("model", at_least=28))) == sorted(
        STORED_CLASSES
    )


def test_only_the_model_defines_stored_classes():
    assert sorted(persistent_classes(places.imported())) == sorted(STORED_CLASSES)


@pytest.mark.parametrize("name", STORED_CLASSES)
def test_a_stored_class_keeps_to_what_the_store_expects(name):
    module, _, klass = name.rpartition(".")
    own = vars(getattr(importlib.import_module(module), klass))
    assert (
        not {"__getstate__", "__setstate__", "__eq__", "__hash__", "_p_resolveConflict"}
        & own.keys()
    )


@pytest.mark.parametrize("name", STORED_CLASSES)
def test_a_default_of_a_stored_class_cannot_be_changed_in_place(name):
    module, _, klass = name.rpartition(".")
    for attribute, value in vars(getattr(importlib.import_module(module), klass)).items():
        if not attribute.startswith("_"):
            assert not isinstance(value, list | dict | set), f"{name}.{attribute}"


@pytest.fixture
def lived_in(worker, broker):
    """The store after a bit of everything."""
    worker.run(furnish)
    worker.run(lambda root: find(root, "/institutions/paris1/people").mark(mobile(7)))
    worker.enqueue("deliver", "/institutions/paris1/brokers/fake")
    worker.drain()
    broker.delivers()
    eventually(
        lambda: worker.run(lambda root: all_over(find(root, "/institutions/paris1/campaigns")))
    )
    worker.drain()
    return worker


def furnish(root):
    institution = make_house(root)
    root.passwords["op"] = "hash"
    institution.passwords["lib"] = "hash"
    export_keys.of(institution).give(export_keys.ACCOUNT, institution["accounts"])
    for role in ("sender", "group_sender"):
        institution.grants.give("person:lib", role)
    institution.signed_out["lib"] = institution.signed_out["op"] = NOW
    institution["roles"].add("scd", Role("SCD", ["campaign:compose"]))
    for verb in ("role.given", "role.withdrawn"):
        institution.audit.record(AuditEntry(NOW, "lib", verb, "/roles/scd", ""))
        institution.audit.seal()
    institution.logo = Logo("image/png", b"a picture")
    institution.conditions = Conditions()
    institution.conditions.publish("Peu de messages.", NOW, "lib")
    uid = make_person(institution).__name__
    theme = institution["themes"].add("bu", Theme("Bibliothèque"))
    theme.wordings.publish("Deux messages par mois.", NOW, "lib")
    theme.join(uid, Member(NOW, (("Campus", ("Nord",)),)), "2027-01-15")
    theme.ask("asks", Member(NOW))
    theme.refuse_number(mobile(8), NOW)
    directory = DirectoryConnection("LDAP", "ldap", {"base": "ou=people"})
    institution["directories"].add("ldap", directory)
    directory.add("all", DirectoryQuery("Tout le monde", "(uid=*)")).keep([uid], NOW)
    institution["people"].note(uid, Proof(NOW, "theme", "bu"))
    consent.opt_out(rights.person(institution, uid), uid, NOW)
    noes_to(institution, "38000").leave(uid, MOBILE, NOW)
    noes_to(institution, "38000").refuse_number(MOBILE, NOW)
    for text in ("Oui", "STOP"):
        told = KeptReply(NOW, MOBILE, "38000", text)
        stops.receive(institution, told, NOW)
    make_connection(root, "consortium", settings={"host": "localhost"})
    proposals.start(
        root,
        Proposal("/brokers", "op", NOW, BrokerConnection("SMSC", "smpp", {"host": "localhost"})),
    )
    unsent_forms.save(
        institution,
        "lib",
        unsent_forms.UnsentForm("/", "compose", "", (("text", "Bonjour"),)),
        NOW,
        "20261130-abcd".title,
    )
    awaits = make_release(institution, 1)
    awaits.approval = Approval(NOW, "lib", "digest")
    approvers.awaiting_of(institution).wait(awaits.__name__, NOW)
    mail = outbox.post(institution, "a_kind", "lib@univ.fr", {"name": "Lib"}, NOW)
    file = Enclosed("a.pdf", "application/pdf", b"%PDF")
    outbox.enclose(institution, mail, "<p>a part</p>", [file])
    institution["people"].want_reports(next(iter(institution["people"])), "2026-10")
    make_group(institution)
    institution["imports"].add("i", Import("a.csv", b"a,b", "lib", NOW)).rows.keep(
        [(1, ("a", "b"))]
    )
    register = Register("Tous", "i", "a.csv", "lib", NOW)
    institution["registers"].add("r", register).changes.keep([(1, ("new", "a"))])
    institution["erasures"].add("e", Erasure(("a", "A", "", ""), "lib", NOW, False))
    institution["templates"].add("t", MessageTemplate("T", "Bonjour")).rewrite(
        "Bonsoir", NOW, "lib"
    )
    institution["templates"].add("bu", TemplateFolder("BU"))
    make_draft(institution)
    numbers = health.of(institution)
    numbers.keep("digest", health.Past(((NOW, "absent", 1, "c", 1, NOW, 0),)))
    numbers.flag("digest", health.Flag(NOW, "absent", 1))
    numbers.count(numbers.carrier("/brokers/consortium"), 1, [("", 1)])
    numbers.put_outage(health.Outage(1, 0, 3600, "", 10, 20))
    numbers.save("2027-01", 1, 1, 50)
    numbers.count_network("2027-01", "208-01", (1, 0, 0))
    make_release(institution, 3, leaving_link=True).annotate([(1, uid)], ("STOP",), [(1, 1)])
    replies.remember(make_sent(institution), root["brokers"]["consortium"])
    leave_out(institution)
    institution.keeps_history = True
    past = make_sent(institution)
    entries.enter(root, past.path)
    ages.let_go(past)
    parking.park(
        institution["brokers"]["fake"], Receipt("later", states.DELIVERED, msisdn=mobile(9)), NOW
    )
    reply = Reply(mobile(9), "ST", "38000", NOW)
    receipts.apply(
        root,
        "/brokers/consortium",
        (),
        [reply, reply._replace(part=Part(7, 2, 1, "gsm", b"ST"))],
        NOW,
    )
    unread.keep(institution["brokers"]["fake"], [UNREAD], unread.box_of("secret"), NOW)
    inbox.put(
        institution["brokers"]["fake"], [Receipt("inbox", states.DELIVERED, msisdn=mobile(9))]
    )


def leave_out(institution):
    """An audience that somebody keeps, a message that leaves people out, a once-only key."""
    actor = rights.person(institution, "lib")
    saved.keep(actor, "L2", (("group", "l2"),), (), NOW)
    institution["alerts"].add("e", PreparedAlert("Évacuation", NOW))
    campaign = make_sent(institution)
    campaign.leave_out((("group", "l2"),), {1: 1})
    campaign.copies = CopyStates()
    campaign.copies.note(1, "left")
    campaign.once = "rentree"
    once_keys.note_release(campaign, NOW)
    once_keys.keep_told(campaign)


def make_sent(institution):
    campaign = make_release(institution, 2)  # the number of the first one is shared
    campaign.write(1, (MOBILE, states.DELIVERED, "a", 1, NOW, None))
    return campaign


def all_over(campaigns):
    return all(
        row[1] in states.FINAL
        for campaign in campaigns.values()
        for _, row in campaign.stored_rows()
    )


def stored_records(root):
    """Every record that is reached from the root, each once."""
    seen, waiting = {}, [root]
    while waiting:
        record = waiting.pop()
        if id(record) in seen:
            continue
        seen[id(record)] = record
        waiting.extend(
            found
            for held in held_by(record)
            for found in flat(held)
            if isinstance(found, Persistent)
        )
    return list(seen.values())


def is_tree(record):
    return any(interface.providedBy(record) for interface in TREES)


def held_by(record):
    if is_tree(record):
        return [*record.keys(), *(record.values() if hasattr(record, "values") else ())]
    if isinstance(record, Length):
        return [record()]
    if isinstance(record, PersistentMapping):
        return [*record.keys(), *record.values()]
    record._p_activate()
    return list(vars(record).values())


def flat(value):
    return (
        [inner for item in value for inner in flat(item)] if isinstance(value, tuple) else [value]
    )


def test_every_attribute_stored_is_immutable_or_a_record_of_its_own(lived_in):
    def look(root):
        records = stored_records(root)
        assert {type(record) for record in records} > {Campaign, Import}
        for record in records:
            for held in held_by(record):
                for value in flat(held):
                    assert isinstance(value, (*IMMUTABLE, Persistent)), (type(record), value)

    lived_in.run(look)


def test_trees_hold_bare_tuples_that_a_storage_server_can_merge(lived_in):
    def look(root):
        for record in filter(is_tree, stored_records(root)):
            for held in held_by(record):
                for value in (held, *flat(held)):
                    assert isinstance(value, Persistent) or type(value) in (
                        tuple,
                        str,
                        int,
                        type(None),
                    ), (record, held)

    lived_in.run(look)


def test_every_kind_of_record_was_looked_at(lived_in):
    kinds = lived_in.run(lambda root: {type(record) for record in stored_records(root)})
    names = {f"{kind.__module__}.{kind.__qualname__}" for kind in kinds}
    assert names >= set(STORED_CLASSES)


@pytest.mark.parametrize("store", ["store.conf", "store-postgresql.conf"])
def test_no_store_keeps_a_cache_that_threads_share(store):
    """Under many commits it may give an old state of an object for ever, and the writer's conflicts
    never end."""
    assert "\n    cache-local-mb 0\n" in (Path(unisms.__file__).parent / store).read_text()
