"""The exports of the demonstration: the invented years, then the term that the store tells."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path

from unisms.model import export_keys
from unisms.model.export_keys import ACCOUNT, BROKER, CAMPAIGN, THEME
from unisms.scripts.demonstration.past import years
from unisms.scripts.demonstration.past.books import PastKeys
from unisms.scripts.demonstration.past.customs import CUSTOMS
from unisms.scripts.demonstration.term import day_of
from unisms.services.exports import editions, folders, plans, snapshots, surveys
from unisms.services.exports.manifests import ExportedInstitution
from unisms.services.exports.periods import Span
from unisms.tasks import exports
from unisms.tasks.exports import run

LOANS = "loans"  # the folder of the files that libraries give


def write(worker, now):
    """Write the exports of a demonstration that was just made, as of ``now`` (epoch seconds).

    :raises EngineMissing: DuckDB is not installed.
    """
    folder = exports.folder_of(worker)
    with folders.locked(folder):
        for name in CUSTOMS:
            _write_past(worker, folder, name, now)
    run.run(worker, folder, plans.ExportWish(whole=True), now)


def _write_past(worker, folder, name, now):
    told, keys = worker.run(_begin, name)
    lived = years.before(date.fromisoformat(told.until))
    rows = years.tables(name, lived, keys)
    rows["subscriptions"] += worker.run(_themes, name, Span(lived.first, lived.last))
    highest = ((CAMPAIGN, keys.campaign + len(rows["names"]) - 1),)
    told = told._replace(since=str(lived.first), keys=highest)
    editions.publish(folder, told, rows, today=day_of(now), now=now)
    years.lend(Path(folder, LOANS, f"{name}.csv"), name, lived)


def _themes(root, name, span):
    """Return the rows of those themes that people had joined before the term."""
    institution = root["institutions"][name]
    key = partial(export_keys.of(institution).key, THEME)
    return [row for row in snapshots.subscriptions(institution, key, span, {}) if row[1]]


def _begin(root, name):
    """Return what the manifest tells of a university before its term, and the ``PastKeys``."""
    institution = root["institutions"][name]
    surveys.keys_of(root, name, {})
    keys = export_keys.of(institution)
    accounts = dict(keys.of(ACCOUNT))
    brokers = {path.rpartition("/")[2]: key for path, key in keys.of(BROKER)}
    last = str(day_of(institution.opened_at) - timedelta(days=1))
    told = ExportedInstitution(name, until=last, given_until=last, opened_at=institution.opened_at)
    return told, PastKeys(accounts, brokers, keys.highest(CAMPAIGN) + 1)
