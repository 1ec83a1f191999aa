"""Purposes, as code reads them and as they are stored."""

import pytest

from unisms.sms import purposes
from unisms.sms.purposes import EMERGENCY, KINDS, PARTNER, POLICIES, SERVICE, THEME, Purpose


@pytest.mark.parametrize(
    ("stored", "read", "themes"),
    [
        ((), Purpose(SERVICE), ()),
        ((EMERGENCY,), Purpose(EMERGENCY), ()),
        ((THEME, "bu"), Purpose(THEME, "bu"), ("bu",)),
        ((PARTNER, "crous city"), Purpose(PARTNER, "crous city"), ("crous", "city")),
    ],
)
def test_a_purpose_is_stored_as_a_bare_tuple_and_read_by_name(stored, read, themes):
    assert purposes.purpose(stored) == read
    assert read.themes == themes
    assert purposes.bare(read) == stored
    assert type(purposes.bare(read)) is tuple


def test_each_kind_but_service_has_policies_of_its_own():
    assert {*KINDS} - {*POLICIES} == {SERVICE}
    defaults = {kind: known[0] for kind, known in POLICIES.items()}
    assert defaults == {"theme": "opt_in", "partner": "opt_in", "emergency": "overrides"}
