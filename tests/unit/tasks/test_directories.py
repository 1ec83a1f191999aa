"""Asking directories between two transactions: counts, roles, campaigns, tries of settings."""

import time

import pytest
from factories import make_draft, make_house, make_worker, mobile

from unisms.model.directories import DirectoryConnection, DirectoryQuery
from unisms.model.folder import find
from unisms.model.proposals import Proposal
from unisms.ports import DirectoryError
from unisms.services.brokers import connections, proposals
from unisms.services.campaigns import drafts
from unisms.services.directory import queries
from unisms.sms import states
from unisms.tasks import directories, trying

PLACE = "/institutions/paris1/directories/ldap"
QUERY = f"{PLACE}/tutors"


@pytest.fixture
def worker(tmp_path, broker):
    worker = make_worker(tmp_path, broker, "unisms.testing.directories")
    yield worker
    worker.close()
    worker.db.close()


@pytest.fixture
def directory(worker):
    directory = worker.registry.directory
    directory.has("zoe", "Zoé Lefèvre", mobile(1), found_in="mobile", confidence="sure")
    directory.has("max", "Max Petit")
    directory.has_group("tutors", "Tuteurs", "zoe", "max")
    return directory


@pytest.fixture(autouse=True)
def house(worker, directory):
    def build(root):
        connection = DirectoryConnection("Annuaire", "fake", {"server": "a"})
        make_house(root)["directories"].add("ldap", connection)
        connection.add("tutors", DirectoryQuery("Tuteurs", group="tutors"))

    worker.run(build)


def counted(worker):
    worker.run(lambda root: queries.ask_for_count(find(root, QUERY), int(time.time())))
    worker.enqueue("count_query", QUERY)
    worker.drain()
    return worker.run(lambda root: (find(root, QUERY).counted[1:], find(root, QUERY).trouble[1:]))


def test_people_are_counted(worker):
    assert counted(worker) == ((2, 1), ())
    assert worker.run(lambda root: find(root, QUERY).numberless) == (("max", "Max Petit"),)


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (DirectoryError(DirectoryError.CUT), "cut"),
        (TimeoutError(), "late"),
        (KeyError("tutors"), "gone"),
        (ZeroDivisionError(), "fault"),
    ],
)
def test_a_count_that_fails_says_why(worker, directory, trouble, code):
    directory.trouble = trouble
    assert counted(worker) == ((), (code,))


def test_a_query_that_is_gone_is_not_asked(worker, directory):
    worker.enqueue("count_query", f"{QUERY}x")
    worker.drain()
    assert directory.asked == []


@pytest.mark.parametrize("gone", [False, True])
def test_an_answer_to_another_question_is_not_kept(worker, directory, gone):
    def change(root):
        if gone:
            find(root, PLACE).remove("tutors")
        else:
            find(root, QUERY).group = "others"

    directory.meanwhile = lambda: worker.run(change)
    worker.enqueue("count_query", QUERY)
    worker.drain()
    if not gone:
        assert worker.run(lambda root: find(root, QUERY).counted) == ()


def test_the_sweep_has_the_people_counted_who_have_a_role(worker):
    worker.run(
        lambda root: find(root, "/institutions/paris1").grants.give("group:ldap/tutors", "sender")
    )
    worker.enqueue("sweep")
    worker.drain()
    assert worker.run(lambda root: find(root, QUERY).has("zoe"))


def test_the_settings_of_a_directory_are_tried(worker):
    found = tried(worker)
    assert found.tested[1:] == (True, "ok", "fake")
    assert found.found == (
        2,
        1,
        1,
        (("Zoé Lefèvre", mobile(1), "mobile", "sure"), ("Max Petit", "", "", "")),
    )


def test_a_try_that_fails_says_why_and_has_found_nothing(worker, directory):
    tried(worker)
    directory.fails(DirectoryError.CERTIFICATE)
    found = tried(worker, 2)
    assert found.tested[1:] == (False, "certificate", "the fake was told to")
    assert found.found == ()


def tried(worker, later=0):
    def ask(root):
        connections.ask_for_try(find(root, PLACE), int(time.time()) + later)

    worker.run(ask)
    worker.enqueue("try_connection", PLACE)
    worker.drain()
    return worker.run(lambda root: _Told(find(root, PLACE)))


class _Told:
    def __init__(self, connection):
        self.tested, self.found = connection.tested, connection.found


def test_proposed_settings_of_a_directory_are_tried(worker):
    def propose(root):
        draft = DirectoryConnection("", "fake", {"server": "b"})
        proposal = Proposal(f"{PLACE}", "lib", int(time.time()), draft)
        return proposals.start(root["institutions"]["paris1"], proposal)

    name = worker.run(propose)
    assert [*worker.run(lambda root: proposals.tries_waiting(root, int(time.time())))] == [
        ("try_proposal", "/institutions/paris1", name)
    ]
    worker.enqueue("try_proposal", "/institutions/paris1", name)
    worker.drain()
    proposal = worker.run(lambda root: _Told(root["institutions"]["paris1"].proposals[name]))
    assert proposal.tested[1:3] == (True, "ok")
    assert proposal.found[:3] == (2, 1, 1)


def test_what_is_no_directory_has_found_nothing():
    assert trying.found("a broker") == ()
    assert directories.PATIENCE > trying.PATIENCE


def submitted(worker):
    def submit(root):
        audience = (("directory", "ldap/tutors"),)
        campaign = make_draft(root["institutions"]["paris1"], audience=audience, text="Bonjour")
        drafts.submit(campaign)
        return campaign.path

    return worker.run(submit)


def prepared(worker, path):
    worker.enqueue("prepare_campaign", path)
    worker.drain()

    def told(root):
        campaign = find(root, path)
        numbers = [row[0] for _, row in campaign.stored_rows() if row[0]]
        return campaign.state, campaign.problem, numbers

    return worker.run(told)


def test_a_campaign_to_a_query_is_frozen_with_the_people_of_the_directory(worker):
    assert prepared(worker, submitted(worker)) == (states.CHECKED, "", [mobile(1)])


def test_a_campaign_is_held_with_the_reason_never_half_an_audience(worker, directory):
    directory.cut_after = 1
    path = submitted(worker)
    assert prepared(worker, path) == (states.DRAFT, "directory:cut", [])
