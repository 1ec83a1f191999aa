"""Nobody is dropped without a word: each line of a file is told once, and the sums add up."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from factories import make_house
from hypothesis import given, settings
from hypothesis import strategies as st
from made_workbooks import xlsx
from tiers import tries

from unisms.services.brokers import connections
from unisms.services.campaigns import checks, drafts
from unisms.services.imports import fates, intake, lines
from unisms.services.imports.row_rule import Condition
from unisms.sms import states
from unisms.testing.factories import someone
from unisms.testing.store import Store

NOW = int(datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp())
TODAY = datetime.fromtimestamp(NOW, UTC).date()
HEAD = ["N° lecteur", "Nom", "Mobile", "Retour"]
CELLS = st.tuples(
    st.sampled_from(["", "1", "1", "2", "3"]),
    st.sampled_from(["Ana", "Bob", "Zoé", ""]),
    st.sampled_from(
        ["0639980001", "06 39 98 00 02", "0139980003", "", "non", "+33639980001", "6,39980E+08"]
    ),
    st.sampled_from(["19/11/2026", "20/11/2026", "demain", "", "2026-11-19T23:30:00Z"]),
)
ROWS = st.lists(
    st.one_of(CELLS, st.just(("", "", "", "")), st.just((" ", "", "", ""))), max_size=14
)
RULES = st.sampled_from(
    [(), ((3, "days_before", 1),), ((1, "filled"),), ((3, "since", 3), (1, "is_not", ("Bob",)))]
)
KEYS = st.sampled_from([-1, 0])
FIRST = (
    "9",
    "Eva",
    "0639980009",
    "19/11/2026",
)  # a row of its own: a file of blanks holds no table


def as_csv(rows, hidden):
    return "\n".join(";".join(row) for row in [HEAD, *rows]).encode()


def as_xlsx(rows, hidden):
    """A workbook whose rows at these places, from 0, are hidden."""
    source, out = zipfile.ZipFile(io.BytesIO(xlsx(("F", [HEAD, *map(list, rows)])))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in source.namelist():
            part = source.read(name)
            for place in hidden:
                part = part.replace(
                    b'<row r="%d">' % (place + 2), b'<row r="%d" hidden="1">' % (place + 2)
                )
            package.writestr(name, part)
    return out.getvalue()


def imported(institution, content, rule=(), key=-1):
    record = intake.receive(someone(institution), "x", content, NOW)
    intake.read(record, NOW)
    intake.choose(
        record,
        number_columns=(2,),
        name_columns=(1,),
        key_column=key,
        rule=[Condition(*one) for one in rule],
    )
    return record


def prepared(institution, record):
    campaign = drafts.draft(
        someone(institution),
        now=NOW,
        title="Prêts",
        text="Bonjour",
        audience=(("import", record.__name__),),
        account=next(iter(institution["accounts"])),
        connection=next(iter(connections.usable(institution))),
        sender_id="",
    )
    drafts.submit(campaign)
    checks.prepare(institution.__parent__.__parent__, campaign.path, NOW)
    return campaign


def audit(rows, content, hidden, rule, key):
    store = Store()
    _audit(make_house(store.root), rows, content, hidden, rule, key)
    store.close()
    store.db.close()


def _audit(institution, rows, content, hidden, rule, key):
    record = imported(institution, content, rule, key)
    filled = [place for place, row in enumerate(rows) if any(map(str.strip, row))]
    unseen = [place for place in filled if place in hidden]
    noted = {code: count for code, count, _ in record.notices}
    assert noted.get("hidden_rows", 0) == len(unseen)
    assert len(record.rows) == len(filled) - len(unseen)

    preview = fates.preview(record, today=TODAY, country="FR")
    counts = dict(preview.counts())
    undecided = len(preview.undecided())
    outside = preview.rows - preview.chosen - undecided
    assert preview.rows == preview.ready + sum(counts.values()) + outside
    assert preview.chosen == preview.people + counts.get(fates.SAME_PERSON, 0)
    assert len({row.line for row in preview.aside}) == len(preview.aside)

    campaign = prepared(institution, record)
    if not preview.chosen:
        assert campaign.state == states.DRAFT
        assert campaign.problem.startswith("dates_unread:") == bool(undecided)
        return
    check, told = checks.check_of(campaign), lines.lines_of(campaign)
    assert told.read == preview.rows
    assert (told.chosen, told.unreadable + told.missing, told.outside) == (
        preview.chosen,
        undecided,
        outside,
    )
    assert told.chosen == told.grouped + check.recipients + check.merged + sum(
        check.set_aside.values()
    )
    assert (check.recipients, told.grouped) == (
        preview.ready,
        counts.get(fates.SAME_PERSON, 0),
    )


@given(ROWS, RULES, KEYS)
@settings(deadline=None)
def test_each_line_of_a_text_is_told_once(rows, rule, key):
    rows = [FIRST, *rows]
    audit(rows, as_csv(rows, ()), (), rule, key)


@given(ROWS, st.sets(st.integers(1, 14)), RULES, KEYS)
@settings(deadline=None, max_examples=tries(15))  # a process each
def test_each_line_of_a_spreadsheet_is_told_once_the_hidden_ones_too(rows, hidden, rule, key):
    rows = [FIRST, *rows]
    audit(rows, as_xlsx(rows, hidden), hidden, rule, key)


@pytest.fixture
def house(root):
    return make_house(root)


def test_dates_that_cannot_be_read_are_why_there_is_nobody(house):
    rows = [
        ("1", "Ana", "0639980001", "demain" * 20),
        ("2", "Bob", "0639980002", ""),
        ("3", "Zoé", "0639980003", "x"),
    ]
    campaign = prepared(house, imported(house, as_csv(rows, ()), rule=((3, "days_before", 1),)))
    assert campaign.problem == f"dates_unread:2:1:{('demain' * 20)[:40]}"
    missing = [("1", "Ana", "0639980001", "")]
    campaign = prepared(house, imported(house, as_csv(missing, ()), rule=((3, "days_before", 1),)))
    assert campaign.problem == "dates_unread:0:1:"


def test_what_is_no_line_of_the_file_is_told_beside_the_check(house):
    campaign = prepared(house, imported(house, as_xlsx([FIRST, FIRST], {1})))
    assert lines.notices(campaign) == [("hidden_rows", 1, "3")]
    house["imports"].remove(campaign.audience[0][1])
    assert lines.notices(campaign) == []
    assert lines.lines_of(campaign) == (1, 1, 0, 0, 0, ())


def test_a_check_of_before_tells_no_lines(house):
    campaign = prepared(house, imported(house, as_csv([FIRST], ())))
    campaign.check = tuple(pair for pair in campaign.check if pair[0] != "files")
    assert lines.lines_of(campaign) is None
