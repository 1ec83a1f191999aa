"""Audiences that outsiders know: read, asked, frozen; whatever the outsider does, never by half."""

from threading import Event

import pytest
from factories import NOW, make_draft, make_house, make_person, make_worker, mobile

from unisms.model.folder import find, look_up
from unisms.ports import Person
from unisms.services.campaigns import checks, drafts
from unisms.services.ground.actor import service
from unisms.services.people import consent
from unisms.sms import causes, states
from unisms.tasks import outside
from unisms.testing.audiences import LIST
from unisms.testing.factories import someone

READERS = ((LIST, "readers"),)
TEXT = "Bonjour [nom], salle [Salle]"


@pytest.fixture
def worker(tmp_path, broker):
    """A worker for which the add-on is switched on."""
    worker = make_worker(tmp_path, broker, "unisms.testing.audiences")
    yield worker
    worker.close()
    worker.db.close()


@pytest.fixture(autouse=True)
def house(worker):
    worker.run(lambda root: make_house(root).__name__)


@pytest.fixture
def lists(worker):
    """Two lists, of which one has both people."""
    people = [
        Person("zroux", "Zoé Roux", (mobile(1), mobile(9)), attributes={"Salle": "B12"}),
        Person("mpetit", "Max Petit", (mobile(2),), attributes={"salle": "C3"}),
    ]
    lists = worker.registry.audience_kinds[LIST]
    lists.has("readers", *people)
    lists.has("others", people[0])
    return lists


@pytest.fixture
def path(worker, lists):
    """The path of a campaign that waits for its check."""
    return submitted(worker)


def submitted(worker, audience=READERS, text=TEXT):
    def submit(root):
        institution = root["institutions"]["paris1"]
        campaign = make_draft(institution, audience=audience, text=text)
        drafts.submit(campaign)
        return campaign.path

    return worker.run(submit)


def prepare(worker, path):
    worker.enqueue("prepare_campaign", path)
    worker.drain()


def look(worker, path, *names):
    return worker.run(lambda root: tuple(getattr(find(root, path), name) for name in names))


def rows(worker, path):
    def read(root):
        campaign = find(root, path)
        stored = dict(campaign.stored_rows())
        return [(row[0], row[1], *campaign.values(number)) for number, row in stored.items()]

    return worker.run(read)


def is_untouched(worker, path):
    """Whether nothing of an audience was frozen."""
    check, agreed, columns = look(worker, path, "check", "agreed", "columns")
    return rows(worker, path) == [] and (check, agreed, columns) == ((), (), ())


def test_the_people_of_an_outsider_become_rows(worker, lists, path):
    prepare(worker, path)
    assert look(worker, path, "state", "problem") == (states.CHECKED, "")
    assert rows(worker, path) == [
        (mobile(1), states.QUEUED, "Zoé Roux", "Readers", "Zoé Roux", "B12"),
        (mobile(2), states.QUEUED, "Max Petit", "Readers", "Max Petit", "C3"),
    ]
    assert lists.asked == ["readers"]


def test_the_outsider_is_asked_with_no_transaction_open(worker, lists, path):
    opened = []

    def look_round():
        opened.append([one["opened"] for one in worker.db.connectionDebugInfo() if one["opened"]])

    lists.meanwhile = look_round
    prepare(worker, path)
    assert opened == [[]]
    worker.run(lambda root: look_round())
    assert len(opened[-1]) == 1, "an open transaction would have been seen"


def test_each_list_is_asked_once_beside_what_the_store_knows(worker, lists):
    audience = (*READERS, ("number", mobile(5)), (LIST, "others"), *READERS)
    path = submitted(worker, audience, text="Bonjour")
    prepare(worker, path)
    assert lists.asked == ["readers", "others"]
    told = [row[0] for row in rows(worker, path)]
    assert told == [mobile(1), mobile(2), mobile(5), mobile(1), mobile(1), mobile(2)]
    assert look(worker, path, "state") == (states.CHECKED,)


def test_who_has_said_no_is_set_aside_and_so_is_who_has_no_number(worker, lists, path):
    lists.lists["readers"].append(Person("sans", "Sans Numéro", attributes={"Salle": "D1"}))
    worker.run(
        lambda root: consent.refuse_number(
            service(), root["institutions"]["paris1"], mobile(2), NOW
        )
    )
    prepare(worker, path)
    figures = dict(look(worker, path, "check")[0])
    assert dict(figures["set_aside"]) == {causes.OPT_OUT: 1, causes.NO_NUMBER: 1}


def test_a_no_of_a_person_counts_whatever_number_the_outsider_knows(worker, lists, path):
    def refuse(root):
        institution = root["institutions"]["paris1"]
        make_person(institution, "zroux", msisdn=mobile(90))
        consent.opt_out(someone(institution, "zroux"), "zroux", NOW)

    worker.run(refuse)
    prepare(worker, path)
    figures = dict(look(worker, path, "check")[0])
    assert dict(figures["set_aside"]) == {causes.OPT_OUT: 1}


def test_a_slow_outsider_ends_the_check_and_not_the_thread(worker, lists, path, monkeypatch):
    answered, is_over = Event(), Event()
    monkeypatch.setattr(outside, "PATIENCE", 0.05)
    lists.meanwhile = lambda: [answered.wait(60), is_over.set()]
    prepare(worker, path)
    assert not is_over.is_set()
    assert look(worker, path, "state", "problem") == (states.DRAFT, "audience_away")
    assert is_untouched(worker, path)
    answered.set()
    assert is_over.wait(60)


@pytest.mark.parametrize(
    "trouble", [OSError("refused"), ValueError("+33639980001"), RuntimeError()]
)
def test_an_outsider_that_fails_brings_the_draft_back(worker, lists, path, trouble, caplog):
    lists.fails(trouble)
    prepare(worker, path)
    assert look(worker, path, "state", "problem") == (states.DRAFT, "audience_away")
    assert is_untouched(worker, path)
    assert type(trouble).__name__ in caplog.text
    assert "+33" not in caplog.text


def test_an_outsider_that_is_away_is_asked_again_when_somebody_wants_it(worker, lists, path):
    lists.goes_away()
    prepare(worker, path)
    assert look(worker, path, "state", "problem") == (states.DRAFT, "audience_away")
    lists.recovers()
    worker.run(lambda root: drafts.submit(find(root, path)))
    prepare(worker, path)
    assert look(worker, path, "state", "problem") == (states.CHECKED, "")


@pytest.mark.parametrize("answer", [[("zroux",)], [7], "zroux", None])
def test_an_answer_that_is_none_is_a_failure_and_not_half_an_audience(worker, lists, path, answer):
    good = lists.lists["readers"][0]
    lists.lists["readers"] = [good, *answer] if isinstance(answer, list) else answer
    prepare(worker, path)
    assert look(worker, path, "state", "problem") == (states.DRAFT, "audience_away")
    assert is_untouched(worker, path)


def test_an_answer_is_taken_in_as_plain_text(worker, lists, path):
    lists.lists["readers"] = [(7, "Sept", (33639980007,), None, {"Salle": 12})]
    prepare(worker, path)
    [row] = rows(worker, path)
    assert row[2:] == ("Sept", "Readers", "Sept", "12")


@pytest.mark.parametrize("side", ["lists", "titles"])
def test_a_list_that_vanishes_meanwhile_brings_the_draft_back(worker, lists, path, side):
    """The outsider has forgotten it, or, while it was asked, the institution has."""
    lists.meanwhile = lambda: getattr(lists, side).pop("readers")
    prepare(worker, path)
    assert look(worker, path, "state", "problem") == (states.DRAFT, "audience_gone")
    assert is_untouched(worker, path)


def test_a_list_that_has_vanished_before_is_not_asked_for(worker, lists, path):
    del lists.titles["readers"]
    prepare(worker, path)
    assert look(worker, path, "state", "problem") == (states.DRAFT, "audience_gone")
    assert lists.asked == []


def test_an_add_on_that_is_switched_off_meanwhile_takes_its_lists_along(worker, lists, path):
    lists.meanwhile = lambda: worker.registry.audience_kinds.pop(LIST)
    prepare(worker, path)
    assert look(worker, path, "state", "problem") == (states.DRAFT, "audience_gone")


def test_a_list_with_nobody_in_it_is_an_empty_audience(worker, lists, path):
    lists.lists["readers"] = []
    prepare(worker, path)
    assert look(worker, path, "state", "problem") == (states.DRAFT, "empty_audience")
    assert is_untouched(worker, path)


def changed(audience):
    def change(root, path):
        campaign = find(root, path)
        campaign.become(states.DRAFT)
        campaign.audience = audience
        drafts.submit(campaign)

    return change


def paths_to_check(root):
    return [path for _, path, _ in checks.to_check(root, NOW)]


def test_a_message_that_was_changed_meanwhile_is_never_frozen_with_an_old_answer(
    worker, lists, path
):
    lists.meanwhile = lambda: worker.run(changed(((LIST, "others"),)), path)
    prepare(worker, path)
    assert look(worker, path, "state") == (states.PREPARING,)
    assert is_untouched(worker, path)
    lists.meanwhile = lambda: None
    assert path in worker.run(paths_to_check), "the sweep knows it"
    prepare(worker, path)
    assert [row[0] for row in rows(worker, path)] == [mobile(1)]


def test_a_message_that_is_gone_meanwhile_stays_away(worker, lists, path):
    def erase(root):
        campaign = find(root, path)
        campaign.__parent__.remove(campaign.__name__)

    lists.meanwhile = lambda: worker.run(erase)
    prepare(worker, path)
    assert lists.asked == ["readers"]
    assert worker.run(lambda root: look_up(root, path)) is None


def test_a_worker_that_dies_while_it_asks_has_frozen_nothing(worker, lists, path):
    class Killed(BaseException):
        pass

    lists.fails(Killed())
    with pytest.raises(Killed):
        prepare(worker, path)
    assert look(worker, path, "state") == (states.PREPARING,)
    assert is_untouched(worker, path)
    lists.recovers()
    worker.enqueue("sweep")
    worker.drain()
    assert look(worker, path, "state") == (states.CHECKED,)
