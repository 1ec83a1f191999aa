"""Values of recipients written in the language of the text that they get: dates and amounts.

The kind of a column decides, never a look at free text. What is no date in a column of dates stays
as the file shows it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, tzinfo
from functools import lru_cache, partial
from zoneinfo import ZoneInfo

from unisms.model.imports import Import
from unisms.model.root import Institution, institution_of
from unisms.services.rules.recipients import Recipient
from unisms.services.tables import dates
from unisms.services.texts.languages import Languages
from unisms.sms import amounts
from unisms.sms.encoding import Alphabet, simplify
from unisms.sms.notations import AMOUNT, DATE, ISO, written_amount, written_date

WRITTEN = frozenset((DATE, AMOUNT, ISO))
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:T.+)?", re.ASCII)
#: the time of LDAP (RFC 4517, 3.3.13)
_GENERALIZED = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(?:\d\d)?(?:[.,]\d+)?Z", re.ASCII)

Write = Callable[[Sequence[str]], tuple[str, ...]]


class Writer:
    """Writes the values of recipients, each in the language of the text that they get.

    Signs that would make a message dearer are written otherwise: *aout*.
    """

    def __init__(self, institution: Institution, languages: Languages, alphabet: Alphabet) -> None:
        self._zone, self._languages = ZoneInfo(institution.time_zone), languages
        self._alphabet = alphabet

    def written(self, recipients: Iterable[Recipient], kinds: Sequence[str]) -> Iterable[Recipient]:
        """Return the recipients, lazily; ``kinds`` are those of the columns of their values."""
        if WRITTEN.isdisjoint(kinds):
            return recipients
        known = self._languages.known
        ways = [writer(kinds, self._zone, language, self._alphabet) for language in known]
        place = self._languages.place if self._languages.are_several else lambda _: 0
        return (one._replace(values=ways[place(one)](one.values)) for one in recipients)


def writer(kinds: Sequence[str], zone: tzinfo, language: str, alphabet: Alphabet) -> Write:
    """Return what writes values of columns of these ``kinds`` in a language."""
    typed = [(place, kind) for place, kind in enumerate(kinds) if kind in WRITTEN]
    one = lru_cache(maxsize=4096)(
        partial(_written, zone=zone, language=language, alphabet=alphabet)
    )

    def write(values: Sequence[str]) -> tuple[str, ...]:
        found = list(values)
        for place, kind in typed:
            found[place] = one(values[place], kind)
        return tuple(found)

    return write


def _written(value: str, kind: str, *, zone: tzinfo, language: str, alphabet: Alphabet) -> str:
    """Return a value as a language writes it; another text than its column holds as it is."""
    if kind == AMOUNT:
        amount = amounts.read_amount(value)
        told = "" if amount is None else written_amount(amount, language)
    else:
        moment = dates.read_moment(_plain(value) if kind == ISO else value, zone)
        told = "" if moment is None else written_date(moment[0], language, moment[1])
    return simplify(told, alphabet) if told else value


def _plain(value: str) -> str:
    """Return the moment of a program as ISO 8601 has it; nothing for another text."""
    told = _GENERALIZED.sub(r"\1-\2-\3T\4:\5Z", value.strip())
    return told if _ISO.fullmatch(told) else ""


def kinds_of_file(record: Import, places: Iterable[int | None], today: date) -> tuple[str, ...]:
    """Return the kind of each of these columns of a file; nothing where a cell stays as it is.

    So does one whose dates may be written the other way round, and amounts where another currency
    than the euro is at home.
    """
    has_euros = institution_of(record).country in amounts.AT_HOME
    return tuple(_kind(record, place, today, has_euros=has_euros) for place in places)


def _kind(record: Import, place: int | None, today: date, *, has_euros: bool) -> str:
    kind = record.kinds[place] if place is not None and place < len(record.kinds) else ""
    if kind == DATE and place is not None:
        cells = {cells[place] for cells in record.rows.values()}
        return "" if dates.unsure(cells, today) else DATE
    return AMOUNT if kind == AMOUNT and has_euros else ""
