"""The task that erases somebody."""

from dossier_facts import ZOE, chief, furnish, make_message
from factories import NOW, make_house

from unisms.model.folder import find
from unisms.services.dossiers import erasures


def begin(root):
    institution = furnish(make_house(root))
    make_message(institution)
    record = erasures.begin(chief(institution), ZOE, NOW, refuses=True)
    return f"/institutions/paris1/erasures/{record.__name__}"


def test_somebody_is_erased_and_the_sweep_finds_what_was_left(worker):
    path = worker.run(begin)
    worker.enqueue("sweep")
    worker.drain()
    assert worker.run(lambda root: find(root, path).state) == "done"
    worker.enqueue("advance_erasure", path, "chef")
    worker.drain()
