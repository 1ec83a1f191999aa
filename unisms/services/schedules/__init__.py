"""Campaigns that leave at their hour: scheduled, called back, looked at again, repeated.

It may call ``discretion`` and every room below it. Open to others:

- ``arrivals``: scheduled campaigns whose hour has come, looked at again and let go
- ``departures``: a checked campaign that leaves now or at its hour, is called back or hastened
- ``forecasts``: when a campaign leaves, when its last message will have left, and why
- ``sentences``: why a scheduled campaign has not left
- ``series``: repetitions, each made of the one before and checked by itself
"""

from typing import Any

from unisms.services.schedules import mails

__all__ = ["arrivals", "departures", "forecasts", "sentences", "series"]


def includeme(config: Any) -> None:
    config.add_mail(mails.NOT_LEFT, mails.TEXT_OF_NOT_LEFT)
