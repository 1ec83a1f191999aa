"""Campaigns to a group that are checked, scheduled and brought to their hour, for these tests."""

from factories import NOW, make_group, make_house, make_person, mobile

from unisms.model.timings import Timing
from unisms.services.campaigns import drafts, guards
from unisms.services.rights import rights
from unisms.services.rules import clocks
from unisms.services.schedules import arrivals, departures, series
from unisms.sms import states

ZONE = "Europe/Paris"
#: 15 January 2027, 09:00 in Paris, is the present of all these tests
TEN = NOW + 3600


def shown(at):
    return clocks.shown_at(at, ZONE)


def house(root, people=40):
    """An institution with a sender ``zoe`` and a group ``l2`` of so many people."""
    institution = make_house(root)
    make_person(institution, "zoe", "Zoé Lefèvre", mobile(9000), "zoe@paris1.example")
    institution.grants.give("person:zoe", "sender")
    make_group(institution, people=people)
    return institution


def join(institution, count, since=500):
    """Let so many more people join the group."""
    for number in range(since, since + count):
        make_person(institution, f"n{number}", f"Nouvelle {number}", mobile(number))
        institution["groups"]["l2"].uids.add(f"n{number}")


def zoe(institution):
    return rights.person(institution, "zoe")


def checked(institution, now=NOW, **fields):
    """A campaign of Zoé's to the group, checked; ``at`` and the rest of its timing by name."""
    names = [name for name in fields if name in Timing._fields]
    timing = Timing(**{name: fields.pop(name) for name in names})
    given = {
        "title": "Retard",
        "text": "Bonjour",
        "audience": (("group", "l2"),),
        "account": "scd",
        "connection": f"/institutions/{institution.__name__}/brokers/fake",
        "timing": tuple(timing) if names else (),
        **fields,
    }
    campaign = drafts.draft(zoe(institution), now=now, **given)
    drafts.submit(campaign)
    assert guards.prepare(institution.__parent__.__parent__, campaign.path, now) == ()
    assert campaign.state == states.CHECKED, campaign.problem
    return campaign


def scheduled(institution, at=TEN, now=NOW, **fields):
    """Return a campaign that waits for its hour."""
    campaign = checked(institution, now, at=shown(at), **fields)
    departures.depart(zoe(institution), campaign, now)
    assert campaign.state == states.SCHEDULED
    return campaign


def arrive(campaign, now=TEN):
    """Do what a worker does at ``now``; return the connection to nudge."""
    root = campaign.__parent__.__parent__.__parent__.__parent__
    assert arrivals.renew(root, campaign.path, now) == ()
    return arrivals.leave(root, campaign.path, now)


def settle(campaign, now=NOW):
    """Do what a worker does with a repetition that was just made."""
    root = campaign.__parent__.__parent__.__parent__.__parent__
    guards.prepare(root, campaign.path, now)
    series.settle(root, campaign.path, now)


def mails(institution):
    outbox = institution.outbox
    return [mail for _, mail in outbox.waiting()] if outbox is not None else []
