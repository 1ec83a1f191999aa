"""The files of the demonstration: what a library exports, with the slips that such files have."""

import csv
import io
from datetime import timedelta

from unisms.services.imports.row_rule import LONGER_AGO, Condition

TITLES = ("Nom", "Prénom", "Mobile", "Statut", "Titre", "Date retour prévue")
NUMBER, DUE = 2, 5  # columns
OVERDUE = Condition(DUE, LONGER_AGO, 3)  # three days are forgiven
BOOKS = (
    "Histoire des comètes",
    "La ville aux étoiles",
    "Cartes et atlas anciens",
    "Petit traité des marées",
    "Mémoires d'un phare",
    "Géologie de poche",
    "Le droit de la mer",
)
STANDINGS = ("L1", "L2", "L3", "M1", "Personnel")
#: number of the line -> what stands in the place of a mobile number
SLIPS = {4: "01 44 07 80 00", 9: "", 17: "06 39 98 00"}


def overdue(people, day):
    """Return a file of loans to these people, as of ``day``: some are late, two of one reader."""
    file = io.StringIO()
    lines = csv.writer(file, delimiter=";", lineterminator="\r\n")
    lines.writerow(TITLES)
    lines.writerows(
        _line(number, person, day) for number, person in enumerate([*people, people[0]])
    )
    return file.getvalue().encode()


def _line(number, person, day):
    first, _, last = person.name.partition(" ")
    due = day - timedelta(days=(number * 5) % 17 - 3)
    mobile = SLIPS.get(number, _typed(person.msisdn, number))
    book, standing = BOOKS[number % len(BOOKS)], STANDINGS[number % len(STANDINGS)]
    return last, first, mobile, standing, book, f"{due:%d/%m/%Y}"


def _typed(msisdn, number):
    """A number as people type it, one way or another."""
    national = msisdn.replace("+33", "0")
    pairs = " ".join(national[place : place + 2] for place in range(0, len(national), 2))
    return (national, pairs, msisdn)[number % 3]
