"""The health of numbers: failures that count, numbers set aside by them and put back in service.

It may call ``delivery`` and every room below it. Open to others:

- ``brakes``: a campaign that pauses by itself because too many messages fail
- ``flags``: whether a number is set aside, and numbers put back in service
- ``outages``: failures of routes, which no number is to blame for
- ``sentences``: why nothing was done on the page of numbers
"""

from typing import Any

from unisms.services.health import archive, flags, mails, warnings

__all__ = ["brakes", "flags", "outages", "sentences"]


def includeme(config: Any) -> None:
    config.add_mail(mails.FAILING, mails.TEXT_OF_FAILING)
    config.add_mail(mails.BRAKED, mails.TEXT_OF_BRAKED)
    config.add_archive_part("numbers", archive.numbers, permissions=archive.OF_NUMBERS)
    config.add_archive_part("outages", archive.outages)
    config.add_nightly_job("numbers", flags.forget, of="institutions")
    config.add_nightly_job("number_owners", warnings.warn, of="institutions", erases=False)
