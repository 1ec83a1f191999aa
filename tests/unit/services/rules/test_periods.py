"""The days that an institution keeps what may name somebody."""

import pytest

from unisms.model.root import Institution
from unisms.services.rules import periods
from unisms.services.rules.periods import PERIODS


def test_nothing_is_chosen_at_first():
    institution = Institution("Paris 1")
    for kind, period in PERIODS.items():
        assert periods.days_of(institution, kind) == periods.days_of(None, kind) == period.days
        assert period.least <= period.days <= period.most


def test_a_choice_counts_and_the_default_is_not_stored():
    institution = Institution("Paris 1")
    periods.choose(institution, periods.JOURNAL, 400)
    periods.choose(institution, periods.HISTORY, 90)
    assert periods.seconds_of(institution, periods.JOURNAL) == 400 * 86400
    assert institution.periods == (("history", 90), ("journal", 400))
    periods.choose(institution, periods.JOURNAL, PERIODS[periods.JOURNAL].days)
    assert institution.periods == (("history", 90),)


@pytest.mark.parametrize("kind", PERIODS)
def test_each_kind_may_be_chosen(kind):
    institution = Institution("Paris 1")
    periods.choose(institution, kind, PERIODS[kind].least)
    assert periods.days_of(institution, kind) == PERIODS[kind].least
