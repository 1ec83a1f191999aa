"""The columns of a file that tell who people are, proposed by their titles and cells.

The names of attributes are those of inetOrgPerson (RFC 2798), eduPerson and SupAnn 2021.
"""

from collections.abc import Sequence
from typing import NamedTuple

from unisms.services.ground.problem import Problem
from unisms.services.tables import title_words

#: plain titles (``title_words.plain``), the best first
UIDS = (
    *("uid", "supann alias login", "identifiant", "login", "edu person principal name", "eppn"),
    *("supann etu id", "numero etudiant", "n etudiant", "no etudiant", "num etudiant"),
    *("code etudiant", "cod etu", "matricule", "supann emp id", "id", "user id", "user name"),
)
NAMES = ("display name", "nom complet", "nom affiche", "cn", "common name", "nom prenom")
FIRST_NAMES, LAST_NAMES = ("given name", "prenom", "first name"), ("sn", "surname", "nom")
EMAILS = ("mail", "email", "e mail", "courriel", "adresse electronique", "mel")
GROUPS = ("groupe", "groupes", "group", "groups", "member of", "is member of")
MOST_NUMBERS = 3  # columns of numbers


class PeopleColumns(NamedTuple):
    """The places of the columns; -1 where the file has none. A bare tuple of it is stored."""

    uid: int
    name_columns: tuple[int, ...]
    email: int
    number_columns: tuple[int, ...]  #: in order of preference
    groups: int
    country_column: int = -1


class BadColumns(ValueError):
    """The columns make no sense; ``problem`` has its sentence."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(field, code)
        self.problem = Problem(field, code)


class ReadColumns(NamedTuple):
    """The kinds of columns that the reading of a file has found, as an ``Import`` keeps them."""

    kinds: Sequence[str]
    number_columns: Sequence[int]
    name_columns: Sequence[int]
    key_column: int
    country_column: int


def propose(titles: Sequence[str], read: ReadColumns) -> PeopleColumns:
    """Return the columns that the file seems to have."""
    plain = [title_words.plain(title) for title in titles]
    emails = [place for place, kind in enumerate(read.kinds) if kind == title_words.EMAIL]
    return PeopleColumns(
        uid=_first(plain, UIDS, read.key_column),
        name_columns=_names(plain, read.name_columns),
        email=_first(plain, EMAILS, emails[0] if emails else -1),
        number_columns=tuple(read.number_columns[:MOST_NUMBERS]),
        groups=_first(plain, GROUPS, -1),
        country_column=read.country_column,
    )


def _first(plain: Sequence[str], titles: Sequence[str], otherwise: int) -> int:
    """Return the place of the first of these titles that the file has, or ``otherwise``."""
    return next((plain.index(title) for title in titles if title in plain), otherwise)


def _names(plain: Sequence[str], proposed: Sequence[int]) -> tuple[int, ...]:
    whole = _first(plain, NAMES, -1)
    parts = [_first(plain, titles, -1) for titles in (FIRST_NAMES, LAST_NAMES)]
    if whole < 0 and -1 not in parts:
        return tuple(parts)
    return (whole,) if whole >= 0 else tuple(proposed)


def check(columns: PeopleColumns, width: int) -> None:
    """Raise an error if a file of ``width`` columns cannot be read by these.

    :raises BadColumns: one does not exist, or nothing tells the uid.
    """
    if columns.uid < 0:
        raise BadColumns("uid", "no_column")
    for field, places in columns._asdict().items():
        for place in places if isinstance(places, tuple) else (places,):
            if not -1 <= place < width:
                raise BadColumns(field, "unknown_column")
