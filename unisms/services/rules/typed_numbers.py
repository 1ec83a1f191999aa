"""The box in which the numbers of a message are typed: those that can be read, and the others."""

from collections.abc import Iterable
from typing import NamedTuple

from unisms.model.root import Institution
from unisms.services.ground.problem import Problem
from unisms.services.rules.policies import verdict
from unisms.sms import msisdn
from unisms.sms.causes import FOREIGN_NOT_ALLOWED

MOST = 200  # typed in the page; more of them belong in a file
READ = 30_000  # characters; a longer text is not read, and no figure is told of it
TOLD = 5  # of those that need a look


class Box(NamedTuple):
    """The text of the box, as far as it is read."""

    entries: int = 0  #: numbers, and whatever stands there instead of one
    read: int = 0  #: different numbers that may be written to
    doubled: int = 0  #: further times that one of those stands there
    refused: tuple[tuple[str, str], ...] = ()  #: pairs of text and cause
    assumed: tuple[
        tuple[str, str], ...
    ] = ()  #: pairs of text and number: foreign ones without their plus
    too_many: bool = False

    @property
    def messages(self) -> int:
        """The number of messages that reach every number of the box; 0 if it is not read."""
        return -(-(self.read + len(self.refused)) // MOST)


def pieces(typed: str, country: str) -> tuple[str, ...]:
    """Return each number of the box once, as it was typed; none if they are too many to be read."""
    if len(typed) > READ:
        return ()
    return tuple(dict.fromkeys(number.text for number in msisdn.several(typed, country)))


def box_of(institution: Institution, typed: str) -> Box:
    """Return the ``Box`` of a text at an institution."""
    if len(typed) > READ:
        return Box(too_many=True)
    numbers = msisdn.several(typed, institution.country)
    causes = [verdict(number.reading, institution)[0] for number in numbers]
    fit = [one for one, cause in zip(numbers, causes, strict=True) if cause is None]
    different = {one.reading.msisdn for one in fit}
    pairs = zip(numbers, causes, strict=True)
    refused = _each_once((one.text, cause) for one, cause in pairs if cause)
    assumed = _each_once((one.text, one.reading.msisdn) for one in fit if one.reading.assumed)
    doubled, too_many = len(fit) - len(different), len(different) + len(refused) > MOST
    return Box(len(numbers), len(different), doubled, refused, assumed, too_many)


def _each_once(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys(pairs))


def problem_of(box: Box) -> Problem | None:
    """Return the ``Problem`` that keeps the numbers of a box from being written to, or ``None``."""
    if box.too_many:
        return Problem("numbers", "too_many", MOST)
    if not box.refused:
        return None
    abroad = all(cause == FOREIGN_NOT_ALLOWED for _, cause in box.refused)
    told = tuple(text for text, _ in box.refused[:TOLD])
    return Problem("numbers", "abroad" if abroad else "wrong", told)
