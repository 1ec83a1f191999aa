"""The night: each part for itself, once a night, whatever the clock did."""

import nights
import pytest
from factories import NOW, make_house, make_release, mobile

from unisms.model.folder import dated_name, find, path_of
from unisms.model.imports import Import
from unisms.ports import Receipt
from unisms.services.delivery import closing, parking
from unisms.services.ground import days
from unisms.services.ground.days import NIGHT, begin_night
from unisms.services.imports import uploads
from unisms.sms import states
from unisms.tasks import night

PATH = "/institutions/paris1/brokers/fake"
PERSON = "Jeanne Dupont"
DAY = 86400


@pytest.fixture(autouse=True)
def house(worker):
    for name in ("nice", "paris1"):
        worker.run(lambda root, name=name: make_house(root, name).__name__)


@pytest.fixture
def packed(worker):
    packed = []

    def pack(**days):
        packed.append(days)

    worker.db.pack = pack
    return packed


def long_over(root, name):
    institution = root["institutions"][name]
    campaign = make_release(institution, 1, now=NOW - 91 * DAY)
    campaign.state = states.STOPPED
    closing.close(campaign, institution["brokers"]["fake"], NOW - 91 * DAY)
    return path_of(campaign)


def text(worker, path):
    return worker.run(lambda root: find(root, path).text)


def test_the_night_forgets_and_packs(worker, packed):
    def upload(root):
        folder = root["institutions"]["paris1"]["imports"]
        name = dated_name(folder, NOW - 2 * DAY)
        return path_of(folder.add(name, Import("a.csv", b"Nom\nA\n", "lib", NOW - 2 * DAY)))

    path = worker.run(upload)
    old = Receipt("a", "delivered", "", mobile(1))
    worker.run(lambda root: parking.park(find(root, PATH), old, NOW - 8 * DAY))
    campaigns = [worker.run(long_over, "paris1") for _ in range(3)]
    night.tend(worker, NOW)
    assert worker.run(lambda root: find(root, path).state) == "forgotten"
    assert worker.run(lambda root: len(find(root, PATH).parked)) == 0
    assert [text(worker, campaign) for campaign in campaigns] == ["", "", ""]
    assert packed == [{"days": 0}]


@pytest.mark.parametrize("part", ["do_for", "erase_some"])
def test_what_breaks_in_one_institution_leaves_the_others_their_night(
    worker, packed, monkeypatch, caplog, part
):
    """The one that breaks comes first."""
    room = {"do_for": night, "erase_some": night.retention}[part]
    whole = getattr(room, part)

    def broken(root, name, *args):
        if name == "nice":
            raise ValueError(PERSON)
        return whole(root, name, *args)

    monkeypatch.setattr(room, part, broken)
    over = worker.run(long_over, "paris1")
    night.tend(worker, NOW)
    assert text(worker, over) == ""
    assert packed == [{"days": 0}]
    told = [message for message in caplog.messages if message.startswith("night:")]
    assert told
    assert all("nice broke: ValueError" in message for message in told)
    assert all("Jeanne" not in message for message in told)


def test_a_message_that_breaks_leaves_those_after_it_erased(worker, packed, monkeypatch, caplog):
    monkeypatch.setattr(night.retention, "LOOKED_AT", 2)
    paths = sorted(worker.run(long_over, "paris1") for _ in range(5))
    whole = night.retention.titles.tells

    def broken(campaign):
        if path_of(campaign) in (paths[0], paths[3]):
            raise ValueError(PERSON)
        return whole(campaign)

    monkeypatch.setattr(night.retention.titles, "tells", broken)
    night.tend(worker, NOW)
    assert [bool(text(worker, path)) for path in paths] == [True, False, False, True, False]
    [told] = [message for message in caplog.messages if message.startswith("night:")]
    assert "texts of paris1 broke: ValueError" in told


def test_a_store_that_cannot_be_packed_is_told(worker, caplog):
    def pack(**_):
        raise RuntimeError

    worker.db.pack = pack
    night.tend(worker, NOW)
    assert caplog.messages[-1].startswith("night: pack of store broke: RuntimeError")


def test_an_institution_erased_meanwhile_has_nothing_to_forget(worker):
    assert worker.run(nights.forget_of, "gone", NOW) is None


EARLY = NOW - NOW % DAY + NIGHT - 60  # a minute before ten past three, UTC


@pytest.mark.parametrize(
    ("asked_at", "begins"),
    [
        ([EARLY], [False]),  # a new store
        ([EARLY - DAY, EARLY, EARLY + 60, EARLY + 120], [False, True, True, False]),
        (
            [EARLY, EARLY + 9 * 3600, EARLY + 10 * 3600],
            [False, True, False],
        ),  # off during the night, or a jump ahead
        # a leap; and back, in the same night or the next one; some hours only
        ([EARLY, EARLY + 120, EARLY + 4 * DAY, EARLY + 180], [False, True, False, False]),
        ([EARLY, EARLY + 120, EARLY + 4 * DAY, EARLY + DAY + 60], [False, True, False, True]),
        ([EARLY, EARLY + 120, EARLY + 20 * 3600, EARLY + 180], [False, True, False, False]),
        (
            [EARLY, EARLY + 120, EARLY + 60, EARLY + 120],
            [False, True, False, False],
        ),  # back a little
    ],
)
def test_each_night_is_begun_once_whatever_the_clock_did(worker, asked_at, begins):
    assert [worker.run(begin_night, now) for now in asked_at] == begins


def test_a_night_that_was_begun_in_the_future_is_not_believed(worker):
    def begun(root):
        root.night_at = EARLY + DAY
        root.life.trusted = EARLY - 60

    worker.run(begun)
    asked_at = (EARLY - 60, EARLY, EARLY + 120)
    assert [worker.run(begin_night, now) for now in asked_at] == [True, False, True]


def test_of_several_workers_that_ask_one_does_the_night(worker, packed, monkeypatch):
    monkeypatch.setattr(night.time, "time", lambda: EARLY)
    night.night(worker)
    monkeypatch.setattr(night.time, "time", lambda: EARLY + 60)
    for _ in range(3):
        night.night(worker)
    assert packed == [{"days": 0}]


def files_of(worker, name):
    journal = worker.var / "handover" / f"institutions+{name}+brokers+fake.journal"
    facts = worker.var / "exports" / name / "messages.parquet"
    facts.parent.mkdir(parents=True)
    for file in (journal, facts):
        file.touch()
    return journal, facts


def test_what_an_erased_institution_left_is_cleared_away(worker):
    kept, gone = files_of(worker, "paris1"), files_of(worker, "nice")
    records = len(worker.db.storage)
    worker.run(lambda root: root["institutions"].remove("nice") and None)
    worker.enqueue("clear_away", "nice")
    worker.drain()
    assert [file.exists() for file in kept] == [True, True]
    assert [file.exists() for file in gone] == [False, False]
    assert not gone[1].parent.exists()
    assert len(worker.db.storage) < records


def test_every_machine_clears_its_own_files_away(worker):
    """Another one did the task that the erasing queued."""
    gone = files_of(worker, "erased")
    worker.enqueue("clear_files")
    worker.drain()
    assert [file.exists() for file in gone] == [False, False]
    worker.enqueue("clear_files")
    worker.drain()


def test_each_hour_yesterdays_files_are_erased(worker, monkeypatch):
    def upload(root, name):
        folder = root["institutions"][name]["imports"]
        return path_of(
            folder.add(
                dated_name(folder, NOW - DAY - 1), Import("a.csv", b"A", "lib", NOW - DAY - 1)
            )
        )

    paths = [worker.run(upload, name) for name in ("nice", "paris1")]
    monkeypatch.setattr(night.time, "time", lambda: NOW)
    worker.enqueue("clear_uploads")
    worker.drain()
    assert [worker.run(lambda root, path=path: find(root, path).content()) for path in paths] == [
        b"",
        b"",
    ]


def test_a_clock_that_is_ahead_erases_no_file_each_hour(worker):
    def upload(root):
        days.live(root, NOW, 0)
        folder = root["institutions"]["nice"]["imports"]
        return path_of(folder.add(dated_name(folder, NOW), Import("a.csv", b"A", "lib", NOW)))

    path = worker.run(upload)
    worker.run(uploads.forget_lately_of, "nice", NOW + 3 * DAY)
    assert worker.run(lambda root: find(root, path).content()) == b"A"
    worker.run(uploads.forget_lately_of, "nice", NOW + DAY)
    assert worker.run(lambda root: find(root, path).content()) == b"A"
