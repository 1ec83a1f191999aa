"""A figure of each kind, of invented frames, and the drawing of it taken apart."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pandas as pd

from dashboards.figures import arrival, campaigns, cost, errors, loans, overview, usage
from dashboards.figures.drawing import draw

NAMESPACE = "{http://www.w3.org/2000/svg}"
DAYS = [date(2026, 11, 1) + timedelta(days=each) for each in range(30)]
WEEKS = [date(2026, 1, 5) + timedelta(days=7 * each) for each in range(12)]
MONTHS = [date(2026, each, 1) for each in range(1, 13)]
OF_STATES = {"delivered": 90, "waiting": 4, "uncertain": 1, "failed": 6, "set_aside": 2}
LATE = {
    "name": ["Centre", "Nord"],
    "with_sms": ["no", "yes"],
    "share": [0.2, 0.1],
    "low": [0.15, 0.07],
    "high": [0.25, 0.14],
    "difference": [-0.08, 0.02],
}


def frame(**columns):
    return pd.DataFrame(columns)


def of_months(**columns):
    return frame(month=MONTHS, **{name: [value] * 12 for name, value in columns.items()})


SENT = frame(day=DAYS, delivered=[90] * 30, sent=[100] * 30)
NAMED = frame(name=["Opéra", "Bravo"], delivered=[90, 40], sent=[100, 50])
BY_NAME = pd.concat([SENT.assign(name=each) for each in ("Opéra", "Bravo")])
SLOW = frame(week=WEEKS, name=["Opéra"] * 12, p50=[4] * 12, p90=[40] * 12, p99=[4000] * 12)
AHEAD = frame(
    day=DAYS,
    spent=[*range(0, 1000, 100), *[None] * 20],
    expected=[None] * 9 + [*range(900, 3000, 100)],
    low=[None] * 9 + [*range(900, 2475, 75)],
    high=[None] * 9 + [*range(900, 3525, 125)],
)
#: name of a figure -> the function that makes it, its frame, and what else it takes
FIGURES = {
    "overview.by_day": (
        overview.by_day,
        frame(day=DAYS, **{n: [v] * 30 for n, v in OF_STATES.items()}),
    ),
    "overview.causes": (overview.causes, frame(cause=["absent", ""], messages=[120, 4])),
    "arrival.by_day": (arrival.by_day, SENT),
    "arrival.by_broker_and_day": (arrival.by_broker_and_day, BY_NAME),
    "arrival.by_broker": (arrival.by_name, NAMED, "arrival.by_broker"),
    "arrival.by_hour": (
        arrival.by_hour,
        frame(hour=[8, 9, 11], delivered=[1, 2, 3], messages=[2, 2, 3]),
    ),
    "arrival.delays": (arrival.delays, SLOW),
    "arrival.delays_by_broker.p90": (arrival.delays_by_broker, SLOW),
    "errors.causes_by_month": (
        errors.causes_by_month,
        pd.concat([of_months(cause=each, messages=9) for each in "abcdefg"]),
    ),
    "errors.flagged_by_day": (errors.flagged_by_day, frame(day=DAYS, flagged=[*range(30)])),
    "errors.new_and_repaired": (
        errors.new_and_repaired,
        frame(day=DAYS, new=[3] * 30, repaired=[2] * 30),
    ),
    "errors.saved_by_month": (errors.saved_by_month, of_months(cost=45_000)),
    "errors.worst_accounts": (errors.worst_accounts, frame(name=["Sport"], share=[0.2])),
    "cost.by_account": (cost.by_account, frame(name=["Sport", "Bibliothèque"], cost=[8_800, 120])),
    "cost.by_origin": (cost.by_origin, frame(origin=["page", "command"], cost=[8_800, 120])),
    "cost.by_month": (cost.by_month, of_months(cost=45_000)),
    "cost.balances": (cost.balances, frame(name=["Sport"], available=[900], reserved=[20])),
    "cost.forecast": (cost.forecast, AHEAD, 2_000),
    "usage.campaigns_by_day": (usage.campaigns_by_day, frame(day=DAYS, campaigns=[3] * 30)),
    "usage.replies": (usage.replies, of_months(replies=8)),
    "usage.left": (usage.left, of_months(left=8)),
    "usage.sizes": (usage.sizes, frame(size=[1, 2, 5, 100], campaigns=[80, 30, 9, 2])),
    "usage.subscriptions": (
        usage.subscriptions,
        pd.concat([frame(day=DAYS, members=[8] * 30).assign(name=each) for each in "ab"]),
    ),
    "usage.approvals": (usage.approvals, of_months(p50=600, p90=9_000)),
    "loans.compare": (loans.compare, frame(**LATE)),
    "loans.difference": (loans.difference, frame(**LATE)),
    "loans.by_month": (
        loans.by_month,
        pd.concat([of_months(share=0.1).assign(with_sms=each) for each in ("no", "yes")]),
    ),
    "campaigns.compare": (
        campaigns.compare,
        frame(
            name=["Cours"],
            messages=[200],
            delivered=[170],
            failed=[4],
            set_aside=[8],
            uncertain=[0],
        ),
    ),
    "campaigns.causes": (campaigns.causes, frame(cause=["absent"], messages=[3])),
}


def made(name, look):
    """Return the figure of this name in a look."""
    func, told, *more = FIGURES[name]
    return _called(func, told, look, *more)


def of_nothing(name, look):
    """Return what the function makes of a frame without rows."""
    func, told, *more = FIGURES[name]
    return _called(func, told.head(0), look, *more)


def _called(func, told, look, *more):
    return func(told, look, *more)


class Drawing:
    """A drawing, taken apart."""

    def __init__(self, figure, **options):
        self.text = draw(figure, **options)
        self.root = ElementTree.fromstring(self.text)

    def all(self, name):
        return [*self.root.iter(NAMESPACE + name)]

    def words(self):
        return [one.text for one in self.all("text")]

    def bars(self):
        """Return place and size of each bar, without samples of the legend and grounds."""
        keys = ("x", "y", "width", "height")
        rects = [one for one in self.root.findall(NAMESPACE + "rect") if not one.get("opacity")]
        found = [tuple(float(one.get(key) or 0) for key in keys) for one in rects]
        return [one for one in found if one[2:] != (20, 12)]

    def points(self):
        """Return the number of points of each line that has several."""
        return [
            len(re.findall(r"[ML]", one.get("d"))) for one in self.root.findall(NAMESPACE + "path")
        ]
