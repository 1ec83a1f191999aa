"""A run of exports: what the store tells, read in many short transactions, written into files."""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from unisms import seams
from unisms.model.export_keys import ACCOUNT, BROKER, CAMPAIGN
from unisms.model.root import Root
from unisms.services.exports import earlier, editions, folders, manifests, plans, snapshots, surveys
from unisms.services.exports.editions import Issue
from unisms.services.exports.engine import ExportEngine
from unisms.services.exports.manifests import ExportedInstitution, Manifest
from unisms.services.exports.messages.kept import KeptCounts
from unisms.services.exports.plans import ExportWish, Plan
from unisms.services.exports.surveys import Evening, ReadCampaign, Survey
from unisms.services.exports.tables import FEW
from unisms.sms import stop
from unisms.tasks.jobs import uncollected
from unisms.tasks.worker import Worker

log = logging.getLogger(__name__)
SOME = 200  # campaigns looked at in one transaction
NAMED = 1_000  # campaigns whose titles are read in one transaction
CACHED = (300, 4 << 20)  # objects, and their size in the store, that the connections keep
Keys = dict[str, dict[str, int]]  # kind -> name -> key
Told = Callable[[str, int, int], None]  # an institution, and how many of its campaigns are done


class ExportDone(NamedTuple):
    """The outcome for an institution."""

    institution: str
    written: int  #: files that are new
    files: int  #: that count
    until: str  #: the last day they tell of
    trouble: str = ""  #: why nothing was written


class NotBelieved(Exception):
    """The clock has made a leap: nobody knows which day it is."""


def run(
    worker: Worker, folder: Path, wish: ExportWish, now: int, told: Told = lambda *_: None
) -> list[ExportDone]:
    """Write what is wished into the folder of the exports, as it is at ``now`` (epoch seconds).

    An institution that breaks leaves the others done, and is logged.

    :raises EngineMissing: DuckDB is not installed.
    :raises ExportRuns: another process writes there.
    :raises NotBelieved: ``now`` may be wrong.
    """
    if not worker.run(surveys.is_believed, now):
        raise NotBelieved
    worker.db.setCacheSize(CACHED[0])
    worker.db.setCacheSizeBytes(CACHED[1])
    with folders.locked(folder):
        names = worker.run(_names)
        folders.clear(folder, manifests.read(folder), now)
        folders.forget(folder, names, now)
        chosen = [name for name in names if wish.institution in ("", name)]
        with KeptCounts(folder) as counts, ExportEngine(folder) as engine:
            here = _Here(worker, folder, engine, counts)
            return [_done(here, name, wish, now, told) for name in chosen]


def _names(root: Root) -> list[str]:
    return list(root["institutions"])


class _Here(NamedTuple):
    """The things that a run works with."""

    worker: Worker
    folder: Path
    engine: ExportEngine
    counts: KeptCounts


def _done(here: _Here, name: str, wish: ExportWish, now: int, told: Told) -> ExportDone:
    try:
        return _export(here, name, wish, now, told)
    except Exception as trouble:  # noqa: BLE001 the next one is another institution's
        log.error("exports of %s: not written: %s", name, seams.risen(trouble))
        return ExportDone(name, 0, 0, "", type(trouble).__name__)


def _export(here: _Here, name: str, wish: ExportWish, now: int, told: Told) -> ExportDone:
    survey = here.worker.run(surveys.survey, name)
    if survey is None:
        return ExportDone(name, 0, 0, "")
    manifest = _manifest(here, name, survey, now)
    known = manifest.institutions.get(name, ExportedInstitution(name))
    plan = plans.plan(known, manifest.of(name), wish, survey.zone, now)
    keys = here.worker.run(surveys.keys_of, name, dict(known.keys))
    here.engine.begin()
    rows = _Rows(here, plan, keys)
    rows.give_evening(survey)
    for done, some in _read(here, plan, survey):
        rows.give_campaigns(some)
        told(name, done, len(survey.campaigns))
    rows.give_names()
    return _write(here, manifest, plan, survey, rows)


def _manifest(here: _Here, name: str, survey: Survey, now: int) -> Manifest:
    """Return the manifest; another institution that had this name leaves nothing."""
    manifest = manifests.read(here.folder)
    known = manifest.institutions.get(name)
    if known is not None and known.opened_at != survey.opened_at:
        here.counts.forget(name)
        folders.forget(here.folder, {*manifest.institutions} - {name}, now)
        manifest = manifests.read(here.folder)
    return manifest


def _read(here: _Here, plan: Plan, survey: Survey) -> Iterator[tuple[int, list[ReadCampaign]]]:
    """Yield how many campaigns are done, and some that may tell of a day to write.

    The count of those that are closed is kept.
    """
    name = plan.told.key
    over = here.counts.over(name, plan.fresh.first)
    names = [one for one in survey.campaigns if one not in over]
    done = 0
    while done < len(names):
        some = names[done : done + SOME]
        kept = {one: known for one in some if (known := here.counts.get(name, one))}
        with uncollected():
            count, found = here.worker.run(surveys.read_some, name, some, kept)
        for one in found:
            if one.mark and (one.name not in kept or kept[one.name].counted is not one.counted):
                here.counts.put(name, one.name, one.mark, one.counted)
        here.counts.save()
        done += count
        yield len(over) + done, found


class _Rows:
    """The rows of an institution, given to the engine as they are read."""

    def __init__(self, here: _Here, plan: Plan, keys: Keys) -> None:
        self.here, self.plan, self.keys = here, plan, keys
        self.name, self.untold = plan.told.key, set[str]()

    def give_evening(self, survey: Survey) -> None:
        """Give the rows that no message tells."""
        evening = self._evening()
        for table in ("numbers", "subscriptions", "credits", "balances"):
            self.here.engine.give(table, getattr(evening, table))
        rows = snapshots.reply_rows(evening.replies, self._account)
        self.here.engine.give("replies", rows)
        self.answers = evening.replies.by_campaign

    def _evening(self) -> Evening:
        here, plan = self.here, self.plan
        days = plans.evenings(plan)
        people = earlier.people(here.engine, here.folder, plan.of("subscriptions"))
        first = days[0] if days else plan.last
        told = earlier.numbers(here.engine, here.folder, plan.of("numbers"), first)
        span = plan.fresh._replace(last=min(plan.last, plan.fresh.last))
        return here.worker.run(surveys.evening, self.name, span, days, told, people)

    def _account(self, name: str) -> int:
        return self.keys[ACCOUNT].get(name, 0)

    def give_campaigns(self, some: Sequence[ReadCampaign]) -> None:
        """Give the rows of campaigns."""
        self._give_keys(some)
        for read in some:
            if read.counted.is_untold:
                self.untold.add(read.name)
            self.here.engine.give("facts", self._facts(read))
            self.here.engine.give("cube_hours", self._hours(read))
            self.here.engine.give("campaigns", [self._campaign(read)])

    def _give_keys(self, some: Sequence[ReadCampaign]) -> None:
        """Let whatever these campaigns name have a key."""
        wanted: defaultdict[str, set[str]] = defaultdict(set)
        for read in some:
            wanted[ACCOUNT].add(read.account)
            wanted[BROKER] |= {fact.broker for fact in read.counted.facts} - {""}
            wanted[CAMPAIGN] |= {read.name} if read.counted.people >= FEW else set()
        lacking = {kind: ones - self.keys[kind].keys() for kind, ones in wanted.items()}
        if any(lacking.values()):
            given = self.here.worker.run(surveys.give_keys, self.name, lacking)
            for kind, ones in given.items():
                self.keys[kind] |= ones

    def _key(self, read: ReadCampaign) -> int:
        """Return the key of a campaign; 0: it was written to fewer than five people."""
        return self.keys[CAMPAIGN].get(read.name, 0) if read.counted.people >= FEW else 0

    def _facts(self, read: ReadCampaign) -> Iterator[tuple[Any, ...]]:
        account, campaign, brokers = self._account(read.account), self._key(read), self.keys[BROKER]
        for fact, figures in read.counted.facts.items():
            broker = brokers.get(fact.broker, 0)
            way = (account, campaign, broker, read.origin, read.purpose)
            yield (fact.day, *way, *fact[2:], *figures)

    def _hours(self, read: ReadCampaign) -> Iterator[tuple[Any, ...]]:
        account = self._account(read.account)
        for (day, hour), figures in read.counted.hours.items():
            if day <= self.plan.last:
                yield (day.replace(day=1), account, day.isoweekday(), hour, *figures)

    def _campaign(self, read: ReadCampaign) -> tuple[Any, ...]:
        counted, words = read.counted, self.answers.get(read.name, Counter())
        way = (self._account(read.account), self._key(read), read.origin, read.purpose)
        answers = (words.total(), words[stop.STOP])
        return (
            *(counted.released, *way, 1, counted.people, *counted.figures()),
            *(*answers, read.approval, read.urgent),
        )

    def give_names(self) -> None:
        """Give the names of all that has a key."""
        items, run = iter(self.keys[CAMPAIGN].items()), self.here.worker.run
        self.here.engine.give("names", run(surveys.names_of, self.name))
        while some := dict(islice(items, NAMED)):
            rows = run(surveys.titles_of, self.name, some, frozenset(self.untold))
            self.here.engine.give("names", rows)

    def highest(self) -> dict[str, int]:
        """Return the highest key of each kind."""
        return {kind: max(ones.values(), default=0) for kind, ones in self.keys.items()}


def _write(here: _Here, manifest: Manifest, plan: Plan, survey: Survey, rows: _Rows) -> ExportDone:
    """Write the files that differ, and then the manifest."""
    highest = _higher(dict(plan.told.keys), rows.highest())
    here.engine.take()
    told = plans.told_after(plan, survey.opened_at, highest, here.engine.first_day())
    spans, kept = plans.spans(plan, survey.retention), plans.kept(plan.told)
    issue = Issue(told, plan.opened, plan.now, spans, plan.last, kept)
    files = editions.write(here.engine, here.folder, issue, plan.files)
    folders.let_go(here.folder, plan.files, files)
    manifests.write(here.folder, manifest.changed(told, files), plan.now)
    new = len({*files} - {*plan.files})
    return ExportDone(plan.told.key, new, len(files), told.until)


def _higher(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {kind: max(one.get(kind, 0), other.get(kind, 0)) for kind in {*one, *other}}
