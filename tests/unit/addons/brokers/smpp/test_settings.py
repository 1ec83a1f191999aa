"""The settings of a connection: what is read, and what means nothing."""

import pytest

from unisms.addons.brokers.smpp.settings import read


@pytest.mark.parametrize(
    ("strings", "message"),
    [
        ({"alphabet": "ebcdic"}, "alphabet"),
        ({"tls": "maybe"}, "tls"),
        ({"window": "many"}, "many"),
        ({"port": "0"}, "from 1 to 65535"),
        ({"port": "65536"}, "from 1 to 65535"),
        ({"password": "é"}, "ASCII"),
    ],
)
def test_a_setting_that_means_nothing_is_refused(strings, message):
    with pytest.raises(ValueError, match=message):
        read(strings)


def test_an_empty_setting_has_its_default():
    assert read({"window": "", "port": "2776", "unknown": "x"})[:6] == ("127.0.0.1", 2776, "", "", "", 50)
