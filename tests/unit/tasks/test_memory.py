"""A machine's memory of the store, beside its hand-over journals."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from factories import NOW

from unisms.services.ground import lives
from unisms.services.operators import restores
from unisms.tasks import memory
from unisms.testing.factories import someone


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The clock of the tasks: set ``clock.now``."""

    class Clock:
        now = NOW

    monkeypatch.setattr(memory.time, "time", lambda: Clock.now)
    return Clock


@pytest.fixture
def var(worker):
    (worker.var / "handover").mkdir(exist_ok=True)
    return worker.var


def lost(note):
    """A later beat than ``note``, which a store that was brought back has not."""
    return note._replace(beat=lives.new_mark(), number=note.number + 10, at=NOW + 600)


def test_each_look_writes_down_the_latest_beat(worker, var, clock):
    memory.look(worker)
    assert memory.read(var).at == NOW
    clock.now += 61
    memory.look(worker)
    generation, beat = worker.run(lambda root: (root.life.generation, root.life.beats[-1]))
    assert memory.read(var) == worker.note == lives.Note(generation, beat, 2, NOW + 61)


def test_a_machine_that_is_new_asks_nothing(worker, var):
    assert memory.read(var) is None
    assert memory.compare(worker) is False


@pytest.mark.parametrize(
    "spoilt", ["", "{}", "[]", '{"generation": 1}', "null", '{"generation": "a", "beat": "x"}']
)
def test_a_note_that_cannot_be_read_is_none(worker, var, spoilt):
    (var / "handover" / memory.FILE).write_text(spoilt)
    assert memory.read(var) is None
    memory.look(worker)
    assert memory.read(var).at == NOW


def test_a_store_that_has_forgotten_what_the_machine_saw_is_held(worker, var, clock, caplog):
    memory.look(worker)
    memory.write(var, lost(memory.read(var)))
    clock.now = NOW + 900
    assert memory.compare(worker) is True
    restored = worker.run(lives.restore_of)
    assert (restored.since, restored.until, restored.at) == (NOW, NOW + 600, NOW + 900)
    assert "brought back" in caplog.text
    memory.look(worker)
    worker.run(lambda root: restores.release(someone(None, "op"), root, NOW + 901) and None)
    assert memory.compare(worker) is False


def test_a_machine_that_comes_later_finds_it_held_once(worker, var, clock):
    memory.look(worker)
    old = lost(memory.read(var))
    memory.write(var, old)
    memory.compare(worker)
    first = worker.run(lives.restore_of)
    memory.write(var, old)  # another machine, with the same memory
    clock.now += 30
    assert memory.compare(worker) is True
    assert worker.run(lives.restore_of) == first


def test_several_workers_of_a_machine_write_at_once(var):
    notes = [lives.Note("one", number) for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda note: memory.write(var, note), notes))
    assert memory.read(var) in notes
    assert [file.name for file in (var / "handover").glob("store.*")] == [memory.FILE]


def test_a_note_that_cannot_be_written_stops_nothing(worker, var, caplog):
    (var / "handover" / memory.FILE).mkdir()
    memory.look(worker)
    assert "is not noted" in caplog.text
    assert memory.read(var) is None


def test_a_note_of_the_release_before_is_read(var):
    (var / "handover" / memory.FILE).write_text('{"generation": "a", "beat": 1800000000}')
    assert memory.read(var) == lives.Note("a", NOW)


def test_a_store_of_before_that_was_brought_back_is_held(worker, var):
    def beat_as_before(root):
        life = lives.life_of(root)
        life.beats = (NOW - 60, NOW)
        return life.generation

    memory.write(var, lives.Note(worker.run(beat_as_before), NOW + 600))
    assert memory.compare(worker) is True
    assert worker.run(lives.restore_of).until == NOW + 600


def test_whatever_a_worker_does_in_a_store_that_was_brought_back_it_is_held_before(worker, var):
    """Under its feet, between two looks."""
    memory.look(worker)
    worker.note = lost(worker.note)
    assert worker.run(lives.is_held) is True
    assert worker.run(lives.restore_of).until == NOW + 600


def test_two_machines_one_of_which_is_off_hold_nothing(worker, tmp_path, clock):
    folders = [tmp_path / name for name in ("a", "b")]
    for folder in folders:
        (folder / "handover").mkdir(parents=True)
    for minute in range(12):
        for folder, ahead in zip(folders, (0, 61 if minute < 6 else -3600), strict=True):
            worker.var, worker.note = folder, memory.read(folder)
            clock.now = NOW + minute * 60 + ahead
            memory.look(worker)
    assert worker.run(lives.is_held) is False


def test_a_clock_that_makes_a_leap_is_told_once_and_so_is_its_end(worker, var, clock, caplog):
    caplog.set_level("INFO", "unisms.tasks.memory")
    memory.look(worker)
    assert caplog.messages == []
    for _ in range(3):
        clock.now += 30 * 86400 if len(caplog.messages) == 0 else 60
        memory.look(worker)
    [told] = caplog.messages
    assert "another day" in told
    clock.now = NOW + 60
    memory.look(worker)
    memory.look(worker)
    assert caplog.messages[1:] == ["the clock is believed: what is too old is erased again"]


def test_a_look_tells_how_long_the_worker_has_lived_since_the_last(worker, var, clock, monkeypatch):
    lived, whole = [], lives.beat
    monkeypatch.setattr(lives, "beat", lambda *args: lived.append(args[-1]) or whole(*args))
    monkeypatch.setattr(memory.time, "monotonic", lambda: clock.now)
    for _ in range(3):
        memory.look(worker)
        clock.now += 60
    assert lived == [0, 60, 60]
