"""The history of a person among 100,000 of whom each was sent 150 messages, on the default store.

Campaigns of 40,000 go round the people, one a day; their lines are written by the task that a
worker has. The page of a person, the page of what one has received oneself, and searches letter by
letter are asked of the application in this process, of another person each time, the store's cache
being as the pages before have left it.
"""

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote_plus

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

import scenes
from bench import pages

from unisms.model import history
from unisms.model.campaigns import Campaign
from unisms.model.folder import dated_name
from unisms.services.door import passwords
from unisms.services.histories import entries, lines
from unisms.sms import states
from unisms.sms.names import fold
from unisms.web.frame.jinja import warm_up

DAY = 86400
PARIS = "/institutions/paris1"
RECEIVED = f"{PARIS}/me/received"
SEARCH = f"{PARIS}/people/?search="
OWN = 50  # people who look at their own page, and whose names are typed


class Crowd(NamedTuple):
    """How many people there are, and what they were sent."""

    people: int = 100_000
    messages: int = 150  #: of each person
    recipients: int = 40_000  #: of a campaign


class Found(NamedTuple):
    """How long it takes."""

    page: list[float]  #: milliseconds of each page of a person, as an administrator sees it
    own: list[float]  #: milliseconds of each page of what one has received oneself
    typed: list[float]  #: milliseconds of each search, letter by letter
    read: list[float]  #: milliseconds of each first page of a history alone
    written: list[float]  #: seconds of writing the lines of each campaign


CROWD = Crowd()


def times(crowd=CROWD, runs=200):
    """Return the ``Found`` of as many people, drawn at random."""
    house = scenes.House(
        Path(tempfile.mkdtemp(prefix="unisms-bench-")),
        **{"zodbconn.uri": "zconfig:package:unisms:store.conf"},
    )
    try:
        warm_up(house.registry)
        for first in range(0, crowd.people, 5_000):
            house.run(pages._people, first, min(first + 5_000, crowd.people))
        written = [_written(house, crowd, n) for n in range(_campaigns(crowd))]
        drawn = random.Random(1).choices(range(crowd.people), k=runs)
        house.run(_let_in, drawn[:OWN])
        app, own = house.person("admin"), [(house.person(_uid(n)), n) for n in drawn[:OWN]]
        return Found(
            [_timed(lambda n=n: app.get(f"{PARIS}/people/{_uid(n)}/")) for n in drawn],
            [
                _timed(lambda one=one: one.get(RECEIVED).mustcontain("document"))
                for one, _ in own
                for _ in range(runs // OWN)
            ],
            [
                _timed(lambda word=word: app.get(SEARCH + word).mustcontain("/people/e0"))
                for word in _typed(drawn[:OWN])
            ],
            [_timed(lambda n=n: house.run(_read, _uid(n))) for n in reversed(drawn)],
            written,
        )
    finally:
        house.close()


def _uid(number):
    return f"e{number:06d}"


def _let_in(root, numbers):
    """Give these people a password: all the same."""
    passwords_of = root["institutions"]["paris1"].passwords
    hashed = passwords.hash_password(scenes.PASSWORD)
    for number in numbers:
        passwords_of[_uid(number)] = hashed


def _typed(numbers):
    """Yield what stands in the box while the names of these people are typed, accents left out."""
    for number in numbers:
        name = fold(pages._name(number))
        yield from (quote_plus(name[:length]) for length in range(2, len(name) + 1, 3))


def _campaigns(crowd):
    return crowd.people * crowd.messages // crowd.recipients


def _written(house, crowd, number):
    """Send a campaign; return how long its lines take to write, in seconds."""
    path = house.run(_send, crowd, number)
    return _timed(lambda: house.run(entries.enter, path)) / 1000


def _send(root, crowd, number):
    institution = root["institutions"]["paris1"]
    at = int(time.time()) - (_campaigns(crowd) - number) * DAY
    campaign = Campaign("admin", at)
    campaign.title, campaign.text = f"Rappel {number}", "Bonjour, un document est à rendre."
    campaign.account, campaign.connection, campaign.sent_at = "scd", scenes.BROKER, at
    institution["campaigns"].add(dated_name(institution["campaigns"], at), campaign)
    first = number * crowd.recipients
    people = [(first + place) % crowd.people for place in range(crowd.recipients)]
    row = (states.DELIVERED, "id", 1, at, (None, 1, at, "208-01"))
    rows = [(place, (f"+336{n:08d}", *row)) for place, n in enumerate(people, 1)]
    campaign.freeze(rows, [(place, (pages._name(n), "")) for place, n in enumerate(people, 1)])
    campaign.state, campaign.closed_at = states.CLOSED, at
    history.note(campaign)
    return campaign.path


def _read(root, uid):
    found = lines.history(root["institutions"]["paris1"], uid, int(time.time()))
    assert len(found.lines) == lines.A_PAGE


def _timed(call):
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000


def main():
    crowd = Crowd(*map(int, sys.argv[1:4]))
    found = times(crowd)
    print(f"a person's page, ms: p95 {pages.last(found.page):.0f}")
    print(f"what one has received oneself, ms: p95 {pages.last(found.own):.0f}")
    print(f"search as one types, ms: p95 {pages.last(found.typed):.0f} of {len(found.typed)}")
    print(f"its history alone, ms: p95 {pages.last(found.read):.0f}")
    print(f"lines of a campaign, s: median {statistics.median(found.written):.2f}")
    print(f"  the last ten: {statistics.median(found.written[-10:]):.2f}")


if __name__ == "__main__":
    main()
