"""Errors in a receipt, read by the table of each provider."""

import pytest
from deliveries import USUAL, read


@pytest.mark.parametrize(
    ("settings", "err", "cause"),
    [
        ({}, b"006", "absent"),
        ({"err": "none"}, b"006", "unknown"),
        (
            {"err": "own", "err_codes": "005=number_unusable 006=number_unusable"},
            b"006",
            "number_unusable",
        ),
        ({"err": "own", "err_codes": "5=number_unusable, 10=absent; 13=absent"}, b"010", "absent"),
        ({"err": "own", "err_codes": "5=number_unusable"}, b"006", "unknown"),
        ({"err": "own", "err_codes": "e12=opt_out"}, b"E12", "opt_out"),
    ],
)
def test_each_provider_may_have_errors_of_its_own(settings, err, cause):
    assert read(USUAL % (b"UNDELIV", err), settings=settings).cause == cause


def test_a_table_of_the_providers_own_is_for_the_errors_of_the_text():
    own = {"err": "own", "err_codes": "6=number_unusable"}
    assert (
        read(USUAL % (b"UNDELIV", b"006"), x423=b"\3\0\1", settings=own).cause == "number_unusable"
    )
