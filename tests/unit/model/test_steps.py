"""The steps, on a store that the release before them has written."""

from pathlib import Path

import nights
import pytest
import ZODB
from BTrees.OOBTree import OOBTree
from transaction import TransactionManager
from ZODB.DemoStorage import DemoStorage
from ZODB.FileStorage import FileStorage

from unisms import main
from unisms.model import digests, evolve, steps
from unisms.model.audit import FIRST, AuditEntry, digest_of
from unisms.model.campaigns import Campaign
from unisms.model.folder import Folder, find
from unisms.model.people import Subscriber
from unisms.model.roles import Grant
from unisms.model.templates import TemplateFolder
from unisms.services.institution import retention
from unisms.services.money import ledgers
from unisms.testing.store import SECRET

RECORDED = Path(__file__).parent / "stored" / "2026-11.fs"
STEPS = (steps.roles_become_grants, steps.names_are_indexed)


class OldStore:
    """A store of the release of November 2026; whatever a test changes goes nowhere."""

    def __init__(self):
        self.db = ZODB.DB(DemoStorage(base=FileStorage(str(RECORDED), read_only=True)))

    def run(self, *functions):
        """Each function with the root, as a fresh connection sees it, in a transaction of its
        own."""
        for function in functions:
            manager = TransactionManager(explicit=True)
            manager.begin()
            connection = self.db.open(manager)
            connection.cacheMinimize()
            result = function(evolve.get_root(connection))
            manager.commit()
            connection.close()
        return result


@pytest.fixture
def old():
    store = OldStore()
    yield store
    store.db.close()


def paris(root):
    return find(root, "/institutions/paris1")


def test_roles_become_grants_in_the_whole_institution(old):
    expected = [
        Grant("person:admin", "", "administrator"),
        Grant("person:admin", "", "approver"),
        Grant("person:zlefevre", "", "sender"),
    ]
    assert old.run(*STEPS, lambda root: list(paris(root).grants)) == expected
    assert old.run(lambda root: "roles" in vars(paris(root))) is False
    assert old.run(lambda root: list(find(root, "/institutions/nice").grants)) == []


def test_everyone_has_a_journal_a_folder_of_roles_and_no_session_that_is_over(old):
    def look(root):
        assert len(paris(root).audit) == len(paris(root)["roles"]) == 0
        assert list(paris(root).signed_out) == list(root.signed_out) == []

    old.run(*STEPS, look)


def test_people_are_found_by_their_names(old):
    assert old.run(*STEPS, lambda root: paris(root)["people"].search("lefe")) == ["zlefevre"]
    assert old.run(lambda root: find(root, "/institutions/nice/people").search("moretti")) == [
        "j.dupont"
    ]


def test_the_latest_of_a_ledger_are_found_and_operators_have_a_journal(old):
    def look(root):
        [latest] = find(root, "/institutions/paris1/accounts/scd").ledger()
        assert latest.segments == 100
        assert len(root.audit) == 0

    old.run(*STEPS, steps.ledgers_are_in_order, steps.operators_have_a_journal, look)


def test_a_journal_of_operators_is_kept(old):
    def write(root):
        root.audit.record(AuditEntry(1, "operator:root", "connection.added", "/brokers/a", ""))

    step = steps.operators_have_a_journal
    assert old.run(step, write, step, lambda root: len(root.audit)) == 1


def test_authors_find_their_own(old):
    def write(root):
        for name, author in (("20261101-aaaa", "zlefevre"), ("20261102-bbbb", "admin")):
            paris(root)["campaigns"].add(name, Campaign(author, 1_793_000_000))

    def look(root):
        folder = paris(root)["campaigns"]
        assert folder.__parent__ is paris(root)
        assert {child.__parent__ for child in folder.values()} == {folder}
        assert list(folder.latest()) == ["20261102-bbbb", "20261101-aaaa"]
        assert list(folder.latest_of("zlefevre")) == ["20261101-aaaa"]
        assert len(folder) == 2

    step = steps.authors_find_their_own
    old.run(*STEPS, write, step, look)
    old.run(step, look)


def test_what_was_there_is_as_it_was(old):
    def look(root):
        assert dict(root.passwords) == {"root": "hash"}
        assert dict(paris(root).passwords) == {"admin": "hash"}
        account, group, template = (
            find(paris(root), path) for path in ("accounts/scd", "groups/l2", "templates/retard")
        )
        assert (account.closed, account.available, account.last_change) == (False, 100, ())
        assert (group.groups, list(group.uids)) == ((), ["abenali", "zlefevre"])
        assert (template.archived, len(template.versions()), template.owner) == (False, 1, "")
        assert paris(root)["people"]["zlefevre"].last_change == ()

    old.run(*STEPS, look)


def test_a_second_time_nothing_is_lost(old):
    def live(root):
        paris(root).grants.give("person:abenali", "sender")
        paris(root).signed_out["admin"] = root.signed_out["root"] = 1_800_000_000

    def look(root):
        assert {grant.holder for grant in paris(root).grants} == {
            "person:abenali",
            "person:admin",
            "person:zlefevre",
        }
        assert paris(root).signed_out["admin"] == root.signed_out["root"] == 1_800_000_000
        assert paris(root)["people"].search("benali") == ["abenali"]

    old.run(*STEPS, live, *STEPS, look)


def test_the_application_knows_the_steps_in_their_order(tmp_path):
    settings = {"unisms.var": str(tmp_path), "unisms.secret": "s" * 32, "zodbconn.uri": "memory://"}
    assert main({}, **settings).registry.evolution_steps[:2] == list(STEPS)


def test_who_failed_to_sign_in_under_which_name_is_forgotten(old):
    def failed(root):
        root.sign_in_failures = OOBTree({"account my-password": (3, 1)})
        paris(root).sign_in_failures = OOBTree({"address 192.0.2.1": (3, 1)})

    def look(root):
        assert root.sign_in_failures is paris(root).sign_in_failures is None

    old.run(*STEPS, failed, steps.failures_are_digests, steps.failures_are_digests, look)


def test_the_numbers_of_those_who_said_no_are_not_written_to_after_them(old):
    digests.give_key(old.db, {"unisms.secret": SECRET})

    def said(root):
        people = paris(root)["people"]
        people["zlefevre"].opt_out_at = people["abenali"].opt_out_at = 1_790_000_000
        people["abenali"].consent_at = 1_790_000_001
        people.add("silent", Subscriber("Somebody without a number"))
        people["silent"].opt_out_at = 1_790_000_000

    def look(root):
        people = paris(root)["people"]
        numbers = {uid: people[uid].msisdn for uid in ("zlefevre", "abenali")}
        people.remove("zlefevre")
        people.remove("abenali")
        assert people.refused_at(numbers["zlefevre"]) == 1_790_000_000
        assert people.refused_at(numbers["abenali"]) == 0
        assert root.numbers_key == digests.fingerprint(root)

    step = steps.noes_are_the_numbers_too
    old.run(*STEPS, said, step, step, look)


def test_a_store_without_a_no_has_no_digest_and_no_key(old):
    old.run(*STEPS, steps.noes_are_the_numbers_too, lambda root: root.numbers_key == "")


def test_a_template_that_hid_a_page_gets_another_name_and_its_roles_go_along(old):
    def hide(root):
        templates = paris(root)["templates"]
        for name, child in (("preview", TemplateFolder("Preview")), ("preview-2", Folder())):
            child.__name__, child.__parent__ = name, templates
            templates._children[name] = child
        paris(root).grants.give("person:zlefevre", "sender", "templates/preview")

    def look(root):
        templates = paris(root)["templates"]
        assert templates["preview-3"].title == "Preview"
        assert "preview" not in templates
        assert Grant("person:zlefevre", "templates/preview-3", "sender") in paris(root).grants.of(
            "person:zlefevre"
        )
        assert [one for one in paris(root).grants if one.scope == "templates/preview"] == []

    step = steps.templates_take_no_pages_name
    old.run(*STEPS, hide, step, step, look)


def test_a_store_of_that_release_takes_every_step_twice_and_its_money_agrees(old, tmp_path):
    settings = {"unisms.var": str(tmp_path), "unisms.secret": "s" * 32, "zodbconn.uri": "memory://"}
    known = main({}, **settings).registry.evolution_steps
    old.run(*known, *known)
    for name in ("paris1", "nice"):
        assert old.run(lambda root, name=name: ledgers.look(root, name)).faults == []


def test_the_journals_so_far_are_closed_and_quoted(old):
    def as_it_was(root):
        steps.roles_become_grants(root)
        steps.operators_have_a_journal(root)
        audit = paris(root).audit
        stored = (1_790_000_000, "zoe", "role.given", "/", "127.0.0.1", "", "")
        audit._chain[1] = (*stored, digest_of(FIRST, stored))
        audit.head = (1, audit._chain[1][-1])
        for attribute in ("quoted", "_links", "_parts"):
            delattr(audit, attribute)

    old.run(as_it_was, steps.journals_can_forget, steps.journals_can_forget)

    def look(root):
        audit = paris(root).audit
        audit.seal()
        return [(one.number, one.entry.verb) for one in audit.sealed()], audit.quoted[0]

    assert old.run(look) == ([(1, "role.given"), (2, "journal.closed")], 1)


def test_a_store_gets_a_life_once(old):
    old.run(steps.stores_have_a_life)
    first = old.run(lambda root: root.life.generation)
    old.run(steps.stores_have_a_life)
    assert old.run(lambda root: root.life.generation) == first


def test_what_was_stored_then_gets_its_ages(old, tmp_path):
    settings = {"unisms.var": str(tmp_path), "unisms.secret": SECRET, "zodbconn.uri": "memory://"}
    digests.give_key(old.db, {"unisms.secret": SECRET})

    def write(root):
        template = find(paris(root), "templates/retard")
        template.archived, template.last_change = True, (1_700_000_000, "admin")
        paris(root).signed_out["admin"] = 1_700_000_000
        for name, state in (("20261101-aaaa", "draft"), ("20261102-bbbb", "paused")):
            campaign = Campaign("zlefevre", 1_793_000_000)
            campaign.state, campaign.account, campaign.text = state, "scd", "Bonjour"
            paris(root)["campaigns"].add(name, campaign)

    def look(root):
        [campaign] = paris(root)["campaigns"].values()
        assert (campaign.__name__, campaign.state, campaign.text) == ("20261102-bbbb", "closed", "")
        assert list(paris(root)["templates"]) == list(paris(root).signed_out) == []
        assert paris(root)["people"]["zlefevre"].name

    later = 1_900_000_000
    old.run(
        *STEPS, steps.ledgers_are_in_order, write, *main({}, **settings).registry.evolution_steps
    )
    for name in ("", "paris1", "nice"):
        old.run(lambda root, name=name: nights.forget_of(root, name, later))
        old.run(lambda root, name=name: retention.erase_some(root, name, "", later))
    old.run(look)
