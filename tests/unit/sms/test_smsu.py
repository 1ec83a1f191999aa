"""The consents in the attribute that ESUP SMS-U writes."""

import pytest

from unisms.sms.smsu import SmsuConsents, consents


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([], SmsuConsents()),
        (["{SMSU}CG"], SmsuConsents(True)),
        (
            ["{SMSU}CG", "{SMSU}CROUS", " {SMSU}bu ", "{SMSU}CROUS"],
            SmsuConsents(True, ("CROUS", "BU")),
        ),
        (["{SMSU}CROUS"], SmsuConsents(False, ("CROUS",))),
        (["{OTHER}CG", "CG", "{SMSU}", "x{SMSU}CG"], SmsuConsents()),
    ],
)
def test_its_values_are_told_from_those_of_others(values, told):
    assert consents(values) == told
