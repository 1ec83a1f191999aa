"""Messages that wait, can be called back, have not left, or go by mail too: for pages to show."""

import time

import scenes

from unisms.model.folder import find
from unisms.model.mail_copies import MailCopy
from unisms.model.timings import Timing
from unisms.services.copies import copies
from unisms.services.ground.problem import Problem
from unisms.services.rules import clocks
from unisms.services.schedules import departures, returns
from unisms.sms import states
from unisms.testing.factories import someone

AHEAD = 26 * 3600  # seconds


def planned(root, path):
    """Let a checked campaign wait for an hour of tomorrow, repeated each week."""
    campaign, now = find(root, path), int(time.time())
    at = clocks.shown_at(now + AHEAD, "Europe/Paris")
    campaign.timing = tuple(Timing(at=at, spread="90", each="week", times="12"))
    departures.depart(someone(campaign, campaign.author), campaign, now)


def thinking(root, path):
    """Let a checked campaign be one that can be called back for a minute."""
    planned(root, path)
    campaign, now = find(root, path), int(time.time())
    campaign.timing = ()
    campaign.schedule = tuple(campaign.scheduled._replace(at=now + 55, is_undo=True))
    campaign.become(states.SCHEDULED)


def think_again(root):
    """Let what can be called back be so for a minute from now on: the house was made before."""
    now = int(time.time())
    for institution in root["institutions"].values():
        for campaign in institution["campaigns"].values():
            if campaign.state == states.SCHEDULED and campaign.scheduled.is_undo:
                campaign.schedule = tuple(campaign.scheduled._replace(at=now + 55))


def returned(root, path):
    """Let a checked campaign have been scheduled, and taken back at its hour."""
    planned(root, path)
    campaign, now = find(root, path), int(time.time())
    campaign.schedule = tuple(campaign.scheduled._replace(at=now - 600))
    returns.take_back(campaign, Problem("schedule", "grown", (60, 43)), now)


def mailed(root, path):
    """Let a checked campaign have mails beside it."""
    campaign = find(root, path)
    body = "**Bonjour** [nom]\n\n- [le plan](https://plan.univ.example)\n- salle B12"
    campaign.mail_copy = tuple(MailCopy(("recipients", "author"), "Fermeture annuelle", body))
    campaign.check += copies.figures(campaign)


def addressed(root, path):
    """Give an address to everybody whom a campaign has not reached."""
    campaign, people = find(root, path), find(root, f"{scenes.PARIS}/people")
    for _, row in campaign.stored_rows():
        for uid in people.with_number(row[0]) if row[1] == states.FAILED else ():
            people.readdress(uid, f"{uid}@univ.example")


def gallery(root):
    """Make the campaigns of ``scenes.gallery``, and one in each of these states."""
    made = scenes.gallery(root)
    addressed(root, made["stopped"])
    for state, plan in PLANS.items():
        title = "Fermeture annuelle"
        made[state] = scenes.checked(root, author="abenali", title=title, account="scd")
        plan(root, made[state])
    return made


PLANS = {"planned": planned, "thinking": thinking, "returned": returned, "mailed": mailed}
