"""The universities, people and texts of the demonstration: invented, with fictional numbers."""

import random
from typing import NamedTuple

from unisms.model.acl import SENDER
from unisms.model.roles import Limits

FIRST_NAMES = (
    "Aïcha Anaïs Antoine Baptiste Camille Chloé Clément Élodie Émile Fatou Félix Gaëlle Hugo Inès "
    "Jeanne Julien Karim Léa Léo Lina Louise Lucas Maëlle Malik Manon Margaux Mathis Nadia Nathan "
    "Noé Océane Paul Quentin Raphaël Romane Salomé Sofiane Théo Valentine Victor Yanis Yasmine Zoé"
)
LAST_NAMES = (
    "André Benali Bernard Blanc Boucher Bouvier Chevalier Coulibaly Da-Silva Diallo Dubois Dupont "
    "Durand Faure Fontaine Garcia Garnier Gauthier Girard Guérin Haddad Lambert Le-Gall Lefèvre "
    "Legrand Lemaître Marchand Martin Mercier Meunier Moreau Morel N’Diaye Nguyen Noël Perrin "
    "Petit Renard Rousseau Roux Schmitt Simon Traoré Vidal"
)
PEOPLE = 200  # of each university
DESKS = 500  # so far after the first person's number come those of the staff
WITHOUT_NUMBER = 25  # every so many people, one whose number is not known
UNACCENTED = str.maketrans("àâäçéèêëîïôöùûüáÉÈÊ", "aaaceeeeiioouuuaEEE", "-’' ")
OPERATOR = "exploitant"  # of the demonstration


class University(NamedTuple):
    name: str
    title: str
    accent: str
    first_number: int  #: the last four digits of the first person's mobile number
    groups: dict  #: name -> (title, which of the people are in it)
    #: which of the people -> the last four digits of a number that the simulator treats specially
    fates: dict
    accounts: dict  #: name -> (title, segments granted)
    senders: dict  #: word -> whether it is ``requested``, ``accepted`` or ``authorised``
    asks_about: tuple = ()  #: audiences to which each message needs a yes


#: the alert that each has prepared
ALERT = {
    "title": "Fermeture pour intempéries",
    "text": "Le campus ferme aujourd'hui à 15h : neige. Rentrez chez vous, les cours sont annulés.",
    "other_text": "The campus closes today at 3 pm: snow. Please go home, classes are cancelled.",
    "all_clear": "Le campus a rouvert. Les cours reprennent normalement.",
    "other_all_clear": "The campus is open again. Classes resume as usual.",
}

PANTHEON = University(
    "pantheon",
    "Université Panthéon-Étoilé (démo)",
    "#1a4f8b",
    0,
    {
        "l1-histoire": ("L1 Histoire", range(60)),
        "l2-histoire": ("L2 Histoire", range(60, 105)),
        "l3-histoire": ("L3 Histoire", range(105, 135)),
        "m1-droit": ("M1 Droit public", range(135, 165)),
        "delegues": ("Délégués étudiants", range(4, 165, 12)),
        "moniteurs": ("Moniteurs de la bibliothèque", range(108, 130, 5)),
        "personnels": ("Personnels de l’UFR Histoire", range(165, 200)),
    },
    {
        7: 1901,
        23: 1905,
        41: 1910,
        62: 901,
        71: 902,
        83: 906,
        97: 914,
        110: 1902,
        128: 1903,
        141: 2901,
        148: 2903,
        158: 1915,
        170: 911,
        181: 2902,
        190: 904,
    },
    {
        "scd": ("Bibliothèques (SCD)", 5_000),
        "scolarite": ("Scolarité UFR Histoire", 1_220),
        "sport": ("Sport et culture", 83),
    },
    {"BUEtoile": "authorised", "ScolEtoile": "accepted", "SportEtoile": "requested"},
    asks_about=(("group", "personnels"),),
)
ANGES = University(
    "anges",
    "Université de l’Île-aux-Anges (démo)",
    "#8b3a1a",
    5000,
    {
        "l2-biologie": ("L2 Biologie", range(70)),
        "m1-chimie": ("M1 Chimie", range(70, 110)),
        "lecteurs-sciences": ("Lecteurs de la BU du Phare", range(40, 150)),
        "moniteurs": ("Moniteurs de la bibliothèque", range(72, 90, 5)),
        "personnels": ("Personnels du campus", range(160, 200)),
    },
    {
        12: 5901,
        33: 5902,
        57: 5914,
        80: 5906,
        82: 6904,
        95: 6901,
        120: 6902,
        135: 5903,
        175: 6905,
        188: 5904,
    },
    {
        "scd": ("Bibliothèque du Phare", 10_000),
        "scolarite": ("Scolarité sciences", 2_500),
        "sport": ("Sport et culture", 300),
    },
    {"BUPhare": "authorised", "ScolAnges": "requested"},
)
UNIVERSITIES = (PANTHEON, ANGES)

#: folder -> (title, {name: (title, text)}); a placeholder is a column of a file, or is filled by
#: hand
TEMPLATES = {
    "bibliotheques": (
        "Bibliothèques",
        {
            "retard-pret": (
                "Retour en retard",
                "Bonjour [Prénom], [Titre] était à rendre le [Date retour prévue]. "
                "Merci de le rapporter à la bibliothèque au plus vite.",
            ),
            "reservation": (
                "Réservation disponible",
                (
                    "Bonjour [Nom], le document que vous avez réservé vous attend à l'accueil "
                    "jusqu'au [date]."
                ),
            ),
        },
    ),
    "scolarite": (
        "Scolarité",
        {
            "cours-deplace": (
                "Cours déplacé",
                "Votre cours de [matière] du [date] à [heure] est déplacé en [salle].",
            ),
            "cours-annule": (
                "Cours annulé",
                "Le cours de [matière] du [date] n'a pas lieu. Il est reporté au [nouvelle date].",
            ),
            "convocation": (
                "Convocation",
                "Bonjour [nom], le secrétariat vous attend le [date] à [heure], bureau [bureau].",
            ),
        },
    ),
    "services": (
        "Autres services",
        {
            "commande-prete": (
                "Commande prête",
                (
                    "Reprographie : votre commande [référence] vous attend du lundi au vendredi, "
                    "de 8h30 à 18h30."
                ),
            ),
            "inscriptions": (
                "Inscriptions ouvertes",
                "Sport : les inscriptions en [activité] ouvrent le [date] à [heure].",
            ),
        },
    ),
}

#: the universities' own roles: name -> (title, permissions, limits, what it is for)
OWN_ROLES = {
    "guichet-bu": (
        "Guichet de bibliothèque",
        sorted(SENDER),
        Limits(audience=30, daily=200, free_text=False, hours=(8 * 60, 20 * 60)),
        "Prévient quelques lecteurs avec les textes des modèles, aux heures d’ouverture.",
    ),
}


#: the roles that a group gives: group -> (role, where)
OF_GROUPS = {"moniteurs": ("guichet-bu", "accounts/scd")}


class Login(NamedTuple):
    name: str
    role: str
    purpose: str
    place: str = ""  #: where the role is given, if not everywhere
    group: str = ""  #: of which they are


#: these persons are in each university
STAFF = {
    "zlefevre": Login("Zoé Lefèvre", "sender", "secretary: writes to a few people or a group"),
    "abenali": Login(
        "Anaïs Benali", "group_sender", "librarian: writes to groups, and to the people of a file"
    ),
    "krenard": Login(
        "Karim Renard", "group_sender", "sports office: the account sport pays", "accounts/sport"
    ),
    "sdiallo": Login(
        "Sofiane Diallo",
        "subscriber",
        "student at the library's desk: sends templates",
        "",
        "moniteurs",
    ),
    "mcomptes": Login(
        "Malik Roux", "account_manager", "accountant: gives credit, reads the ledgers"
    ),
    "admin": Login("Jeanne Fontaine", "administrator", "administrator: all of this university"),
}


class Someone(NamedTuple):
    uid: str
    name: str
    msisdn: str


def people(university):
    """Yield the people of a university: the same ones each time."""
    chance = random.Random(university.name)  # noqa: S311
    taken = set(STAFF)
    for place in range(PEOPLE):
        first, last = chance.choice(FIRST_NAMES.split()), chance.choice(LAST_NAMES.split())
        uid = free_uid(first, last, taken)
        taken.add(uid)
        yield Someone(uid, f"{first} {last.replace('-', ' ')}", _number(university, place))


def _number(university, place):
    if place % WITHOUT_NUMBER == WITHOUT_NUMBER - 1:
        return ""
    return fiction(university.fates.get(place, university.first_number + place))


def fiction(number):
    """Return a mobile number that the regulator keeps for fiction: ``+33 6 39 98``, four digits."""
    return f"+3363998{number:04d}"


def free_uid(first, last, taken):
    """Return a uid as universities make them, which is not ``taken``."""
    uid = f"{first[0]}{last}".translate(UNACCENTED).lower()
    extra = 2
    while uid + ("" if extra == 2 else str(extra - 1)) in taken:
        extra += 1
    return uid + ("" if extra == 2 else str(extra - 1))
