"""Counts are kept from one run to the next, and may be lost."""

from datetime import date

from unisms.services.exports.messages.counts import CountedCampaign, Fact, Figures
from unisms.services.exports.messages.kept import KeptCount, KeptCounts

FACT = Fact(date(2026, 11, 28), "/brokers/x", "208-01", "FR", "delivered", "", 3)
COUNTED = CountedCampaign(
    date(2026, 11, 27), 9, {FACT: Figures(9, 18, 810)}, {(date(2026, 11, 27), 9): (9, 9, 0)}, True
)


def test_a_count_is_read_as_it_was_put(tmp_path):
    with KeptCounts(tmp_path) as counts:
        counts.put("paris1", "20261127-abcd", "mark", COUNTED)
        counts.save()
    with KeptCounts(tmp_path) as counts:
        assert counts.get("paris1", "20261127-abcd") == KeptCount("mark", COUNTED)
        assert counts.get("anges", "20261127-abcd") is None


def test_a_campaign_is_over_before_a_day_if_no_later_one_tells_of_it(tmp_path):
    with KeptCounts(tmp_path) as counts:
        counts.put("paris1", "20261127-abcd", "mark", COUNTED)
        assert counts.over("paris1", date(2026, 11, 28)) == set()
        assert counts.over("paris1", date(2026, 11, 29)) == {"20261127-abcd"}
        assert counts.over("anges", date(2026, 11, 29)) == set()


def test_an_institution_is_forgotten(tmp_path):
    with KeptCounts(tmp_path) as counts:
        counts.put("paris1", "20261127-abcd", "mark", COUNTED)
        counts.put("anges", "20261127-abcd", "mark", COUNTED)
        counts.forget("paris1")
        assert counts.get("paris1", "20261127-abcd") is None
        assert counts.get("anges", "20261127-abcd") is not None


def test_what_was_not_saved_is_lost_with_the_process(tmp_path):
    with KeptCounts(tmp_path) as counts:
        counts.put("paris1", "20261127-abcd", "mark", COUNTED)
    with KeptCounts(tmp_path) as counts:
        assert counts.get("paris1", "20261127-abcd") is None


def test_a_damaged_file_is_begun_anew(tmp_path):
    (tmp_path / "state.sqlite").write_bytes(b"SQLite format 3\0 and then nothing of the kind" * 99)
    with KeptCounts(tmp_path) as counts:
        counts.put("paris1", "20261127-abcd", "mark", COUNTED)
        assert counts.get("paris1", "20261127-abcd") is not None
