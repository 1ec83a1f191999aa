"""The task that compares a file of people with the directory, and applies it."""

from contextlib import suppress

from factories import NOW, make_institution, make_person

from unisms.model.folder import find
from unisms.model.roles import PERSON
from unisms.services.imports import intake
from unisms.services.register import application, requests
from unisms.services.register.columns import PeopleColumns
from unisms.services.register.comparison import Declared
from unisms.services.rights import rights

ROWS = "".join(f"p{number};Personne {number}\n" for number in range(1200))


def begin(root):
    institution = make_institution(root)
    make_person(institution, "chef", "Anne Chef", "")
    institution.grants.give(f"{PERSON}chef", "administrator")
    actor = rights.person(institution, "chef")
    file = intake.receive(actor, "a.csv", f"uid;nom\n{ROWS}".encode(), NOW)
    intake.read(file)
    wish = Declared("Tous", False, PeopleColumns(0, (1,), -1, (), -1))
    return f"/institutions/paris1/registers/{requests.begin(actor, file, wish, NOW).__name__}"


def state(worker, path):
    return worker.run(
        lambda root: (find(root, path).state, len(find(root, "/institutions/paris1/people")))
    )


def approve(root, path):
    institution = find(root, "/institutions/paris1")
    application.approve(rights.person(institution, "chef"), find(root, path), NOW)


def test_a_file_is_compared_then_applied_in_several_transactions(worker):
    path = worker.run(begin)
    worker.enqueue("advance_register", path, "chef")
    worker.drain()
    assert state(worker, path) == ("compared", 1)
    worker.run(approve, path)
    worker.enqueue("advance_register", path, "chef")
    worker.drain()
    assert state(worker, path) == ("applied", 1201)


def test_the_sweep_finds_what_a_killed_worker_left(worker):
    path = worker.run(begin)
    worker.enqueue("sweep")
    worker.drain()
    worker.run(approve, path)
    assert worker.run(application.apply_some, path, NOW)
    assert state(worker, path) == ("applying", 501)
    worker.enqueue("sweep")
    worker.drain()
    assert state(worker, path) == ("applied", 1201)


def test_a_worker_that_dies_among_some_changes_does_none_of_these_twice(worker, monkeypatch):
    path = worker.run(begin)
    worker.enqueue("advance_register", path, "chef")
    worker.drain()
    worker.run(approve, path)
    done, apply = [], application._apply

    def dying(*told):
        done.append(told)
        if len(done) == 700:
            raise MemoryError
        return apply(*told)

    monkeypatch.setattr(application, "_apply", dying)
    with suppress(MemoryError):
        worker.enqueue("advance_register", path, "chef")
        worker.drain()
    assert state(worker, path) == ("applying", 501)
    worker.enqueue("sweep")
    worker.drain()
    assert state(worker, path) == ("applied", 1201)
    assert worker.run(lambda root: find(root, path).overtaken) == 0
