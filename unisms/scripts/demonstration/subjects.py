"""The themes of the demonstration, with the people who have joined them in the last two years."""

from typing import NamedTuple

from unisms.model.conditions import Conditions
from unisms.model.proofs import CONSENT, PAGE, YES, Proof
from unisms.model.themes import ANYONE, APPROVAL, Member, Theme
from unisms.services.people import themes
from unisms.services.rights import rights
from unisms.sms.purposes import PARTNER, THEME

DAY = 86_400  # seconds
TERM, BEFORE = 12, 700  # days in which people join: of the term that is told, and before it
NEW = 6  # every so many members, one of the term
CAMPUSES = (("Campus", ("Centre", "Nord")),)


class ThemeToOpen(NamedTuple):
    """A theme as it is opened."""

    title: tuple[str, str]  #: in French and in English, as what follows
    about: tuple[str, str]
    wording: tuple[str, str]
    owner: str
    each: int  #: so many people for one member
    account: str = ""
    kind: str = THEME
    joining: str = ANYONE
    criteria: tuple = ()


SUBJECTS = {
    "bibliotheque": ThemeToOpen(
        ("Bibliothèque", "Library"),
        ("Horaires, ateliers, nouveautés.", "Opening hours, workshops, new books."),
        ("Deux messages par mois au plus.", "Two messages a month at most."),
        "abenali",
        3,
        "scd",
    ),
    "sport": ThemeToOpen(
        ("Sport", "Sport"),
        ("Inscriptions, tournois, annulations.", "Registrations, tournaments, cancellations."),
        ("Les messages du bureau des sports.", "Messages of the sports office."),
        "krenard",
        5,
        "sport",
        joining=APPROVAL,
        criteria=CAMPUSES,
    ),
    "crous": ThemeToOpen(
        ("Crous", "Crous (student services)"),
        ("Logement, bourses, restaurants.", "Housing, grants, restaurants."),
        ("Le Crous peut vous écrire par SMS.", "The Crous may text you."),
        "admin",
        8,
        kind=PARTNER,
    ),
}


def open_all(institution, persons, now):
    """Open the themes; people have joined them before ``now`` (epoch seconds), and still do."""
    for number, (name, subject) in enumerate(SUBJECTS.items()):
        theme = _open(institution, name, subject, now)
        for place, someone in enumerate(persons[number :: subject.each]):
            if place < 2 and subject.joining == APPROVAL:
                theme.ask(someone.uid, Member(_joined_at(now, place, number)))
            else:
                _join(theme, subject, place, someone.uid, _joined_at(now, place, number))


def _joined_at(now, place, number):
    """Return the moment at which somebody joins, by their place among the members of a theme."""
    days = (place * 7 + number) % TERM if place % NEW < 1 else -(place * 97 + number) % -BEFORE
    return now + days * DAY + place % 400 * 60


def _open(institution, name, subject, now):
    begun = now - (BEFORE + 1) * DAY
    theme = Theme(subject.title[0], subject.owner, begun)
    theme.title_en = subject.title[1]
    theme.about, theme.about_en = subject.about
    theme.kind, theme.joining, theme.account = subject.kind, subject.joining, subject.account
    theme.criteria = subject.criteria
    institution["themes"].add(name, theme)
    owner = rights.person(institution, subject.owner)
    # The journal begins when the institution is opened; whoever joined before had read this text.
    worded = theme.wordings.version(themes.publish(owner, theme, *subject.wording, now))
    theme.wordings = Conditions()
    theme.wordings.publish(worded.text, begun, owner.uid)
    return theme


def _join(theme, subject, place, uid, at):
    choices = [(title, values[place % 3 :][:1]) for title, values in subject.criteria]
    proof = Proof(at, subject.kind, theme.__name__, YES, 1, PAGE, CONSENT)
    chosen = themes.chosen(theme, [(title, one) for title, one in choices if one])
    themes.keep(theme, uid, proof, choices=chosen)
