"""The scope of a question: institutions, accounts, days, and filters among them."""

from datetime import date
from typing import NamedTuple

from dashboards.exports import periods
from dashboards.exports.periods import Period


class Selection(NamedTuple):
    """A question's scope: what one may see, and what one has chosen of it.

    Keys are those of one institution: with several institutions, none may be chosen.
    """

    institutions: tuple[str, ...]
    accounts: tuple[int, ...] | None  #: keys one may see; None: all of the institutions
    first: date
    last: date  #: included
    account: int = 0  #: 0: any
    origin: str = ""
    broker: int = 0
    campaign: int = 0
    network: str = ""
    country: str = ""

    @property
    def period(self) -> Period:
        return Period(self.first, self.last)

    def during(self, period: Period) -> "Selection":
        """Return the same of other days."""
        return self._replace(first=period.first, last=period.last)

    def before(self) -> "Selection":
        """Return the same of the period before, of the same length."""
        return self.during(periods.before(self.period))

    def last_year(self) -> "Selection":
        """Return the same of the same days a year ago."""
        return self.during(periods.last_year(self.period))

    @property
    def chosen(self) -> dict[str, int | str]:
        """Filters that are set: column -> value."""
        return {name: value for name in FILTERS if (value := getattr(self, name))}

    @property
    def by_account(self) -> bool:
        """Whether only some accounts count, by choice or by right."""
        return self.accounts is not None or bool(self.account)


FILTERS = ("account", "origin", "broker", "campaign", "network", "country")
