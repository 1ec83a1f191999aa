"""A session: why there is none, in words, and which authorities it asks for."""

import socket
import ssl

import pytest

from unisms.addons.brokers.smpp.session import _reason, tls_context
from unisms.addons.brokers.smpp.settings import read
from unisms.ports import BrokerUnavailable


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (socket.gaierror(-2, "Name or service not known"), "there is no host of that name"),
        (ConnectionRefusedError(), "nobody listens at that port"),
        (TimeoutError(), "no answer in time"),
        (ssl.SSLCertVerificationError(), "its certificate is not trusted"),
        (ssl.SSLError(), "it does not speak TLS there"),
        (OSError("no route"), "OSError"),
    ],
)
def test_why_there_is_no_session_is_told_in_words(error, reason):
    assert _reason(error) == reason


def test_a_file_of_authorities_that_is_none_tells_nothing_of_what_is_there(tmp_path):
    (tmp_path / "text").write_text("no certificate")
    told = set()
    for file in ("missing", ".", "text"):
        with pytest.raises(BrokerUnavailable) as refused:
            tls_context(read({"host": "smsc", "tls": "yes", "tls_ca": str(tmp_path / file)}))
        told.add(str(refused.value))
    assert told == {"there are no certificates to be read at tls_ca"}


def test_without_encryption_no_authority_is_asked():
    assert tls_context(read({"host": "smsc", "tls_ca": "/nowhere"})) is None
