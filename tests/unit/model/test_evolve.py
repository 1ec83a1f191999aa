"""Evolution steps: a new database has none to run, an old one runs each once."""

import pytest
import ZODB
from factories import Store

from unisms.model import evolve
from unisms.model.root import Root


def rename(root):
    root.title = "renamed"


def enlarge(root):
    root.size = 1


@pytest.fixture
def database():
    db = ZODB.DB(None)
    yield db
    db.close()


def test_a_new_database_has_no_root(database):
    with database.transaction() as connection, pytest.raises(evolve.NotInitialised):
        evolve.get_root(connection)


def test_a_new_database_has_every_known_step_behind_it(database):
    with database.transaction() as connection:
        root = evolve.initialise(connection, [rename])
        assert isinstance(root, Root)
        assert root.title == "unisms"
    with database.transaction() as connection:
        assert evolve.pending(connection, [rename]) == []
        assert [name for name, _ in evolve.finished(connection)] == [evolve.name_of(rename)]


def test_initialising_twice_changes_nothing(database):
    with database.transaction() as connection:
        first = evolve.initialise(connection, [])
        assert evolve.initialise(connection, [rename]) is first
        assert evolve.pending(connection, [rename]) == [rename]


def test_a_step_is_known_by_its_dotted_name():
    assert evolve.name_of(rename) == f"{__name__}.rename"


def test_steps_wait_in_the_order_of_their_announcement_and_run_once():
    store = Store()
    steps = [rename, enlarge]
    assert evolve.pending(store.connection, steps) == steps
    evolve.run(store.connection, rename)
    store.commit()
    assert store.root.title == "renamed"
    assert evolve.pending(store.connection, steps) == [enlarge]
    assert evolve.finished(store.connection)[0][1] > 0
    store.close()


def test_a_step_tried_and_taken_back_waits_still():
    store = Store()
    evolve.run(store.connection, rename)
    store.manager.abort()
    store.manager.begin()
    assert store.root.title == "unisms"
    assert evolve.pending(store.connection, [rename]) == [rename]
    store.close()


def test_a_step_that_fails_is_not_done():
    def fail(root):
        raise ValueError

    store = Store()
    with pytest.raises(ValueError):
        evolve.run(store.connection, fail)
    assert evolve.pending(store.connection, [fail]) == [fail]
    store.close()
