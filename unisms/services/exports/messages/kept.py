"""The counts that a run of exports keeps for the next one, in a file of its own.

A campaign that is closed, and of which no more news came, is not read again. The file may be
deleted: then all is counted anew that the store still has.
"""

import json
import sqlite3
from datetime import date
from pathlib import Path
from typing import NamedTuple

from unisms.services.exports import tables
from unisms.services.exports.messages.counts import CountedCampaign, Fact, Figures

FILE = "state.sqlite"
LAYOUT = f"""
CREATE TABLE IF NOT EXISTS counted_{tables.VERSION} (
    institution TEXT, campaign TEXT, mark TEXT, last TEXT, told TEXT,
    PRIMARY KEY (institution, campaign)) WITHOUT ROWID
"""
TABLE = f"counted_{tables.VERSION}"


class KeptCount(NamedTuple):
    """The count of a campaign that was closed then."""

    mark: str  #: another one where anything about it has changed
    counted: CountedCampaign


class KeptCounts:
    """The file of counts; ``with`` closes it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE
        try:
            self._open()
        except sqlite3.DatabaseError:  # it is damaged: all is counted anew
            self.file.unlink()
            self._open()

    def _open(self) -> None:
        self._database = sqlite3.connect(self.file)
        try:
            self._database.execute("PRAGMA synchronous = OFF")
            self._database.execute(LAYOUT)
        except sqlite3.DatabaseError:
            self._database.close()
            raise

    def __enter__(self) -> "KeptCounts":
        return self

    def __exit__(self, *_error: object) -> None:
        self._database.close()

    def save(self) -> None:
        """Keep what was put in so far."""
        self._database.commit()

    def over(self, institution: str, before: date) -> set[str]:
        """Return the names of campaigns of which no day tells from ``before`` on."""
        asked = f"SELECT campaign FROM {TABLE} WHERE institution = ? AND last < ?"  # noqa: S608
        return {name for (name,) in self._database.execute(asked, (institution, str(before)))}

    def get(self, institution: str, campaign: str) -> KeptCount | None:
        """Return the count that was kept of a campaign, or ``None``."""
        asked = f"SELECT mark, told FROM {TABLE} WHERE institution = ? AND campaign = ?"  # noqa: S608
        found = self._database.execute(asked, (institution, campaign)).fetchone()
        return KeptCount(found[0], _read(found[1])) if found else None

    def put(self, institution: str, campaign: str, mark: str, counted: CountedCampaign) -> None:
        """Keep the count of a closed campaign."""
        row = (institution, campaign, mark, str(counted.last), _written(counted))
        self._database.execute(f"INSERT OR REPLACE INTO {TABLE} VALUES (?, ?, ?, ?, ?)", row)  # noqa: S608

    def forget(self, institution: str) -> None:
        """Forget what is kept of an institution."""
        self._database.execute(f"DELETE FROM {TABLE} WHERE institution = ?", (institution,))  # noqa: S608


def _written(counted: CountedCampaign) -> str:
    facts = [[fact.day.toordinal(), *fact[1:], *told] for fact, told in counted.facts.items()]
    hours = [[day.toordinal(), hour, *told] for (day, hour), told in counted.hours.items()]
    released = counted.released.toordinal()
    return json.dumps([released, counted.people, facts, hours, counted.is_untold])


def _read(told: str) -> CountedCampaign:
    released, people, facts, hours, is_untold = json.loads(told)
    return CountedCampaign(
        date.fromordinal(released),
        people,
        {Fact(date.fromordinal(one[0]), *one[1:7]): Figures(*one[7:]) for one in facts},
        {(date.fromordinal(one[0]), one[1]): (one[2], one[3], one[4]) for one in hours},
        is_untold,
    )
