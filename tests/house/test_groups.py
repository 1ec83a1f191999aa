"""Tests that share a server run in one process."""

import groups
import places
import pytest

PAGES = "tests/browser/test_pages.py"


@pytest.mark.parametrize(
    ("nodeid", "group"),
    [
        ("tests/mails/test_exim.py::test_a[1]", "tests/mails/test_exim.py"),
        ("tests/stores/test_redis.py::test_b", "tests/stores/test_redis.py"),
        (f"{PAGES}::test_c[home-360-dark-fr]", f"{PAGES} in 360-dark-fr"),
        (f"{PAGES}::test_d[home]", PAGES),
        ("tests/journeys/test_a_month_in_files.py::test_e", "a month"),
        ("tests/journeys/test_a_month_in_dashboards.py::test_f[x]", "a month"),
    ],
)
def test_a_group_is_told_by_the_id_of_a_test(nodeid, group):
    assert groups.group_of(nodeid) == group


def test_a_test_of_a_module_that_is_spread_is_a_group_of_its_own():
    spread = [
        str(file.relative_to(groups.ROOT))
        for file in places.of_tests()
        if file.name.startswith("test_") and groups.SPREAD in file.read_text()
    ]
    assert len(spread) >= 4
    assert {groups.group_of(f"{path}::test_a[1]") for path in spread} >= {
        f"{path}::test_a[1]" for path in spread
    }
