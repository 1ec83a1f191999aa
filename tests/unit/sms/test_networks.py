"""Networks: how brokers write them, and we."""

import pytest

from unisms.sms import networks


@pytest.mark.parametrize(
    ("written", "network"),
    [
        ("20801", "208-01"),
        ("208-01", "208-01"),
        ("208-1", "208-01"),
        (" 208 10 ", "208-10"),
        ("310260", "310-260"),
        ("208", ""),
        ("-", ""),
        ("00000", ""),
        ("2080100", ""),
        ("٢٠٨01", ""),
        ("Orange F", ""),
    ],
)
def test_a_network_is_read_however_it_is_written(written, network):
    assert networks.read(written) == network
    assert networks.is_network(written) == (written == network != "")
