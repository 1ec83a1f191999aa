from datetime import date
from zoneinfo import ZoneInfo

import pytest

from unisms.services.imports.row_rule import BadCondition, Doubt, check, select, values_of

TODAY = date(2026, 11, 20)


def lines(cells, *rule):
    """The lines chosen among rows of one or two cells, the first on line 2."""
    rows = [(line, row if isinstance(row, tuple) else (row,)) for line, row in enumerate(cells, 2)]
    return [line for line, _ in select(rows, rule, TODAY).chosen]


def test_a_rule_asks_for_the_day_of_the_institution():
    rows = [(2, ("2026-11-28T23:00:00Z",)), (3, ("2026-11-29T22:59:00Z",))]
    rule = ((0, "days_before", 0),)
    assert len(select(rows, rule, date(2026, 11, 29), ZoneInfo("Europe/Paris")).chosen) == 2
    assert len(select(rows, rule, date(2026, 11, 28), ZoneInfo("Pacific/Tahiti")).chosen) == 1
    assert len(select(rows, rule, date(2026, 11, 30), ZoneInfo("Pacific/Noumea")).chosen) == 1


def test_without_a_rule_every_row_is_chosen():
    assert lines(["a", ""]) == [2, 3]


@pytest.mark.parametrize(
    ("condition", "chosen"),
    [
        ((0, "is", ("etudiant l",)), ["Etudiant L", "Étudiant  L", " ÉTUDIANT L "]),
        (
            (0, "is", ("etudiant l", "Étudiant D")),
            ["Etudiant L", "Étudiant  L", " ÉTUDIANT L ", "Étudiant D"],
        ),
        ((0, "is_not", ("Étudiant L",)), ["Étudiant D", "Enseignant", ""]),
        ((0, "contains", "étudiant"), ["Etudiant L", "Étudiant  L", " ÉTUDIANT L ", "Étudiant D"]),
        (
            (0, "filled", ""),
            ["Etudiant L", "Étudiant  L", " ÉTUDIANT L ", "Étudiant D", "Enseignant"],
        ),
        ((0, "blank"), [""]),
    ],
)
def test_texts_are_compared_without_accents_case_and_spaces(condition, chosen):
    cells = ["Etudiant L", "Étudiant  L", " ÉTUDIANT L ", "Étudiant D", "Enseignant", ""]
    assert [cells[line - 2] for line in lines(cells, condition)] == chosen


@pytest.mark.parametrize(
    ("operator", "days", "chosen"),
    [
        ("days_before", 1, ["19/11/2026"]),
        ("days_before", 0, ["20/11/2026"]),
        ("days_after", 2, ["22/11/2026"]),
        ("longer_ago", 1, ["18/11/2026"]),
        ("since", 1, ["20/11/2026", "22/11/2026"]),
    ],
)
def test_dates_are_counted_in_days_from_today(operator, days, chosen):
    cells = ["18/11/2026", "19/11/2026", "20/11/2026", "22/11/2026"]
    assert [cells[line - 2] for line in lines(cells, (0, operator, days))] == chosen


def test_two_dates_are_compared_in_order():
    loans = [
        ("05/11/2026", "19/11/2026"),
        ("06/11/2026", "19/11/2026"),
        ("19/11/2026", "05/11/2026"),
    ]
    assert lines(loans, (0, "days_apart", 14, 1)) == [2]


def test_all_conditions_must_hold():
    assert lines([("a", "b"), ("a", "c"), ("d", "b")], (0, "is", ("a",)), (1, "is", ("b",))) == [2]


@pytest.mark.parametrize(
    ("condition", "doubt"),
    [
        ((1, "days_before", 1), Doubt("date_unreadable", 1)),
        ((2, "days_before", 1), Doubt("date_missing", 2)),
        ((1, "days_apart", 14, 3), Doubt("date_unreadable", 1)),
        ((3, "days_apart", 14, 2), Doubt("date_missing", 2)),
    ],
)
def test_a_row_with_a_bad_date_is_named_not_dropped(condition, doubt):
    row = ("a", "31/02/2026", " ", "19/11/2026")
    selection = select([(12, row)], [condition, (0, "is", ("a",))], TODAY)
    assert selection == ([], [(12, row, doubt)])


def test_the_first_doubt_is_told():
    selection = select([(2, ("x", ""))], [(0, "days_before", 1), (1, "days_before", 1)], TODAY)
    assert selection.undecided == [(2, ("x", ""), Doubt("date_unreadable", 0))]


def test_a_row_that_another_condition_excludes_has_no_doubt():
    assert select(
        [(2, ("31/02/2026", "b"))], [(0, "days_before", 1), (1, "is", ("a",))], TODAY
    ) == ([], [])


def test_values_are_counted_together_when_they_are_the_same():
    cells = [
        "Étudiant D",
        "Etudiant D",
        "Étudiant D ",
        "Étudiant D",
        "Lecteur",
        "Lecteur",
        "Lecteur",
        "",
        " ",
    ]
    assert values_of([(line, (cell,)) for line, cell in enumerate(cells)], 0) == [
        ("Étudiant D", 4),
        ("Lecteur", 3),
    ]


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ((2, "is", ("a",)), "column"),
        ((-1, "is", ("a",)), "column"),
        ((0, "sounds_like", ("a",)), "operator"),
        ((0, "is", ()), "argument"),
        ((0, "contains", ""), "argument"),
        ((0, "days_before", "1"), "argument"),
        ((0, "days_before", -1), "argument"),
        ((0, "days_before", 1_000_000), "argument"),
        ((0, "days_apart", 14, 2), "other"),
        ((0, "days_apart", 14), "other"),
    ],
)
def test_a_condition_that_makes_no_sense_is_refused(condition, reason):
    with pytest.raises(BadCondition) as bad:
        check([(0, "filled"), condition], 2)
    assert (bad.value.position, bad.value.reason) == (1, reason)


def test_sensible_conditions_are_accepted():
    check([(0, "blank"), (1, "is", ("a",)), (0, "days_apart", 14, 1), (0, "days_before", 0)], 2)


@pytest.mark.parametrize(
    ("rule", "doubts"),
    [
        ((0, "days_before", 1), {2: 0, 3: 0}),  # 11/19 is American, and 05/06 beside it then too
        ((1, "days_before", 1), {}),
        ((1, "days_apart", 0, 0), {2: 0, 3: 0}),
    ],
)
def test_a_column_whose_dates_may_be_the_other_way_round_decides_nothing(rule, doubts):
    rows = [(2, ("11/19/2026", "19/11/2026")), (3, ("05/06/2026", "05/06/2026"))]
    undecided = select(rows, (rule,), TODAY).undecided
    assert {line: doubt.column for line, _, doubt in undecided} == doubts
    assert {doubt.reason for _, _, doubt in undecided} <= {"date_unreadable"}
