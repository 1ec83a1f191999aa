"""Percentiles told from buckets are near those of the seconds themselves."""

import bisect

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.exports.percentiles import LONGEST, bucket_of, later, percentile
from dashboards.exports.schema import DELAYS

COUNTS = st.dictionaries(st.integers(0, LONGEST), st.integers(0, 1_000), max_size=16)
SHARES = st.sampled_from([0.01, 0.5, 0.9, 0.99, 1.0])


def counted(seconds):
    counts = {}
    for second in seconds:
        bucket = bisect.bisect_left(DELAYS, second)
        counts[bucket] = counts.get(bucket, 0) + 1
    return counts


@given(st.lists(st.floats(0.01, 200_000), min_size=1, max_size=300), SHARES)
def test_a_percentile_lies_in_the_bucket_of_the_true_one(seconds, share):
    true = float(np.quantile(seconds, share, method="inverted_cdf"))
    bucket = bisect.bisect_left(DELAYS, true)
    low = DELAYS[bucket - 1] if bucket else 0
    high = DELAYS[bucket] if bucket < LONGEST else low
    assert low <= percentile(counted(seconds), share) <= high


@given(COUNTS)
def test_percentiles_never_fall(counts):
    told = [percentile(counts, share) for share in (0.1, 0.5, 0.9, 0.99)]
    assert told == [None] * 4 if not any(counts.values()) else told == sorted(told)


def test_inside_a_bucket_seconds_are_spread_evenly():
    assert percentile({4: 10}, 0.5) == 7.5  # from 5 to 10 seconds
    assert percentile({0: 90, 8: 10}, 0.9) == 1.0
    assert percentile({0: 90, 8: 10}, 0.95) == 90.0


def test_beyond_a_day_only_the_day_is_known():
    assert percentile({LONGEST: 3}, 0.5) == 86_400


@given(COUNTS, st.integers(0, LONGEST))
def test_later_ones_are_counted_whole(counts, bucket):
    assert later(counts, bucket) == sum(n for b, n in counts.items() if b > bucket)


@pytest.mark.parametrize(("share", "bucket"), [(0.5, 2), (0.51, 7), (1.0, 7)])
def test_the_bucket_that_reaches_a_share(share, bucket):
    assert bucket_of({0: 0, 2: 50, 7: 50, 9: 0}, share) == bucket
