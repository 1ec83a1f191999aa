"""Every page of a large installation, beside the same page of an empty one: 200 institutions, one
of them with 100,000 people and 5,000 campaigns, on the default store.

The pages are asked of the application in this process, by the administrator of the large
institution and by who runs the installation; each answer's time is from the request to its last
byte, the store's cache being as the pages before have left it.
"""

import gc
import math
import statistics
import sys
import tempfile
import time
from itertools import product
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

import scenes

from tests.house import isolation
from unisms.model.accounts import Account
from unisms.model.campaigns import Campaign
from unisms.model.folder import dated_name
from unisms.model.people import Subscriber
from unisms.model.root import Institution
from unisms.services.audience import audience
from unisms.services.brokers import connections
from unisms.services.campaigns import releases
from unisms.services.delivery import closing
from unisms.services.institution import audit_journals
from unisms.services.money import billing
from unisms.services.rules.recipients import Recipient
from unisms.sms import states
from unisms.testing.factories import someone
from unisms.web.frame.jinja import warm_up

FIRST = ("Zoé", "Adam", "Noémie", "Hugo", "Fatou", "Léa", "Jules", "Aïcha", "Théo", "Chloé")
LAST = (
    "Lefèvre",
    "Traoré",
    "N'Diaye",
    "Bernard",
    "Garnier",
    "Guérin",
    "D'Angelo",
    "Nguyen",
    "Roux",
    "Mercier",
)
LEAVING = {"sign-out", "sign-in"}
DOWNLOAD = ".csv"  # as long as what it holds: no page


class Size(NamedTuple):
    """How large an installation is."""

    institutions: int
    people: int
    campaigns: int
    recipients: int = 20  #: of each campaign


class Found(NamedTuple):
    """How long a page takes, in milliseconds."""

    last: float  #: 95th percentile
    middle: float  #: median
    empty: float  #: median in the empty installation


LARGE, EMPTY = Size(200, 100_000, 5_000), Size(2, 0, 0)


def installation(size):
    """An application on the default store, furnished."""
    var = Path(tempfile.mkdtemp(prefix="unisms-bench-"))
    house = scenes.House(var, **{"zodbconn.uri": "zconfig:package:unisms:store.conf"})
    warm_up(house.registry)  # as ``unisms web`` does before it listens
    house.run(_neighbours, size.institutions)
    for first in range(0, size.people, 5_000):
        house.run(_people, first, min(first + 5_000, size.people))
    for first in range(0, size.campaigns, 250):
        house.run(_campaigns, first, min(first + 250, size.campaigns), size.recipients)
    for name in house.run(audit_journals.unsealed):  # as a worker does each minute
        house.run(audit_journals.seal, name)
    return house


def _neighbours(root, count):
    for number in range(2, count):
        institution = root["institutions"].add(
            f"u{number:03d}", Institution(f"Université {number}")
        )
        institution["accounts"].add("scd", Account("Bibliothèques"))
        for person in range(20):
            institution["people"].add(f"p{person}", Subscriber(_name(person)))


def _people(root, first, last):
    people = root["institutions"]["paris1"]["people"]
    for number in range(first, last):
        people.add(f"e{number:06d}", Subscriber(_name(number), f"+336{number:08d}"))


def _name(number):
    return f"{FIRST[number % 10]} {LAST[number // 10 % 10]}{number // 100:x}"


def _campaigns(root, first, last, recipients):
    """Campaigns of the last years, nearly all of them closed."""
    institution, now = root["institutions"]["paris1"], int(time.time())
    account = institution["accounts"]["scd"]
    billing.grant(someone(account, "bench"), account, (last - first) * recipients, now)
    for number in range(first, last):
        at = now - (5_000 - number) * 3 * 3600
        campaign = Campaign("abenali" if number % 3 else "admin", at)
        campaign.title, campaign.text = (
            f"Rappel {number}",
            "Bonjour [nom], un document est à rendre.",
        )
        campaign.account, campaign.connection = "scd", scenes.BROKER
        institution["campaigns"].add(dated_name(institution["campaigns"], at), campaign)
        people = (
            Recipient(f"+336{n:08d}", _name(n), "", (_name(n),))
            for n in range(number, number + recipients)
        )
        audience.freeze(
            campaign, people, ("nom",), connections.usable(institution)[scenes.BROKER], at
        )
        campaign.state = states.CHECKED
        releases.release(someone(campaign, "admin"), campaign, at)
        connections.usable(institution)[scenes.BROKER].leave_line(campaign.path)
        for place, row in list(campaign.stored_rows()):
            campaign.write(place, (row[0], states.DELIVERED, f"id{place}", row[3], at + 5, None))
        campaign.state, campaign.ended_at = states.SENT, at + 10
        closing.close_if_due(root, campaign.path, at + 100 * 3600)


def pages(house):
    """``{page: path}`` of every page that answers a GET in the large institution, and above it."""
    known = house.run(isolation.resources, "paris1")
    found = {}
    for view in isolation.views(house.registry):
        paths = known.get(view.kind)
        if (
            view.method == "GET"
            and paths
            and view.name not in LEAVING
            and not view.name.endswith(DOWNLOAD)
        ):
            query = "?name=nice" if view.kind == "Folder /institutions" else ""
            found[f"{view.kind} {view.name}".strip()] = f"{paths[0]}{view.name}{query}"
    return found


def times(house, runs):
    """``{page: [milliseconds]}``, the pages asked in turn, ``runs`` times, by the administrator and
    by an operator."""
    visitors, paths, found = (
        {"": house.person("admin"), "operator: ": house.operator()},
        pages(house),
        {},
    )
    for _ in range(runs):
        for (who, app), (page, path) in product(visitors.items(), paths.items()):
            begun = time.perf_counter()
            answer = app.get(path, status="*")
            if answer.status_int == 200:
                found.setdefault(f"{who}{page}", []).append((time.perf_counter() - begun) * 1000)
    return found


def last(figures, share=0.95):
    """The ``share`` percentile."""
    return sorted(figures)[math.ceil(len(figures) * share) - 1]


def compare(runs=20, size=LARGE):
    """``{page: Found}`` of every page that both installations have."""
    houses = [installation(wanted) for wanted in (size, EMPTY)]
    gc.collect()
    gc.freeze()  # a web process has none of this garbage
    try:
        large, empty = (times(house, runs) for house in houses)
    finally:
        for house in houses:
            house.close()
    return {
        page: Found(last(found), statistics.median(found), statistics.median(empty[page]))
        for page, found in large.items()
        if page in empty
    }


def main():
    found = compare(*map(int, sys.argv[1:2]))
    for page, (slow, middle, empty) in sorted(found.items(), key=lambda item: -item[1][0]):
        print(
            f"{page:<44} p95 {slow:7.1f} ms   median {middle:7.1f} ms   empty {empty:7.1f} ms   "
            f"{middle / empty:5.2f}"
        )


if __name__ == "__main__":
    main()
