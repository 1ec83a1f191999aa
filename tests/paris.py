"""The house of the tests: two universities with people, groups and credit, in which nothing has
happened yet.

Their numbers are those that the regulator keeps for fiction. What the demonstration shows is its
own (``unisms.scripts.demonstration``): tests need a house that is always the same.
"""

import random
from typing import NamedTuple

import alert_scenes

from unisms.model import evolve
from unisms.model.accounts import Account
from unisms.model.acl import SENDER
from unisms.model.connections import BrokerConnection
from unisms.model.groups import Group
from unisms.model.people import Subscriber
from unisms.model.roles import PERSON, Limits, Role
from unisms.model.root import Institution
from unisms.model.templates import MessageTemplate
from unisms.scripts.demonstration.universities import Someone, fiction, free_uid
from unisms.services.door import passwords
from unisms.testing.factories import credited

FIRST_NAMES = (
    "Aïcha Anaïs Antoine Baptiste Camille Chloé Clément Élodie Émile Fatou Félix Gaëlle Hugo Inès "
    "Jeanne Julien Karim "
    "Léa Léo Lina Louise Lucas Maëlle Malik Manon Margaux Mathis Nadia Nathan Noé Océane Paul "
    "Quentin Raphaël Romane "
    "Salomé Sofiane Théo Valentine Victor Yanis Yasmine Zoé"
)
LAST_NAMES = (
    "André Benali Bernard Blanc Boucher Bouvier Chevalier Coulibaly Da-Silva Diallo Dubois Dupont "
    "Durand Faure "
    "Fontaine Garcia Garnier Gauthier Girard Guérin Haddad Lambert Le-Gall Lefèvre Legrand "
    "Lemaître Marchand Martin "
    "Mercier Meunier Moreau Morel N’Diaye Nguyen Noël Perrin Petit Renard Rousseau Roux Schmitt "
    "Simon Traoré Vidal"
)
PEOPLE = 200  # of each institution
DESKS = 500  # so far after the first person's number come those of the staff
WITHOUT_NUMBER = 25  # every so many people, one whose number is not known


class University(NamedTuple):
    name: str
    title: str
    accent: str
    first_number: int  #: the last four digits of the first person's mobile number
    groups: dict  #: name -> (title, share of the people in it)
    accounts: dict  #: name -> (title, segments granted)


UNIVERSITIES = (
    University(
        "paris1",
        "Université du Panthéon (démo)",
        "#1a4f8b",
        0,
        {
            "l1-histoire": ("L1 Histoire", (0, 60)),
            "l2-histoire": ("L2 Histoire", (60, 105)),
            "l3-histoire": ("L3 Histoire", (105, 135)),
            "m1-droit": ("M1 Droit public", (135, 165)),
            "delegues": ("Délégués étudiants", (100, 140)),
            "personnels": ("Personnels de l’UFR 09", (165, 200)),
        },
        {
            "scd": ("Bibliothèques (SCD)", 5_000),
            "scolarite": ("Scolarité UFR 09", 4_210),
            "sport": ("Sport et culture", 12),
        },
    ),
    University(
        "nice",
        "Université de la Baie des Anges (démo)",
        "#8b3a1a",
        2000,
        {
            "l2-biologie": ("L2 Biologie", (0, 70)),
            "m1-chimie": ("M1 Chimie", (70, 110)),
            "lecteurs-sciences": ("Lecteurs de la BU Sciences", (40, 150)),
            "personnels": ("Personnels du campus", (160, 200)),
        },
        {"bu": ("Bibliothèque universitaire", 10_000), "scolarite": ("Scolarité", 2_500)},
    ),
)

#: name -> (title, text)
TEMPLATES = {
    "retard-pret": (
        "Bibliothèque : prêt en retard",
        "Bibliothèque U : pensez à rapporter votre livre au plus vite, date de fin d'emprunt "
        "dépassée "
        "(Bib. Centre PMF lundi-vendredi 9h-19h samedi 9h-13h).",
    ),
    "cours-deplace": (
        "Planning : cours déplacé",
        "Planning : votre cours 8/12/08 18h00-20h00 Centre Panthéon Amphi 2A déplacé Sorbonne "
        "Amphi de Gestion.",
    ),
    "commande-prete": (
        "Reprographie : commande prête",
        'Reprographie : commande réf. 09-435 "Polycop. Histoire médiévale L2" disponible repro. '
        "Centre PMF "
        "(ouverture lundi-vendredi 8h30-18h30)",
    ),
    "convocation": (
        "Scolarité : convocation",
        "Bonjour [nom], vous êtes attendu(e) au secrétariat vendredi à 17h.",
    ),
}

#: the universities' own: name -> (title, permissions, limits)
OWN_ROLES = {
    "guichet-bu": (
        "Guichet de bibliothèque",
        sorted(SENDER),
        Limits(audience=30, daily=200, free_text=False, hours=(8 * 60, 20 * 60)),
    ),
}

#: uid -> (name, role); the same persons in each university
STAFF = {
    "zlefevre": ("Zoé Lefèvre", "sender"),
    "abenali": ("Anaïs Benali", "group_sender"),
    "mcomptes": ("Malik Roux", "account_manager"),
    "admin": ("Jeanne Fontaine", "administrator"),
}

OPERATOR = "exploitant"  # runs the installation


def people(university):
    """The people of a university: the same ones each time."""
    chance = random.Random(university.name)
    taken, numbers = (
        set(STAFF),
        iter(range(university.first_number, university.first_number + 2 * PEOPLE)),
    )
    for count in range(PEOPLE):
        first, last = chance.choice(FIRST_NAMES.split()), chance.choice(LAST_NAMES.split())
        uid = free_uid(first, last, taken)
        taken.add(uid)
        known = count % WITHOUT_NUMBER != WITHOUT_NUMBER - 1
        yield Someone(
            uid, f"{first} {last.replace('-', ' ')}", fiction(next(numbers)) if known else ""
        )


def build(connection, steps, password, now):
    """Fill an empty store."""
    root = evolve.initialise(connection, steps)
    root["brokers"].add("commun", simulated("Simulateur commun (rien ne part)", pace=200))
    for university in UNIVERSITIES:
        add_university(root, university, password, now)
    passwords.set_password(root, OPERATOR, password)


def add_university(root, university, password, now):
    institution = root["institutions"].add(university.name, Institution(university.title))
    institution.accent = university.accent
    persons = list(people(university))
    for someone in persons:
        institution["people"].add(someone.uid, Subscriber(someone.name, someone.msisdn))
    for name, (title, (first, last)) in university.groups.items():
        institution["groups"].add(
            name, Group(title, [someone.uid for someone in persons[first:last]])
        )
    for name, (title, segments) in university.accounts.items():
        credited(institution["accounts"].add(name, Account(title)), segments, now)
    for name, (title, text) in TEMPLATES.items():
        institution["templates"].add(name, MessageTemplate(title, text))
    for name, defined in OWN_ROLES.items():
        institution["roles"].add(name, Role(*defined))
    for number, (uid, (name, role)) in enumerate(STAFF.items(), university.first_number + DESKS):
        institution["people"].add(uid, Subscriber(name, fiction(number)))
        institution.grants.give(f"{PERSON}{uid}", role)
        passwords.set_password(institution, uid, password)
    institution["brokers"].add("simulateur", simulated("Simulateur (rien ne part)", pace=50))
    institution["brokers"].add("smpp-exemple", smpp_example())
    alert_scenes.prepare(institution, next(iter(university.groups)), "scolarite")


def simulated(title, pace):
    connection = BrokerConnection(title, "simulator")
    connection.pace = pace
    return connection


def smpp_example():
    """How a contract with an SMPP operator looks.

    It opens only where an SMSC listens on this machine.
    """
    settings = {"host": "127.0.0.1", "port": "2775", "system_id": "unisms", "password": "secret"}
    return BrokerConnection("Exemple SMPP (un SMSC sur 127.0.0.1:2775)", "smpp", settings)
