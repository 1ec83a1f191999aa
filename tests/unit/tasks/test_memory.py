"""What a machine remembers of the store, beside its hand-over journals."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from factories import NOW

from unisms.services import lives, restores
from unisms.tasks import memory


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


def test_each_look_writes_down_the_latest_beat(worker, var, clock):
    memory.look(worker)
    assert memory.read(var).beat == NOW
    clock.now += 61
    memory.look(worker)
    assert memory.read(var) == worker.run(lambda root: lives.Note(root.life.generation, NOW + 61))


def test_a_machine_that_is_new_asks_nothing(worker, var):
    assert memory.read(var) is None
    assert memory.compare(worker) is False


@pytest.mark.parametrize("spoilt", ["", "{}", "[]", '{"generation": 1}', "null", '{"generation": "a", "beat": "x"}'])
def test_a_note_that_cannot_be_read_is_none(worker, var, spoilt):
    (var / "handover" / memory.FILE).write_text(spoilt)
    assert memory.read(var) is None
    memory.look(worker)
    assert memory.read(var).beat == NOW


def test_a_store_that_has_forgotten_what_the_machine_saw_is_held(worker, var, clock, caplog):
    memory.look(worker)
    memory.write(var, memory.read(var)._replace(beat=NOW + 600))
    clock.now = NOW + 900
    assert memory.compare(worker) is True
    restored = worker.run(lives.restore_of)
    assert (restored.since, restored.until, restored.at) == (NOW, NOW + 600, NOW + 900)
    assert "brought back" in caplog.text
    memory.look(worker)
    worker.run(lambda root: restores.release(root, "op", NOW + 901) and None)
    assert memory.compare(worker) is False


def test_a_machine_that_comes_later_finds_it_held_once(worker, var, clock):
    memory.look(worker)
    old = memory.read(var)._replace(beat=NOW + 600)
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
