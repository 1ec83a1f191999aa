"""The names of columns: which one a placeholder calls, and which one it may have meant."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

#: Names that people give to one and the same thing.
_KIN = (
    ("nom", "name", "last name", "lastname", "surname", "family name", "nom de famille"),
    ("prenom", "first name", "firstname", "given name", "forename"),
    ("courriel", "email", "e mail", "mail", "mel", "adresse electronique", "adresse mail"),
    ("identifiant", "identifier", "uid", "login", "user id", "username", "user name"),
)
_FIRST_OF = {name: kin[0] for kin in _KIN for name in kin}
#: Columns of these names may come with most files; a text may be written before they are there.
USUAL = (*_FIRST_OF, "date", "heure", "salle", "titre", "lieu", "cours", "matricule", "montant")

_WORD = re.compile(r"[^\W_]+")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_GUESSED = 5  # names that are guessed: whoever mistypes more has other columns in mind
_LONGEST = 60  # characters of a name that are compared


def fold(name: str) -> str:
    """Forget case, accents, the kind of apostrophe, and how many spaces of which kind."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("’", "'"))
    return " ".join("".join(char for char in letters if not unicodedata.combining(char)).split())


def words(text: str) -> list[str]:
    """Return the words of a text, folded: ``L2 Histoire – TD`` has three."""
    return _WORD.findall(fold(text.casefold().translate(LIGATURES)))


def begin_in(wanted: Iterable[str], text: str) -> bool:
    """Whether each of the ``wanted`` words, which are folded, begins a word of ``text``."""
    told = "".join(f" {word}" for word in words(text))
    return all(f" {word}" in told for word in wanted)


def _loosely(name: str) -> str:
    """Forget signs too: ``date_retour`` is ``date retour``."""
    return " ".join(re.sub(r"[\W_]", " ", fold(name)).split())


def finder(columns: Sequence[str]) -> Callable[[str], int | None]:
    """Return what finds the number of the column that a name calls, or ``None``.

    A name that is a column's comes first, then one that differs by signs, then another name of
    the same thing. Of two columns that bear the same name, the first is found. A column without a
    name cannot be called.
    """
    numbered = [(number, name) for number, name in enumerate(columns) if fold(name)][::-1]
    exact = {fold(name): number for number, name in numbered}
    loose = {_loosely(name): number for number, name in numbered if _loosely(name)}
    kin = {_FIRST_OF[name]: number for name, number in loose.items() if name in _FIRST_OF}

    def find(name: str) -> int | None:
        signless = _loosely(name)
        return exact.get(fold(name), loose.get(signless, kin.get(_FIRST_OF.get(signless, ""))))

    return find


def meant(names: Iterable[str], columns: Sequence[str]) -> dict[str, str]:
    """Return the column that each of the first names may have meant, where one is near."""
    known = [(_loosely(column), column) for column in columns]
    found = {}
    for name in islice(names, _GUESSED):
        typed = _loosely(name)[:_LONGEST]
        allowed = max(1, len(typed) // 3)
        near = [pair for pair in known if abs(len(pair[0]) - len(typed)) <= allowed]
        steps, column = min(
            ((_steps(typed, one), column) for one, column in near), default=(99, "")
        )
        if steps <= allowed and typed:
            found[name] = column
    return found


def _steps(one: str, other: str) -> int:
    """Return how many letters are put in, left out, changed, or typed before their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        new = [place]
        for at, wanted in enumerate(other, 1):
            swapped = place > 1 and at > 1 and letter == other[at - 2] and wanted == one[place - 2]
            ways = [row[at] + 1, new[-1] + 1, row[at - 1] + (letter != wanted)]
            new.append(min(*ways, before[at - 2] + 1) if swapped else min(ways))
        before, row = row, new
    return row[-1]
