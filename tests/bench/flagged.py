"""The health of numbers: 40,000 checked beside flagged ones, 40,000 ends read, a page's list."""

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from factories import NOW, Store, make_campaign, make_draft, make_house, make_recipient

from unisms.model import digests
from unisms.model.groups import Group
from unisms.model.health import Flag, of
from unisms.model.people import Subscriber
from unisms.services.campaigns import checks, drafts
from unisms.services.health import evidence, figures
from unisms.sms import causes, states
from unisms.tasks.jobs import uncollected

MESSAGES, PEOPLE, RUNS = 40_000, 100_000, 5
PATH, CONNECTION = "/institutions/paris1", "/institutions/paris1/brokers/fake"


def msisdn(number):
    return f"+336{number:08d}"


def spent(function, *args):
    """Return the milliseconds of processor time of a call, and what it returns."""
    begun = time.process_time()
    found = function(*args)
    return (time.process_time() - begun) * 1000, found


def check(store, institution):
    """Check a message to the group, and commit it."""
    campaign = make_draft(institution, audience=(("group", "all"),), text="Bonjour [nom]")
    drafts.submit(campaign)
    with uncollected():  # as the task does
        checks.prepare(store.root, campaign.path, NOW)
        store.commit()
    institution["campaigns"].remove(campaign.__name__)


def checking(store, institution, numbers):
    """Return the medians of a check without flagged numbers, and with these."""
    health, hint = of(institution), digests.hint_of(institution)
    flags = {digests.to_keep(institution, one): Flag(NOW, "absent", hint(one)) for one in numbers}
    without, beside = [], []
    for _ in range(RUNS):
        without.append(spent(check, store, institution)[0])
        for digest, flag in flags.items():
            health.flag(digest, flag)
        beside.append(spent(check, store, institution)[0])
        for digest in flags:
            health.unflag(digest)
    return statistics.median(without), statistics.median(beside)


def reading(root, institution, recipients):
    """Return the milliseconds in which the ends of a list are read, one in fifty a failure."""
    campaign = make_campaign(institution, recipients)
    carrier = campaign.carrier(CONNECTION)
    for number, row in list(campaign.stored_rows()):
        cause = causes.NUMBER_INVALID if number % 50 == 0 else None
        state = states.FAILED if cause else states.DELIVERED
        campaign.write(number, (row[0], state, "id", 1, NOW, (cause, carrier, NOW, "208-01")))
    campaign.state = states.CLOSED
    looks = (
        (evidence.count, campaign.__name__),
        (evidence.search, {}),
        (evidence.judge, campaign.__name__),
    )
    return sum(spent(look, root, PATH, about, NOW)[0] for look, about in looks)


def listing(institution):
    """Return the milliseconds of a page's list, where one of twenty people has a flagged number."""
    people, health, hint = institution["people"], of(institution), digests.hint_of(institution)
    for number in range(PEOPLE):
        people.add(f"p{number:06d}", Subscriber(f"Personne {number}", msisdn(number)))
        if number % 20 == 0:
            flag = Flag(NOW, "absent", hint(msisdn(number)))
            health.flag(digests.to_keep(institution, msisdn(number)), flag)
    figures.told(institution, figures.flagged(institution)[:50])
    return spent(lambda: figures.told(institution, figures.flagged(institution)[:50]))[0]


def main():
    store = Store()
    institution = make_house(store.root, segments=10 * MESSAGES)
    uids = [f"q{number:06d}" for number in range(MESSAGES)]
    for number, uid in enumerate(uids):
        institution["people"].add(uid, Subscriber(f"Personne {number}", msisdn(number)))
    institution["groups"].add("all", Group("Tous", uids))
    store.commit()
    without, beside = checking(store, institution, map(msisdn, range(0, MESSAGES, 80)))
    print(f"{MESSAGES} checked: {without:.0f} ms, with 500 flagged numbers {beside:.0f} ms")
    recipients = [make_recipient()._replace(msisdn=msisdn(number)) for number in range(MESSAGES)]
    print(f"{MESSAGES} ends read: {reading(store.root, institution, recipients):.0f} ms")
    print(f"the list of {PEOPLE // 20} flagged of {PEOPLE}: {listing(institution):.0f} ms")
    store.close()


if __name__ == "__main__":
    main()
