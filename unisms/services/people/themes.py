"""Themes: opened and changed, joined and left; and who may decide who joins."""

from datetime import datetime
from zoneinfo import ZoneInfo

from unisms.model.root import Institution


def day_of(institution: Institution, now: int) -> str:
    """Return the day at the institution at ``now`` (epoch seconds), as ``2027-01-12``."""
    return datetime.fromtimestamp(now, ZoneInfo(institution.time_zone)).date().isoformat()


def forget_person(institution: Institution, uid: str, now: int) -> None:
    """Know ``uid`` no more in any theme: somebody else may be called so."""
    for theme in institution["themes"].values():
        theme.forget(uid, day_of(institution, now))
