"""Dashboards: what somebody may see there, the tickets that let them in, reports of months by mail.

It may call ``exports`` and every room below it. Open to others:

- ``monthly``: the reports that are due, and the mails that they become
- ``tickets``: a ticket that is made and signed, and the key of the signature
"""

from typing import Any

from unisms.services.dashboards import mails, monthly, readers

__all__ = ["monthly", "tickets"]


def includeme(config: Any) -> None:
    config.add_mail(mails.REPORT, mails.TEXT_OF_REPORT)
    config.add_dossier_part("monthly_reports", readers.of_subject)
