"""The people whom a check sets aside, the first of each cause."""

from unisms.services.delivery import progress
from unisms.sms import states

SHOWN_ASIDE = 10  # people of each cause, before the whole list


def set_aside(campaign, told_by=progress):
    """Return ``{cause: the first people set aside for it}``."""
    found = {}
    for shown in told_by.rows(campaign, states.SET_ASIDE):
        people = found.setdefault(shown.row.cause, [])
        if len(people) < SHOWN_ASIDE:
            people.append(shown)
    return found
