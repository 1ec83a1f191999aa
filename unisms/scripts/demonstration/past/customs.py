"""The occasions on which departments of the demonstration write, week after week."""

from functools import partial
from typing import NamedTuple

OWN, SHARED = "simulateur", "commun"  # connections


class Custom(NamedTuple):
    """An occasion on which a department writes again and again."""

    account: str
    titles: tuple[str, ...]
    weekly: float  #: how often in a usual week
    people: tuple[int, int]  #: the fewest and the most
    hours: tuple[int, int] = (9, 17)  #: the first and the last in which it is written
    segments: int = 1  #: of most of its messages
    shared: float = 0.0  #: the part that leaves by the connection that both universities share
    origin: str = "page"
    purpose: str = "service"


LIBRARY = partial(Custom, "scd")
SCHOOLING = partial(Custom, "scolarite")
SPORT = partial(Custom, "sport", hours=(11, 18), purpose="theme")

PANTHEON = (
    LIBRARY(("Retours en retard",), 1, (14, 34), (8, 9), 2, origin="command"),
    LIBRARY(("Réservation disponible", "Ouvrage retrouvé"), 7, (1, 3), (10, 19)),
    LIBRARY(
        ("Fermeture exceptionnelle", "Horaires des examens", "Panne de chauffage", "Inventaire"),
        0.7,
        (35, 105),
        (8, 18),
    ),
    LIBRARY(
        ("Nouveautés du mois", "Atelier de recherche", "Exposition", "Rencontre avec un auteur"),
        0.6,
        (22, 60),
        (10, 16),
        purpose="theme",
    ),
    SCHOOLING(
        (
            "Cours d’histoire moderne déplacé",
            "Cours de paléographie annulé",
            "TD d’archéologie avancé",
            "Séminaire de droit public reporté",
            "Changement de salle",
        ),
        2.4,
        (24, 62),
        (8, 16),
    ),
    SCHOOLING(("Convocation au secrétariat", "Pièce manquante"), 5, (1, 4), (9, 16)),
    SCHOOLING(
        ("Inscriptions pédagogiques", "Choix des options", "Calendrier des examens"),
        0.45,
        (90, 135),
        (10, 15),
        2,
        0.4,
    ),
    SCHOOLING(("Convocation de soutenance", "Résultats affichés"), 0.5, (28, 60), (11, 17)),
    SPORT(
        ("Inscriptions en escalade", "Tournoi d’échecs", "Cours de natation annulé"), 0.9, (18, 45)
    ),
)
ANGES = (
    LIBRARY(("Retards de la BU du Phare",), 1, (12, 26), (7, 8), 2, 0.3, origin="command"),
    LIBRARY(("Réservation disponible",), 4, (1, 3), (10, 18), shared=0.2),
    LIBRARY(("Nouveaux horaires", "Fermeture ce soir", "Exposition"), 0.8, (60, 108), (9, 17)),
    SCHOOLING(
        ("TP de biologie déplacé", "Séance de chimie avancée", "Groupes de TP", "Sortie en mer"),
        1.8,
        (30, 72),
        (8, 16),
        shared=0.35,
    ),
    SCHOOLING(("Convocation au secrétariat",), 3, (1, 3), (9, 15)),
    SCHOOLING(("Calendrier des examens", "Stages ouverts"), 0.3, (70, 110), (10, 14), 2, 0.5),
    SPORT(("Sortie en voile", "Entraînement annulé"), 0.5, (12, 30), shared=0.2),
)
CUSTOMS = {"pantheon": PANTHEON, "anges": ANGES}


class PastSending(NamedTuple):
    """A message as it was sent."""

    day: object  #: a ``date``
    hour: int
    custom: Custom
    title: str
    people: int
    broker: str
    replies: int


def of_day(university, day, busy, chance):
    """Yield the messages of a day that is ``busy`` (1: as usual)."""
    for custom in CUSTOMS[university]:
        for _ in range(_times(custom.weekly / 5 * busy, chance)):
            yield _campaign(custom, day, chance)


def _times(expected, chance):
    """Return how often it happens that day, ``expected`` times on average."""
    return int(expected) + (chance.random() < expected % 1)


def _campaign(custom, day, chance):
    people = chance.randint(*custom.people)
    shared = chance.random() < custom.shared
    return PastSending(
        day,
        chance.randint(*custom.hours),
        custom,
        chance.choice(custom.titles),
        people,
        SHARED if shared else OWN,
        _times(people * 0.012, chance),
    )
