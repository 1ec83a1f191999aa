"""The loans of the invented past, as a library counts them: do reminders bring books back?"""

import csv
import random

TITLES = ("branch", "month", "with_sms", "loans", "late", "days_late")
#: the branches of a library: loans in a usual month, and after how many months reminders began
BRANCHES = {
    "pantheon": {
        "Bibliothèque Cassiopée": (820, 0),
        "Bibliothèque Orion": (460, 8),
        "Bibliothèque de droit": (300, 14),
    },
    "anges": {"BU du Phare": (540, 5), "Bibliothèque du port": (210, 12)},
}
LATE = {False: 0.215, True: 0.152}  # the part that comes back late, without a reminder and with one
DAYS = {False: 11.5, True: 6.5}  # and how many days, on average
REACHED = 0.86  # the part of the loans whose reader has a number


def lines(university, months):
    """Yield the lines of the file of a library, its titles first.

    ``months`` are pairs of the first day of a month and how busy it was.
    """
    yield TITLES
    chance = random.Random(f"{university} loans")  # noqa: S311
    for branch, (usual, begun) in BRANCHES[university].items():
        for place, (month, busy) in enumerate(months):
            loans = round(usual * busy * chance.uniform(0.92, 1.08))
            reached = round(loans * REACHED) if place >= begun else 0
            for reminded, count in ((True, reached), (False, loans - reached)):
                if count:
                    late = sum(chance.random() < LATE[reminded] for _ in range(count))
                    days = round(late * DAYS[reminded] * chance.uniform(0.9, 1.1))
                    yield branch, f"{month:%Y-%m}", ("no", "yes")[reminded], count, late, days


def write(file, university, months):
    """Write the file that the library would give by hand."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as opened:
        table = csv.writer(opened, delimiter=";", lineterminator="\r\n")
        table.writerows(lines(university, months))
