"""How many people a file may take out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.root import Institution
from unisms.services.register import removals

PARIS = Institution("Paris 1")


@pytest.mark.parametrize(
    ("gone", "before", "share", "expected"),
    [
        (0, 0, 10, "none"),
        (10, 100, 10, "free"),
        (11, 100, 10, "typed"),
        (49, 100, 10, "typed"),
        (50, 100, 49, "refused"),
        (1, 100, 0, "typed"),
        (1, 1, 49, "refused"),
    ],
)
def test_few_go_more_are_typed_half_are_refused(gone, before, share, expected):
    institution = Institution("Paris 1")
    institution.removal_share = share
    assert removals.verdict(institution, gone, before) == expected


def test_a_tenth_goes_by_default():
    assert PARIS.removal_share == 10


@given(st.integers(1, 1000), st.integers(0, 1000), st.sampled_from(removals.SHARES))
def test_half_of_a_roll_never_goes(before, gone, share):
    institution = Institution("Paris 1")
    institution.removal_share = share
    verdict = removals.verdict(institution, min(gone, before), before)
    assert (verdict == "refused") == (2 * min(gone, before) >= before)
