"""Findings about the monthly reports: those that a night should have made, and has not."""

import time

from unisms.scripts.findings import fine, warning
from unisms.services.dashboards import monthly
from unisms.tasks import exports

PATIENCE = 2 * 3600  # seconds after the exports were written, in which their reports are made


def examine_reports(worker, now=time.time):
    """Yield whether a report that somebody wants is late."""
    folder = exports.folder_of(worker)
    due = worker.run(monthly.due, exports.closed_months(folder))
    if not due or now() - exports.written_at(folder) < PATIENCE:
        yield fine("reports", "no monthly report is late.")
        return
    months = ", ".join(sorted({one.month for one in due}))
    yield warning(
        "reports",
        f"{len(due)} late ({months}): a worker makes them after the exports of each night, and its "
        "log tells why it could not.",
    )
