"""The country of each row's numbers, where a column of the file tells it: ``Maroc`` beside ``0612345678``."""

import re

from unisms.services import columns
from unisms.sms import countries, msisdn

_OF = (
    r"(?: (?:de |du |d |de l |de la )?(?:residence|adresse|domicile|habitation|telephone|tel|mobile|portable|numero))?"
)
_TITLE = re.compile(
    rf"(?:(?:code|nom|libelle|lib|iso) )?pays{_OF}(?: (?:iso|actuel|fixe|permanente?))?(?: \d)?"
    r"|(?:(?:home|phone|mobile|address|iso) )?country(?: (?:code|name|of residence|iso))?(?: \d)?"
    r"|iso(?: ?[23])?"
)
_MOST = 1_000  # different words: there are 250 countries
_NO_TITLE = re.compile(r"colonne \d+")  # what ``tables`` calls a column without one
BY_COUNTRY, UNREAD = (
    "by_country",
    "country_unread",
)  # of a person: how their number was read, where that is worth a look


def column_of(titles, rows, numbers, home):
    """Return the index of the column that tells the country of each row's numbers, or -1.

    A column of nationalities or births is none: whoever was born in Rabat may have a mobile of Lyon. Neither is one
    that tells only the country ``home`` (ISO 3166), or an empty one. Of several the one beside the numbers is meant.
    """
    found = [column for column in range(len(titles)) if column not in numbers and _tells(titles, rows, column, home)]
    return min(found, key=lambda column: min(abs(column - number) for number in numbers), default=-1) if numbers else -1


def _tells(titles, rows, column, home):
    title = columns.plain(titles[column])
    titled = _TITLE.fullmatch(title)
    if not (titled or _NO_TITLE.fullmatch(title)):
        return False
    words = {cells[column].strip() for _, cells in rows} - {""}
    if len(words) > _MOST:
        return False
    named = [country for country in map(countries.country_of, words) if country]
    enough = len(named) > len(words) / 2 if titled else len(named) == len(words)
    return enough and any(country != home for country in named)


class Reader:
    """What the cells of the columns ``numbers`` say in the countries that ``column`` tells of their rows."""

    def __init__(self, numbers, column, home):
        self._numbers, self._column, self._home = numbers, column, home
        self._known = {}

    def with_codes(self, rows):
        """Return the numbers of one person, whose ``rows`` these are, with their codes, by column and row."""
        told = [self.country_of(cells) for cells in rows]
        return [
            countries.with_code(cells[column], country, self._home)
            for column in self._numbers
            for cells, country in zip(rows, told, strict=True)
        ]

    def noted(self, rows, held, reading):
        """Return ``BY_COUNTRY`` where the number ``held`` would be another one at home, ``UNREAD`` where a row names a
        country that we do not know and the number has no code, or ""."""
        if not reading.msisdn:
            return ""
        if msisdn.first_mobile(held, self._home).msisdn != reading.msisdn:
            return BY_COUNTRY
        unread = any(cells[self._column].strip() and not self.country_of(cells) for cells in rows)
        return UNREAD if unread and not any(cell.lstrip().startswith(("+", "00")) for cell in held) else ""

    def country_of(self, cells):
        """Return the country that a row tells, or "" where it tells none that we know."""
        word = cells[self._column]
        if word not in self._known:
            self._known[word] = countries.country_of(word)
        return self._known[word]
