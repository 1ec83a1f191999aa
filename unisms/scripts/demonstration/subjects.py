"""The themes of the demonstration, with the people who have joined them day by day."""

from typing import NamedTuple

from unisms.model.proofs import CONSENT, PAGE, YES, Proof
from unisms.model.themes import ANYONE, APPROVAL, Member, Theme
from unisms.services.people import themes
from unisms.services.rights import rights
from unisms.sms.purposes import PARTNER, THEME

DAY, TERM = 86_400, 12  # seconds; days in which people join
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
    """Open the themes at ``now`` (epoch seconds); people join them in the days that follow."""
    for number, (name, subject) in enumerate(SUBJECTS.items()):
        theme = _open(institution, name, subject, now)
        for place, someone in enumerate(persons[number :: subject.each]):
            joined_at = now + (place * 7 + number) % TERM * DAY + place % 400 * 60
            if place < 2 and subject.joining == APPROVAL:
                theme.ask(someone.uid, Member(joined_at))
            else:
                _join(theme, subject, place, someone.uid, joined_at)


def _open(institution, name, subject, now):
    theme = Theme(subject.title[0], subject.owner, now)
    theme.title_en = subject.title[1]
    theme.about, theme.about_en = subject.about
    theme.kind, theme.joining, theme.account = subject.kind, subject.joining, subject.account
    theme.criteria = subject.criteria
    institution["themes"].add(name, theme)
    themes.publish(rights.person(institution, subject.owner), theme, *subject.wording, now)
    return theme


def _join(theme, subject, place, uid, at):
    choices = [(title, values[place % 3 :][:1]) for title, values in subject.criteria]
    proof = Proof(at, subject.kind, theme.__name__, YES, 1, PAGE, CONSENT)
    chosen = themes.chosen(theme, [(title, one) for title, one in choices if one])
    themes.keep(theme, uid, proof, choices=chosen)
