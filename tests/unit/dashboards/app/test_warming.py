"""Files are looked at when they are new."""

import pytest

from dashboards.app import warming


class Told(Exception):
    """The test has seen enough."""


class Looked:
    def __init__(self, *stamps):
        self.stamps, self.looks = list(stamps), 0

    @property
    def catalogue(self):
        told = self.stamps.pop(0)
        if isinstance(told, OSError):
            raise told
        self.stamp = told
        return self

    def warm(self):
        self.looks += 1


def looks(*stamps):
    engine = Looked(*stamps)
    rounds = iter(stamps[1:])

    def wait(_seconds):
        if next(rounds, None) is None:
            raise Told

    with pytest.raises(Told):
        warming.follow(engine, wait)
    return engine.looks


@pytest.mark.parametrize(
    ("stamps", "told"),
    [(["a"], 1), (["a", "a", "a"], 1), (["a", "b", "b", "c"], 3)],
)
def test_files_are_looked_at_once_a_manifest(stamps, told):
    assert looks(*stamps) == told


def test_a_folder_that_cannot_be_read_for_a_while_is_looked_at_afterwards():
    assert looks("a", OSError(5, "no disk"), "b") == 2
