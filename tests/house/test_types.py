"""The types of signatures refuse a value in the place of another one: `make lint` fails."""

import re

import places
import pytest
from mypy import api

pytestmark = pytest.mark.slow

SETTING = """
from datetime import date

from unisms.model import acl, digests, groups
from unisms.model.accounts import Account, LedgerEntry
from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection
from unisms.model.folder import path_of
from unisms.model.imports import Import
from unisms.model.people import Subscriber
from unisms.model.root import Institution, Root
from unisms.model.rows import MessageRow
from unisms.ports import Receipt, Reply
from unisms.services.campaigns import guards, refusals
from unisms.services.delivery import claims
from unisms.services.door import passwords
from unisms.services.files import delimited, formulas, mixtures, texts, workbooks
from unisms.services.files.rows import Row
from unisms.services.ground import journal, lives
from unisms.services.ground.actor import Actor
from unisms.services.imports import candidates, carryover, fates, intake, row_rule, uploads
from unisms.services.people import enrolment, themes
from unisms.services.rights import daily, reaches, rights
from unisms.services.tables import columns, countries, rectangles, tables
from unisms.tasks import outside
from unisms.tasks.delivery import baton
from unisms.tasks.delivery.brake import Verdict
from unisms.tasks.delivery.lease import Lease
from unisms.tasks.worker import Worker


def calls(
    root: Root,
    institution: Institution,
    actor: Actor,
    campaign: Campaign,
    account: Account,
    connection: BrokerConnection,
    person: Subscriber,
    entry: LedgerEntry,
    row: MessageRow,
    worker: Worker,
    lease: Lease,
    batch: claims.Batch,
    verdict: Verdict,
    receipt: Receipt,
    reply: Reply,
    file: Import,
    rows: list[Row],
    table: tables.Table,
    sheet: workbooks.Sheet,
    today: date,
) -> None:
"""
RIGHT = [
    "rights.person(institution, 'jdupont')",
    "daily.spent(institution, actor.uid, 1_800_000_000)",
    "reaches.of(actor, 'scd')",
    "guards.release(actor, campaign, 1_800_000_000)",
    "institution['people'].add('jdupont', person)",
    "groups.size(institution['groups'], 'l2-histoire')",
    "campaign.write(1, row.moved('delivered', 1_800_000_000))",
    "account.record('20270112-k7qf:settle', entry)",
    "worker.run(claims.claim_batch, path_of(connection), 9, 'm', 1_800_000_000)",
    "worker.enqueue('deliver', path_of(connection))",
    "lease.brake.judge(batch, verdict.outcome)",
    "lease.index.early(receipt)",
    "intake.receive(actor, 'retards.csv', b'Nom;Mobile', 1_800_000_000)",
    "intake.choose(file, number_columns=(1,), name_columns=[0], key_column=-1, rule=())",
    "candidates.select(file, today).chosen[0][1]",
    "columns.recognise(table.columns, table.rows, 'FR').number_columns[0]",
    "formulas.settle(table.rows)",
]
WRONG = {
    "a list of roles as a uid": "rights.person(institution, list(actor.held))",
    "an actor as a uid": "rights.held(institution, actor)",
    "an institution as a uid": "daily.spent(institution, institution, 1_800_000_000)",
    "a uid as an institution": "rights.person('jdupont', institution)",
    "a uid as an actor": "reaches.of('jdupont', 'scd')",
    "an account as its name": "reaches.of(actor, account)",
    "a campaign as its author": "enrolment.remove(actor, campaign, 1_800_000_000)",
    "the root as an institution": "rights.held(root, 'jdupont')",
    "a name as a campaign": "guards.release(actor, '20270112-k7qf', 1_800_000_000)",
    "a connection as its path": "claims.claim_batch(root, connection, 9, 'm', 1_800_000_000)",
    "a moment as a text": "journal.act(actor, campaign, 'released', '2027-01-12')",
    "an institution as the root": "lives.is_held(institution)",
    # the records
    "a connection as a campaign": "institution['campaigns'].add('operator', connection)",
    "an account as a person": "institution['people'].add('scd', account)",
    "a person as their uid": "institution['people'].opts_out(person, 1_800_000_000)",
    "accounts as groups": "groups.size(institution['accounts'], 'scd')",
    "connections as institutions": "rights.held(root['brokers']['consortium'], 'jdupont')",
    "an entry as its key": "account.record(entry, entry)",
    "a row as its number": "campaign.write(row, row)",
    "a moment as a text, in a history": "campaign.remember('2027-01-12', 'jdupont', 'changed')",
    "a campaign as its path": "connection.join_line(campaign, True)",
    "an institution as its name": "acl.person_principal(institution, 'jdupont')",
    "an institution as the root, of digests": "digests.verify(institution)",
    "a theme as its name": "themes.leave(actor, 'sport', 'jdupont', 1_800_000_000)",
    "a path as a record": "path_of('/brokers/consortium')",
    # the tasks
    "a connection as its path, to claim": "worker.run(claims.claim_batch, connection, 9, 'm', 1)",
    "a text as a limit, to claim": "worker.run(claims.claim_batch, '/', '9', 'm', 1)",
    "a record as the argument of a task": "worker.enqueue('deliver', connection)",
    "a lease as its path": "baton.stand_by(worker, lease)",
    "a path as a lease": "baton.claim(worker, '/brokers/operator')",
    "a worker as the registry": "outside.answers(worker, [])",
    "a verdict as an outcome": "lease.brake.judge(batch, verdict)",
    "a reply as a receipt": "lease.index.early(reply)",
    # files of people
    "an uid as who uploads": "intake.receive('jdupont', 'a.csv', b'', 1_800_000_000)",
    "a text as the bytes of a file": "intake.receive(actor, 'a.csv', 'Nom', 1_800_000_000)",
    "a file as its bytes": "tables.read(file)",
    "a table as the record of a file": "fates.preview(table, today=today)",
    "a moment as a day": "fates.preview(file, today=1_800_000_000)",
    "titles as the places of columns": "candidates.name_of(('Zoé',), ('Prénom',))",
    "a title as its place": "row_rule.values_of(rows, 'Prénom')",
    "cells as rows": "row_rule.select(table.columns, [], today)",
    "a condition as a rule": "row_rule.check((0, 'filled'), 2)",
    "a day as a text, in a rule": "row_rule.select(rows, [], '2026-11-20')",
    "a person as their number": "candidates.cause_of('+33639980001', True)",
    "a sheet as a table": "carryover.kept(file, sheet)",
    "an institution as its folder of files": "uploads.recent(institution, 1_800_000_000)",
    "campaigns as files": "uploads.count(institution['campaigns'], 'jdupont', 9, 1)",
    "a text as its lines": "delimited.split('a;b', b';')",
    "bytes as text": "mixtures.undouble(b'Zo', ['Zo'])",
    "text as bytes": "texts.decode('Nom;Mobile')",
    "an encoding as whether it is chosen": "texts.decode(b'', True)",
    "a limit as a wish": "workbooks.read(b'', 100_000)",
    "rows without numbers as rows": "formulas.settle(sheet.rows)",
    "rows as titles": "columns.recognise(rows, rows)",
    "a table as its rows": "rectangles.own_columns(table.columns, table)",
    "a number as a reading": "countries.CodeReader((1,), 0, 'FR').noted([], [], '+33639980001')",
    "a text as a refusal": "refusals.problem_of('closed', 'send', campaign)",
    "an act as its campaign": "refusals.problem_of(lives.StoreHeld(), 'send', 'resend')",
}


@pytest.fixture(scope="module")
def refused(tmp_path_factory):
    """Return the numbers of the calls that mypy refuses, with our settings."""
    file = tmp_path_factory.mktemp("types") / "calls.py"
    file.write_text(SETTING + "".join(f"    {call}\n" for call in [*RIGHT, *WRONG.values()]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MYPYPATH", str(places.ROOT))
        settings = ["--config-file", str(places.ROOT / ".mypy.ini")]
        told, trouble, _ = api.run([*settings, "--cache-dir", str(file.parent), str(file)])
    assert trouble == ""
    lines = re.findall(r"calls\.py:(\d+): error: .*\[arg-type\]", told)
    return {int(line) - SETTING.count("\n") - 1 for line in lines}


def test_calls_that_are_right_pass(refused):
    assert refused.isdisjoint(range(len(RIGHT)))


@pytest.mark.parametrize("number", range(len(WRONG)), ids=list(WRONG))
def test_what_belongs_elsewhere_is_refused(refused, number):
    assert len(RIGHT) + number in refused
