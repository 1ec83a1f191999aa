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
        ({"window": "0"}, "window must be from 1 to 10000"),
        ({"window": "10001"}, "window must be from 1 to 10000"),
        ({"enquire_link": "0"}, "enquire_link must be from 0.1 to 3600"),
        ({"response_timeout": "nan"}, "response_timeout must be from 0.1 to 3600"),
        ({"bind_timeout": "inf"}, "bind_timeout must be from 0.1 to 60"),
        ({"throttle_patience": "-1"}, "throttle_patience must be from 0 to 3600"),
        ({"country": "France"}, "country must be two capital letters"),
        ({"country": "ZZ"}, "country must be"),
        ({"err": "hlr"}, "err must be one of map, none, own"),
        ({"err": "own"}, "err_codes must tell"),
        ({"err": "own", "err_codes": "5"}, "err_codes must be pairs"),
        ({"err": "own", "err_codes": "=absent"}, "err_codes must be pairs"),
        ({"err": "own", "err_codes": "5=gone"}, "absent"),
        ({"err": "own", "err_codes": "5=no_consent"}, "err_codes must be pairs"),
        ({"long_receipts": "two"}, "auto, message, segment"),
        ({"codings": "256=gsm"}, "from 0 to 255"),
        ({"codings": "x=gsm"}, "from 0 to 255"),
        ({"codings": "²=gsm"}, "from 0 to 255"),
        ({"codings": "0=ebcdic"}, "ascii, binary, gsm"),
    ],
)
def test_a_setting_that_means_nothing_is_refused(strings, message):
    with pytest.raises(ValueError, match=message):
        read(strings)


def test_a_country_is_known_however_it_is_typed():
    assert read({"country": " re "}).country == "RE"


def test_a_setting_may_be_the_least_or_the_most_there_is():
    assert (
        read({"port": "65535", "window": "1", "enquire_link": "0.1", "throttle_patience": "0"}).port
        == 65_535
    )


def test_an_empty_setting_has_its_default():
    assert read({"window": "", "port": "2776", "unknown": "x"})[:6] == (
        "127.0.0.1",
        2776,
        "",
        "",
        "",
        50,
    )
