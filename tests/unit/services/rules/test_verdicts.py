"""The rules of an institution about one number."""

from types import SimpleNamespace

from unisms.services.rules.verdicts import verdict


def test_an_unknown_range_is_written_to_and_marked():
    reading = SimpleNamespace(kind="unknown_range", foreign=False)
    assert verdict(reading, SimpleNamespace(foreign_numbers="refuse")) == (None, True)
