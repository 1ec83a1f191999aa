"""Exclusions and once-only keys through a real worker: counted is handed over and set aside."""

from collections import Counter

import pytest
from factories import NOW, make_connection, make_draft, make_group, make_house, make_person, mobile

from unisms.model.folder import find
from unisms.services.campaigns import checks, drafts, releases
from unisms.sms import causes, states
from unisms.testing.factories import someone

PARIS = "/institutions/paris1"
FAKE, OTHER = f"{PARIS}/brokers/fake", f"{PARIS}/brokers/other"


@pytest.fixture(autouse=True)
def house(worker):
    def build(root):
        institution = make_house(root)
        make_connection(institution, "other")
        make_group(institution, people=40)
        make_person(institution, "late", "Late", mobile(100))
        make_person(institution, "nobody", "Nobody", "")

    worker.run(build)


def checked(worker, **fields):
    """Return the path of a campaign to the group and two others, checked by the worker."""
    audience = (("group", "l2"), ("person", "late"), ("person", "nobody"))

    def submit(root):
        campaign = make_draft(find(root, PARIS), audience=audience, **fields)
        drafts.submit(campaign)
        return campaign.path

    path = worker.run(submit)
    worker.run(lambda root: checks.prepare(root, path, NOW) and None)
    return path


def release(worker, path):
    def let_go(root):
        campaign = find(root, path)
        releases.release(someone(campaign), campaign, NOW)
        return campaign.connection

    worker.enqueue("deliver", worker.run(let_go))  # nothing is handed over before it drains


def figures(worker, path):
    def told(root):
        campaign = find(root, path)
        ends = Counter(row[1] for _, row in campaign.stored_rows())
        why = Counter(campaign.row(number).cause for number, _ in campaign.stored_rows())
        return ends, why, campaign.counted("recipients"), dict(campaign.counted("set_aside"))

    return worker.run(told)


def test_all_who_are_counted_are_handed_over_or_set_aside(worker, broker):
    first = checked(worker)
    release(worker, first)
    worker.drain()
    name = first.rsplit("/", 1)[1]
    worker.run(lambda root: make_person(find(root, PARIS), "fresh", "Fresh", mobile(200)) and None)
    worker.run(lambda root: find(root, f"{PARIS}/groups/l2").uids.add("fresh") or None)
    before = len(broker.written)
    second = checked(worker, minus=(("received", name),))
    release(worker, second)
    worker.drain()
    ends, _, recipients, aside = figures(worker, second)
    handed = len(broker.written) - before
    assert handed == recipients == ends[states.ACCEPTED]
    assert sum(aside.values()) == ends[states.SET_ASIDE]
    assert handed + sum(aside.values()) == sum(ends.values())


def test_two_messages_of_one_key_over_two_connections_write_to_nobody_twice(worker, broker):
    first = checked(worker, once="rentree")
    release(worker, first)
    second = checked(worker, once="rentree", connection=OTHER)
    release(worker, second)
    worker.drain()
    numbers = [message.msisdn for message in broker.written]
    assert len(numbers) == len({*numbers}) == 41
    told = [figures(worker, path) for path in (first, second)]
    assert sum(ends[states.ACCEPTED] for ends, *_ in told) == 41
    for ends, why, _, _ in told:
        assert sum(ends.values()) == 42
        assert ends[states.SET_ASIDE] == why[causes.ALREADY_TOLD] + why[causes.NO_NUMBER]
