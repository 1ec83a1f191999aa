"""The country of each row's numbers, told by a column: ``Maroc`` beside ``0612345678``."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from unisms.services.files.rows import Cells, Columns, Rows
from unisms.services.tables import dialcodes, title_words
from unisms.sms import countries, msisdn
from unisms.sms.homes import HOMES

_WORDS = frozenset(("pays", "country", "countries", "pais", "paese"))
_CODES = re.compile(
    r"(?:code )?iso(?: ?3166)?(?: ?(?:1 )?(?:alpha )?[23])?(?: code)?|(?:lib|cod"
    r"|nom) pay(?: \w{1,3})?"
    r"|(?:code|nom|lib)pays|pays(?:code|nom|iso|residence)|country(?:code|name)"
)
#: countries of other things than of where the person lives and telephones
_ELSEWHERE = frozenset(
    word
    for words in (
        "naissance naiss nai naitre ne nee birth born nationalite nationalites nationality nat",
        "citizenship citoyennete",
        "origine origin provenance bac baccalaureat diplome diplomes dipl diploma degree obtention",
        "pere mere famille parent parents father mother tuteur tutrice conjoint conjointe",
        "guardian representant",
        "responsable garant urgence emergency employeur employer entreprise company societe",
        "organisme stage",
        "etablissement etab ecole lycee school university universite accueil host partenaire",
        "partner",
        "passeport passport emission delivrance issuing issue visa destination mobilite echange",
        "exchange",
        "depart sejour etudes etude scolarite editeur publisher publication edition auteur langue",
        "bancaire banque bank iban fiscal tax loire",
    )
    for word in words.split()
)
_CODE = re.compile(r"\+|(?<!\d)00[1-9]")
_NOW = frozenset(
    word
    for words in (
        "annuel annuelle actuel actuelle current tel telephone mobile portable phone gsm numero",
        "residence ada",
    )
    for word in words.split()
)
_ONCE = frozenset(("fixe", "permanent", "permanente", "home", "familial", "familiale", "adf"))
_MOST = 1_000  # different words: there are 250 countries
_NO_TITLE = re.compile(r"colonne \d+")  # ``tables`` calls a column so that has no title
_SHORTEST = (
    4  # letters of a name: grades and courses have codes of two and three, as countries have
)
SAMPLE = 300  # rows whose numbers prove what codes do not
#: of a person: how their number was read, where that is worth a look
BY_COUNTRY, UNREAD, AT_HOME = "by_country", "country_unread", "home_despite_country"


class _Told(NamedTuple):
    """The words of a column, counted by rows."""

    filled: int
    named: int  #: rows that name a country
    abroad: int  #: another one than home
    by_name: int  #: in full, not by a code


def column_of(titles: Cells, rows: Rows, numbers: Columns, home: str) -> int:
    """Return the index of the column that tells the country of each row's numbers, or -1.

    A column of nationalities or births is none: whoever was born in Rabat may have a mobile of
    Lyon. Neither is one that tells only the country ``home`` (ISO 3166), or an empty one. Where
    somebody lives now comes before where they come home to; of several such columns the one beside
    the numbers is meant.
    """
    if not numbers:
        return -1
    told = {column: _told(rows, column, home) for column in _titled(titles, numbers)}
    naming = {column: one for column, one in told.items() if one.named * 2 > one.filled}
    first = min((_rank(titles[column]) for column in naming), default=0)
    found = [
        column for column, one in naming.items() if one.abroad and _rank(titles[column]) == first
    ]
    if not naming:
        found = [
            column
            for column in _untitled(titles, numbers)
            if _tells_alone(rows, column, numbers, home)
        ]
    return min(
        found, key=lambda column: min(abs(column - number) for number in numbers), default=-1
    )


def unused(titles: Cells, rows: Rows, numbers: Columns, home: str) -> list[int]:
    """Return the columns that name other countries.

    It is asked if ``column_of`` has told none by which numbers are read.
    """
    if not numbers:
        return []
    told = {column: _told(rows, column, home) for column in _titled(titles, numbers)}
    if any(one.named * 2 > one.filled for one in told.values()):
        return []  # where they live now is told, and it is here
    return [column for column, one in told.items() if one.abroad]


def is_title(title: str) -> bool:
    """Whether a column so titled tells countries, if not those of births, diplomas or parents."""
    plain = title_words.plain(title)
    words = {*re.findall(r"[a-z]+", plain)}
    if words & _ELSEWHERE:
        return False
    return bool(words & _WORDS) or _CODES.fullmatch(plain) is not None or dialcodes.is_sure(plain)


def _titled(titles: Cells, numbers: Columns) -> list[int]:
    return [
        column for column, title in enumerate(titles) if column not in numbers and is_title(title)
    ]


def _untitled(titles: Cells, numbers: Columns) -> list[int]:
    return [
        column
        for column, title in enumerate(titles)
        if column not in numbers and _NO_TITLE.fullmatch(title_words.plain(title))
    ]


def _rank(title: str) -> int:
    """Return 0 for where the person lives now, 2 for the address that stays, 1 for others."""
    words = {*title_words.plain(title).split()}
    return 0 if words & _NOW else 2 if words & _ONCE else 1


def _told(rows: Rows, column: int, home: str) -> _Told:
    words = Counter(cells[column].strip() for _, cells in rows)
    del words[""]
    if len(words) > _MOST:
        return _Told(words.total(), 0, 0, 0)
    named = [
        (word, country, times)
        for word, times in words.items()
        if (country := countries.country_of(word))
    ]
    abroad = [(word, times) for word, country, times in named if country != home]
    return _Told(
        words.total(),
        sum(times for _, _, times in named),
        sum(times for _, times in abroad),
        sum(times for word, times in abroad if len(word) >= _SHORTEST),
    )


def _tells_alone(rows: Rows, column: int, numbers: Columns, home: str) -> bool:
    """Whether a column without title names countries, in full or as its numbers prove."""
    told = _told(rows, column, home)
    if not told.abroad or told.named < told.filled:
        return False
    return told.by_name > 0 or _is_proved(rows, column, numbers, home)


def _is_proved(rows: Rows, column: int, numbers: Columns, home: str) -> bool:
    """Whether the numbers agree with the countries.

    None speaks against them, and half are mobiles there that are none at home.
    """
    proved = all_of_them = 0
    for cells, country in islice(_abroad(rows, column, home), SAMPLE):
        for number in filter(str.strip, (cells[number] for number in numbers)):
            there = countries.with_code(number, country, home) != number
            at_home = msisdn.read(number, home).kind == msisdn.MOBILE
            if at_home and not there:
                return False
            proved += there and not at_home
            all_of_them += 1
    return proved > 0 and proved * 2 >= all_of_them


def _abroad(rows: Rows, column: int, home: str) -> Iterator[tuple[Cells, str]]:
    for _, cells in rows:
        country = countries.country_of(cells[column].strip())
        if country and country != home:
            yield cells, country


class CodeReader:
    """Reads the cells of the columns ``numbers`` in the countries that ``column`` tells by row."""

    def __init__(self, numbers: Columns, column: int, home: str) -> None:
        self._numbers, self._column, self._home = numbers, column, home
        self._known: dict[str, str] = {}

    def with_codes(self, rows: Sequence[Cells]) -> list[str]:
        """Return the numbers in the ``rows`` of one person with their codes, by column and row."""
        told = [self.country_of(cells) for cells in rows]
        return [
            countries.with_code(cells[column], country, self._home)
            for column in self._numbers
            for cells, country in zip(rows, told, strict=True)
        ]

    def noted(self, rows: Sequence[Cells], held: Sequence[str], reading: msisdn.Reading) -> str:
        """Return how the number of a person was read in the cells ``held``, or "".

        ``BY_COUNTRY`` where it would be another number at home. If it has no code: ``UNREAD``
        where a row names a country that we do not know, ``AT_HOME`` where a row names one abroad.
        """
        if not reading.msisdn:
            return ""
        if msisdn.first_mobile(held, self._home).msisdn != reading.msisdn:
            return BY_COUNTRY
        if any(_CODE.search(cell) for cell in held) or reading.assumed:
            return ""
        told = {self.country_of(cells) for cells in rows if cells[self._column].strip()}
        if "" in told:
            return UNREAD
        return AT_HOME if told and not told & {self._home, *HOMES} else ""

    def country_of(self, cells: Cells) -> str:
        """Return the country that a row tells, or "" where it tells none that we know."""
        word = cells[self._column]
        if word not in self._known:
            self._known[word] = countries.country_of(word)
        return self._known[word]
