"""How many failures, of which weight, set a number aside."""

import pytest
from factories import NOW
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.health import Strike
from unisms.model.root import Institution
from unisms.services.health import thresholds
from unisms.services.health.thresholds import DAY, MOST, Rules, telling, verdict
from unisms.sms import causes

HARD, SEMI_HARD, SOFT = causes.NUMBER_INVALID, causes.NUMBER_UNUSABLE, causes.ABSENT


def strikes(*told):
    """Strikes of pairs of a day and a cause; a third element: refused by the broker."""
    return [
        Strike(NOW + int(day * DAY), cause, 1, f"c{place}", 1, NOW, *refused)
        for place, (day, cause, *refused) in enumerate(told)
    ]


@pytest.mark.parametrize(
    ("told", "cause"),
    [
        ([], ""),
        ([(0, HARD)], ""),
        ([(0, HARD), (0.1, HARD)], ""),
        ([(0, HARD), (1, HARD)], HARD),
        ([(0, HARD), (1, SOFT), (200, HARD)], HARD),
        ([(0, HARD, 1)], HARD),
        ([(0, SEMI_HARD, 1)], ""),
        ([(0, SEMI_HARD), (30, SEMI_HARD)], ""),
        ([(0, SEMI_HARD), (30, SEMI_HARD), (60, SEMI_HARD)], SEMI_HARD),
        ([(0, SEMI_HARD), (30, SEMI_HARD), (61, SEMI_HARD)], ""),
        ([(0, SEMI_HARD), (10, HARD), (20, SEMI_HARD)], SEMI_HARD),
        ([(0, SOFT), (1, SOFT), (2, SOFT), (3, SOFT), (4, SOFT)], ""),
        ([(0, SOFT), (1, SOFT), (2, SOFT), (30, SOFT)], ""),
        ([(0, SOFT), (1, SOFT), (2, SOFT), (3, SOFT), (30, SOFT)], SOFT),
        ([(0, SEMI_HARD), (1, SOFT), (2, SOFT), (3, SOFT), (30, SOFT)], SOFT),
    ],
)
def test_a_number_is_set_aside_by_the_weight_of_its_failures(told, cause):
    assert verdict(strikes(*told), Rules()) == cause


def test_a_threshold_of_0_sets_nothing_aside():
    nothing = Rules(refused=0, hard=0, semi_hard=0, soft=0)
    worst = strikes(*[(day, HARD, 1) for day in range(0, 100, 10)])
    assert verdict(worst, nothing) == ""
    assert verdict(worst, nothing._replace(soft=1)) == HARD


def test_the_rules_of_an_institution_are_the_defaults_but_for_what_it_has_chosen():
    institution = Institution("Paris 1")
    assert thresholds.rules_of(institution) == Rules()
    thresholds.keep_rules(institution, Rules(hard=3))
    assert thresholds.rules_of(institution) == Rules(hard=3)
    assert institution.health_rules == (("hard", 3),)
    thresholds.keep_rules(institution, Rules())
    assert institution.health_rules == ()


def test_the_weight_of_a_cause_is_that_of_the_list_of_causes():
    assert thresholds.weight(HARD) == causes.HARD
    assert {thresholds.weight(one) for one in (None, "", "nonsense", causes.CONTENT)} == {""}


def test_a_month_is_one_of_the_institution():
    institution = Institution("Paris 1")
    assert thresholds.month_of(institution, 1_801_436_400) == "2027-02"  # 31 January, 23:00 UTC


CAUSES = st.sampled_from(sorted(causes.MEANINGS))
FAILURES = st.lists(st.tuples(st.integers(0, 400), CAUSES), max_size=12)


@given(FAILURES, st.integers(0, 400))
def test_another_failure_never_lifts_a_flag(failures, day):
    counted = sorted(one for one in failures if thresholds.weight(one[1]))
    more = sorted([*counted, (day, HARD)])
    if verdict(strikes(*counted), Rules()):
        assert verdict(strikes(*more), Rules())


@given(FAILURES)
def test_soft_failures_within_a_month_set_nothing_aside(failures):
    soft = sorted((day % 30, SOFT) for day, _ in failures)
    assert verdict(strikes(*soft), Rules()) == ""


@given(
    st.lists(st.tuples(st.integers(0, 40), CAUSES, st.integers(0, 1)), max_size=200),
    st.builds(Rules, *[st.integers(0, MOST)] * 3, st.just(60), st.integers(0, MOST)),
)
def test_a_verdict_needs_no_more_than_what_is_kept_however_often_a_number_fails(failures, rules):
    """The strikes kept after each failure lead to the verdict that all of them would."""
    counted = sorted(one for one in failures if thresholds.weight(one[1]))
    kept, flagged = [], False
    for failure in strikes(*counted):
        kept = telling([*kept, failure])
        flagged = flagged or bool(verdict(kept, rules))
    assert flagged == any(
        verdict(strikes(*counted[:count]), rules) for count in range(1, len(counted) + 1)
    )
    assert len(kept) <= 5 * MOST
