"""Names of keys, as people know them."""

from datetime import date

import pandas as pd
import pytest

from dashboards.pages.names import Names
from dashboards.pages.speech import Speech


def names(language, *told):
    rows = [("pantheon", key, name, "", date(2026, 11, 1)) for key, name in enumerate(told, 1)]
    columns = ["institution", "key", "name", "name_en", "day"]
    frame = pd.DataFrame(rows, columns=columns)
    return Names(lambda kind, keys: frame, Speech(language))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", "message du 1er novembre 2026 (sh6j)"),
        ("en", "message of 1 November 2026 (sh6j)"),
    ],
)
def test_a_campaign_whose_title_may_not_be_told_is_called_by_its_day(language, told):
    known = names(language, "20261101-sh6j", "20261101 et après", "")
    assert known.of("pantheon", "campaign", 1) == told
    assert known.of("pantheon", "campaign", 2) == "20261101 et après"
    assert known.of("pantheon", "campaign", 3) == known.nameless()
