"""The chips of a message: each part of its audience, in one line, with what takes it out."""

from itertools import islice
from typing import NamedTuple

from unisms.model.kinds import kinds_behind
from unisms.services.audience import kinds
from unisms.services.audience.kinds import NUMBER

LATEST = 20  # of somebody's campaigns, whose audiences are offered first
OFFERED = 6  # of what they were sent to
TYPED = f"{NUMBER}:"  # the chip of all numbers that are typed


class Chip(NamedTuple):
    """A part of an audience, as its chip tells it."""

    pair: str  #: as the form sends it: ``group:l2-histoire``
    title: str
    count: int | None  # type: ignore[assignment]  #: of people; ``None``: the kind does not tell


def chip(institution, kind, name):
    """Return the ``Chip`` of a part of an audience that is there."""
    known = kinds_behind(institution)[kind]
    title = known.called(institution, name) or name
    return Chip(f"{kind}:{name}", title, known.count(institution, name))


def chips(institution, draft, box):
    """Return a ``Chip`` for each part of the audience of a draft that is there.

    ``box`` are the numbers that are typed (``typed_numbers.Box``): they share a chip without title.
    """
    pairs = [pair for pair in draft.audience if kinds.exists(institution, *pair)]
    found = [chip(institution, *pair) for pair in pairs]
    return [*found, Chip(TYPED, "", box.read)] if box.read else found


def without(draft, pair):
    """Return the draft without what a chip stands for."""
    if pair == TYPED:
        return draft._replace(numbers="")
    taken = tuple(pair.partition(":")[::2])
    return draft._replace(audience=tuple(one for one in draft.audience if one != taken))


def recent(actor):
    """Return pairs of audience that ``actor`` has written to lately and may write to now.

    The latest come first. People are none of them: one looks for a person by name.
    """
    folder = actor.institution["campaigns"]
    names = islice(folder.latest_of(actor.uid), LATEST)
    known = kinds_behind(actor.institution)
    pairs = dict.fromkeys(pair for name in names for pair in folder[name].audience)
    ticked = (pair for pair in pairs if known[pair[0]].is_ticked and not known[pair[0]].is_typed)
    usable = (pair for pair in ticked if kinds.may_use(actor, *pair))
    return [*islice(usable, OFFERED)]
