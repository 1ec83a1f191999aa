"""A month that happened: a real worker, a real SMSC, and the days to which it is moved.

Everything leaves within seconds, since nobody can wait for a month. Then each campaign, with its
rows and its entries in the ledger, is moved to the day and hour of its own; the SMSC's log is read
with the same clock.
"""

import json
import subprocess
import sys
import time
from collections import defaultdict
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tests.peers.service import CONNECTION
from unisms.model.accounts import Account
from unisms.model.campaigns import Campaign
from unisms.model.folder import dated_name, find
from unisms.model.rows import bare, known
from unisms.services.audience import audience
from unisms.services.money import billing
from unisms.services.people.consent import Reader
from unisms.services.rules import timetables
from unisms.services.rules.recipients import Recipient
from unisms.services.rules.timetables import Hours
from unisms.sms import states
from unisms.sms.purposes import THEME
from unisms.testing.factories import someone
from unisms.testing.fixtures import eventually

PARIS = "/institutions/paris1"
ZONE = ZoneInfo("Europe/Paris")
PRICES = {"FR": 50, "BE": 120}  # thousandths of a euro a segment
ACCOUNTS = {"scd": "SCD", "scolarite": "Scolarité", "sport": "Sport"}
SHORT, LONG = "Un document vous attend, [nom].", "Bonjour [nom]. " + "Apportez votre carte. " * 9
SEGMENTS = {SHORT: 1, LONG: 2}
#: the last digits of a number -> state and cause that whoever reads the SMSC's table expects
ENDS = {
    901: ("failed", "number_invalid"),
    902: ("failed", "absent"),
    903: ("failed", "number_unusable"),
    904: ("expired", "expired"),
    905: ("failed", "operator"),
    906: ("failed", "unknown"),
    909: ("failed", "number_invalid"),
    925: ("failed", "absent"),
    928: ("failed", "sender"),
}
REFUSED = {909, 928}  # at once: nothing is billed
NEVER = 915  # no receipt comes
DELIVERED = ("delivered", "")
WITHOUT, REFUSING = "", "+33639980099"  # no number; the number of somebody who has said no
ASIDE = {WITHOUT: "no_number", REFUSING: "opt_out"}


class Sent(NamedTuple):
    """A campaign of the month."""

    title: str
    day: tuple  #: months before this one, the day of that month, and the hour
    people: int
    account: str = "scd"
    text: str = SHORT
    origin: str = "page"
    purpose: str = "service"
    urgent: bool = False
    delay: int = 0  #: milliseconds until its receipts come
    aside: tuple = ()  #: numbers to which nothing is sent
    abroad: int = 0  #: so many of its people are in Belgium
    twice: int = 0  #: so many are in its audience twice
    special: tuple = ()  #: the last digits of some numbers


SPECIAL = (*ENDS, 907, 910, 913, 914)
MONTH = (
    Sent("Retards", (1, 2, 9), 130, special=SPECIAL, aside=(WITHOUT, REFUSING), twice=9),
    Sent("Inscriptions", (1, 2, 16), 90, "scolarite", LONG, special=(901, 904), delay=1_500),
    Sent("Fermeture", (1, 7, 9), 60, origin="command", delay=3_200, abroad=7),
    Sent("Nuit", (1, 8, 0), 12, "sport", purpose="theme"),
    Sent("Convocation", (1, 15, 11), 3, "scolarite", special=(902,)),
    Sent("Pièce manquante", (1, 15, 14), 4, "scolarite"),
    Sent("Alerte", (1, 21, 23), 40, "scolarite", urgent=True, purpose="emergency", delay=600),
    Sent("Dernier jour", (1, 28, 18), 33, "sport", LONG, special=(901, 902, 903)),
    Sent("Premier jour", (0, 1, 0), 25, special=(905, NEVER), aside=(WITHOUT,)),
)


def crowd(number, sent):
    """Pairs of msisdn and name of the people of a campaign; no number is in two campaigns."""
    ends = [*sent.special, *range(sent.people - len(sent.special) - sent.abroad)]
    told = [f"+336{number:02d}{place // 900:02d}0{end:03d}" for place, end in enumerate(ends)]
    abroad = [f"+32475{number:02d}{place:04d}" for place in range(sent.abroad)]
    return [(msisdn, f"Lefèvre {place}") for place, msisdn in enumerate([*told, *abroad])]


class Month:
    """The campaigns of a month: their paths, and by how many seconds each was moved."""

    def __init__(self, smsc, service, now):
        self.smsc, self.service, self.now = smsc, service, now
        self.paths, self.moved, self.of = {}, {}, {}
        service.run(_furnish)

    def live(self):
        """Send everything, await the end of it, and move it to its days."""
        self.service.start("worker")
        for number, sent in enumerate(MONTH):
            self._send(number, sent)
        self.events = self.smsc.events()
        self.service.stop("worker")
        for sent in MONTH:
            at = int(self._moment(sent).timestamp())
            self.moved[sent.title] = self.service.run(_move, self.paths[sent.title], at)

    def _send(self, number, sent):
        self.smsc.ask("set", receipt_delay=sent.delay)
        people = crowd(number, sent)
        for msisdn, _ in people:
            self.of[msisdn] = sent
        self.paths[sent.title] = path = self.service.run(_checked, sent, people)
        self.service.release(path)
        if NEVER in sent.special:
            eventually(lambda: self.service.run(_awaits, path) == 1)
        else:
            self.service.wait(path)

    def _moment(self, sent):
        months, day, hour = sent.day
        first = datetime.fromtimestamp(self.now, ZONE).replace(day=1)
        for _ in range(months):
            first = (first - timedelta(days=1)).replace(day=1)
        return first.replace(day=day, hour=hour, minute=20, second=0, microsecond=0)

    def is_settled(self, sent):
        """Whether the ledger tells what a campaign has cost: all of it has its end."""
        return NEVER not in sent.special

    def export(self):
        """Let the command write the exports; return the folder that it tells."""
        line = [sys.executable, "-m", "unisms.scripts", "export", "-c", str(self.service.ini)]
        done = subprocess.run([*line, "--json"], capture_output=True, text=True, check=True)
        return json.loads(done.stdout)["folder"]


def _furnish(root):
    institution = find(root, PARIS)
    timetables.choose(institution, THEME, tuple(Hours()))  # it is sent whenever the tests run
    for name, title in ACCOUNTS.items():
        if name not in institution["accounts"]:
            account = institution["accounts"].add(name, Account(title))
            billing.grant(someone(account, "test"), account, 10_000, 1)


def _checked(root, sent, people):
    """Return the path of a campaign that is ready to leave."""
    now, institution = int(time.time()), find(root, PARIS)
    campaign = Campaign("test", now)
    campaign.title, campaign.text, campaign.origin = sent.title, sent.text, sent.origin
    campaign.account, campaign.connection, campaign.urgent = sent.account, CONNECTION, sent.urgent
    campaign.purpose = () if sent.purpose == "service" else (sent.purpose,)
    institution["campaigns"].add(dated_name(institution["campaigns"], now), campaign)
    chosen = [Recipient(msisdn, name, "", (name,)) for msisdn, name in people]
    aside = [Recipient(one, "Personne", "", ("Personne",), ASIDE[one]) for one in sent.aside]
    everybody = [*chosen, *chosen[: sent.twice], *aside]
    audience.freeze(campaign, everybody, ("nom",), find(root, CONNECTION), now)
    campaign.judged = Reader(institution, campaign.purpose, now).mark
    campaign.state = states.CHECKED
    return campaign.path


def _awaits(root, path):
    """How many messages of a campaign have left and have no end yet."""
    ends = [row[1] for _, row in find(root, path).stored_rows()]
    return ends.count(states.ACCEPTED) if states.QUEUED not in ends else -1


def _move(root, path, at):
    """Let a campaign have been released ``at`` that moment; return by how many seconds it moved."""
    campaign = find(root, path)
    seconds = at - campaign.sent_at
    for name in ("created_at", "sent_at", "ended_at", "closed_at"):
        if getattr(campaign, name):
            setattr(campaign, name, getattr(campaign, name) + seconds)
    for number, stored in list(campaign.stored_rows()):
        row = known(stored)
        accepted = row.accepted_at and row.accepted_at + seconds
        row = row._replace(changed_at=row.changed_at + seconds, accepted_at=accepted)
        campaign._rows[number] = bare(row)
    _move_entries(root, campaign, seconds)
    return seconds


def _move_entries(root, campaign, seconds):
    account = find(root, PARIS)["accounts"][campaign.account]
    for key, entry in list(account._ledger.items()):
        if key.startswith(f"{campaign.__name__}:"):
            account._ledger[key] = (entry[0] + seconds, *entry[1:])


class Fate(NamedTuple):
    """The fate of a message, as the SMSC's log tells it."""

    sent: Sent
    msisdn: str
    state: str
    cause: str
    segments: int  #: taken
    at: datetime  #: when it was taken, or first refused; local, moved
    seconds: float  #: from taken to the receipt that tells its end; of the slowest part


def fates(month):
    """Return the fate of each message that reached the SMSC, by its log alone."""
    submits, receipts = defaultdict(list), defaultdict(list)
    for event in month.events:
        if event["event"] == "submit" and not event.get("lost"):
            submits["+" + event["msisdn"]].append(event)
        elif event["event"] == "receipt":
            receipts[event["id"]].append(event)
    return [_fate(month, msisdn, parts, receipts) for msisdn, parts in submits.items()]


def _fate(month, msisdn, parts, receipts):
    sent = month.of[msisdn]
    taken = [one for one in parts if not one["status"]]
    told = [[one for one in receipts[part["id"]] if one["stat"] != "ENROUTE"] for part in taken]
    state, cause = _end(msisdn, taken, told)
    at = datetime.fromtimestamp(parts[-1]["at"] // 1000 + month.moved[sent.title], ZONE)
    last = [news[0]["at"] - part["at"] for part, news in zip(taken, told, strict=True) if news]
    return Fate(sent, msisdn, state, cause, len(taken), at, max(last, default=-1) / 1000)


def _end(msisdn, taken, told):
    """Return the state and the cause of a message, by its receipts and the SMSC's table."""
    if not taken:
        return ENDS[int(msisdn[-3:])]
    if not all(told):
        return "accepted", ""
    if all(news[-1]["stat"] == "DELIVRD" for news in told):
        return DELIVERED
    return ENDS[int(msisdn[-3:])]
