"""A university with much in it, whose names are long, and one with nothing in it, to look at."""

import time
from itertools import cycle, islice, product

import paris
import scenes

from unisms.model.accounts import Account
from unisms.model.groups import Group
from unisms.model.people import Subscriber
from unisms.model.roles import PERSON
from unisms.model.root import Institution
from unisms.model.templates import MessageTemplate, TemplateFolder
from unisms.services.door import passwords
from unisms.services.money import billing
from unisms.testing.factories import someone

PLENTY, EMPTY = "/institutions/plenty", "/institutions/empty"
PEOPLE, GROUPS, MESSAGES, TEMPLATES = 5_000, 300, 500, 200
LONG = "Université interrégionale Saint-Exupéry de la Méditerranée et des Alpes-Maritimes (démo)"
LEVELS = ("L1", "L2", "L3", "M1", "M2")
STUDIES = (
    "Histoire",
    "Histoire de l'art et archéologie",
    "Mathématiques et informatique appliquées",
    "Droit",
    "AES",
)
OF_EACH = 12  # groups of a study and level

#: the pages that change with how much there is
OF_PLENTY = {
    "home": "",
    "campaigns": "campaigns/",
    "campaigns-filtered": "campaigns/?state=closed&search=cours",
    "compose": "campaigns/compose?group=g-7",
    "compose-found": "campaigns/compose?search=martin",
    "people": "people/",
    "people-found": "people/?search=martin",
    "person": "people/admin/",
    "groups": "groups/",
    "groups-found": "groups/?search=histoire",
    "group": "groups/tous/",
    "group-found": "groups/tous/?search=martin",
    "templates": "templates/",
    "templates-folder": "templates/planning/",
    "search": "search?q=histoire",
    "accounts": "accounts/",
    "account": "accounts/scolarite/",
    "replies": "replies",
    "rights": "rights",
    "roles": "roles/",
    "audit": "audit",
    "imports": "imports/",
}
OF_EMPTY = (
    *(
        "home",
        "campaigns",
        "compose",
        "people",
        "groups",
        "templates",
        "search",
        "accounts",
        "replies",
        "rights",
    ),
    *("audit", "imports"),
)


def furnish(root):
    """Make both; the paths of their pages by name."""
    empty = opened(root, "empty", "U")
    plenty = opened(root, "plenty", LONG)
    crowd(plenty)
    shelves(plenty)
    account = plenty["accounts"].add(
        "scolarite", Account("Scolarité et vie étudiante de l'UFR d'histoire de l'art")
    )
    billing.grant(
        someone(account, "Convention annuelle"), account, 90_000, int(time.time()) - 90 * 86_400
    )
    messages(root)
    last = campaign(root, PEOPLE - 1, "tous", scenes.closed)
    campaign(root, 1, "tous", scenes.under_way)
    return {
        **{f"plenty-{name}": f"{PLENTY}/{view}" for name, view in OF_PLENTY.items()},
        **{
            f"plenty-{name}": f"{last}/{view}"
            for name, view in (("follow", ""), ("recipients", "recipients"))
        },
        **{
            f"empty-{name}": f"{empty_path(empty)}/{OF_PLENTY[name].partition('?')[0]}"
            for name in OF_EMPTY
        },
    }


def empty_path(institution):
    return f"/institutions/{institution.__name__}"


def opened(root, name, title):
    institution = root["institutions"].add(name, Institution(title))
    institution["people"].add(
        "admin", Subscriber("Marie-Antoinette de La Rochefoucauld d'Estissac", "")
    )
    institution.grants.give(f"{PERSON}admin", "administrator")
    passwords.set_password(institution, "admin", scenes.PASSWORD)
    institution["brokers"].add("simulateur", paris.simulated("Simulateur (rien ne part)", pace=50))
    return institution


def crowd(institution):
    names = product(paris.LAST_NAMES.split(), paris.FIRST_NAMES.split())
    uids = []
    for number, (last, first) in enumerate(islice(cycle(names), PEOPLE)):
        uids.append(f"p{number:04d}")
        person = Subscriber(f"{first} {last}", paris.fiction(number) if number % 25 else "")
        institution["people"].add(uids[-1], person)
    titles = product(STUDIES, LEVELS, range(1, OF_EACH + 1))
    for number, (study, level, part) in enumerate(islice(titles, GROUPS)):
        members = uids[number * 16 : number * 16 + 30]
        institution["groups"].add(f"g-{number}", Group(f"{level} {study} – TD {part}", members))
    institution["groups"].add("tous", Group("Toutes les personnes de l'établissement", uids))


def shelves(institution):
    now = int(time.time())
    for number in range(TEMPLATES):
        text = f"Bonjour [nom], le cours {number} de [matière] est déplacé en [salle]. " * (
            1 + number % 3
        )
        template = MessageTemplate(
            f"Planning : cours {number} déplacé dans une autre salle", text, "admin"
        )
        folder = institution["templates"]
        if number % 2:
            folder = folder.get("planning") or folder.add(
                "planning", TemplateFolder("Planning des enseignements")
            )
        folder.add(f"t-{number}", template)
        template.rewrite(text + "Merci.", now, "admin")


def messages(root):
    for number in range(MESSAGES):
        campaign(
            root,
            number,
            f"g-{number % GROUPS}",
            scenes.draft if number % 20 == 3 else scenes.closed,
        )


def campaign(root, number, group, make):
    where = {
        "institution": PLENTY,
        "connection": f"{PLENTY}/brokers/simulateur",
        "account": "scolarite",
    }
    title = (
        f"Cours {number} d'histoire de l'art moderne et contemporain déplacé mardi prochain à 8 h"
    )
    return make(root, author="admin", title=title, groups=(group,), **where)
