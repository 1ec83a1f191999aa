"""The figures of a month as they are to be: counted by the SMSC's log alone (``month.Fate``)."""

from collections import Counter, defaultdict

from tests.month import ACCOUNTS, MONTH, PRICES

FEW = 5  # people; of a campaign to fewer, no file has the key
BOUNDS = (1, 2, 3, 5, 10, 20, 30, 60, 120, 300, 900, 3600, 14400, 43200, 86400)
SLACK = 1.0  # seconds: the service notes whole ones
HANDED_OVER = ("delivered", "failed", "expired", "accepted")
FAILED = ("failed", "expired")


def of(month, *facts, where=lambda fate: True):
    """Count the messages of the SMSC's log by these facts of them; and those set aside."""
    return Counter(tuple(fact(one) for fact in facts) for one in month.fates if where(one))


def aside(month, *facts):
    """Count the messages that were never sent, by facts of their campaign and their cause."""
    return Counter(
        tuple(fact(sent, number) for fact in facts) for sent in MONTH for number in sent.aside
    )


def day(fate):
    return fate.at.date()


def begun(month, sent):
    return month._moment(sent).date()


def account(fate):
    return ACCOUNTS[fate.sent.account]


def is_delivered(fate):
    return fate.state == "delivered"


def has_failed(fate):
    return fate.state in FAILED


def country(fate):
    return "BE" if fate.msisdn.startswith("+32") else "FR"


def segments(fate):
    return fate.segments


def price(fate):
    return fate.segments * PRICES[country(fate)]


def added(month, figure, *facts):
    """Add a figure of the messages up, by facts of them."""
    found = defaultdict(int)
    for one in month.fates:
        found[tuple(fact(one) for fact in facts)] += figure(one)
    return dict(found)


def row_of(month, sent):
    ends = [one for one in month.fates if one.sent == sent]
    states = Counter(one.state for one in ends)
    return (
        sent.title,
        begun(month, sent),
        sent.origin,
        sent.purpose,
        sent.urgent,
        len(ends),
        len(ends) + len(sent.aside),
        sum(one.segments for one in ends),
        sum(map(price, ends)),
        states["delivered"],
        sum(states[state] for state in FAILED),
        len(sent.aside),
        states["uncertain"],
    )
