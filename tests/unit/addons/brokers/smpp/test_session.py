"""A session: why there is none, in words, and which authorities it asks for."""

import asyncio
import socket
import ssl
from types import SimpleNamespace

import pytest

from unisms.addons.brokers.smpp import codec, session
from unisms.addons.brokers.smpp.session import LASTING, Session, _reason, tls_context
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


@pytest.mark.parametrize(
    ("lasts", "takes", "pauses"),
    [(0, False, [0.5, 1, 2, 4]), (0, True, [0.5] * 4), (LASTING + 1, False, [0.5] * 4)],
)
def test_an_smsc_that_binds_us_for_nothing_is_asked_less_and_less_often(
    monkeypatch, lasts, takes, pauses
):
    clock, slept, links = [0.0], [], []

    async def sleep(seconds):
        if len(slept) == len(pauses):
            raise asyncio.CancelledError
        slept.append(seconds)

    async def gone():
        clock[0] += lasts
        kept.link = None

    async def bind(*_arguments):
        links.append(
            SimpleNamespace(has_taken=takes, gone=SimpleNamespace(wait=gone, is_set=lambda: False))
        )
        return links[-1], "smsc"

    monkeypatch.setattr(session, "bind", bind)
    monkeypatch.setattr(
        session, "SystemRandom", lambda: SimpleNamespace(uniform=lambda _, most: most)
    )
    monkeypatch.setattr(session, "asyncio", SimpleNamespace(sleep=sleep))
    kept = Session(read({}), SimpleNamespace(loop=SimpleNamespace(time=lambda: clock[0])))
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(kept._keep_up())
    assert slept == pauses


def test_an_smsc_that_reads_nothing_does_not_hold_a_session_that_ends(monkeypatch):
    monkeypatch.setattr(session, "LAST_PATIENCE", 0.05)
    asked = codec.pdu(codec.ENQUIRE_LINK, 1) * 5_000

    async def serve(reader, writer):
        await reader.read(100)
        writer.write(codec.pdu(codec.BIND_TRANSCEIVER | codec.RESPONSE, 1, b"smsc\0"))
        reader._transport.pause_reading()
        while not writer.is_closing():
            writer.write(asked)
            await writer.drain()

    async def play():
        inbox = SimpleNamespace(loop=asyncio.get_running_loop())
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as smsc:
            port = str(smsc.sockets[0].getsockname()[1])
            kept = Session(read({"port": port, "enquire_link": "3600"}), inbox)
            await kept.open()
            link = kept.link
            async with asyncio.timeout(60):
                while not link._transport.get_write_buffer_size():
                    await asyncio.sleep(0.01)
            async with asyncio.timeout(60):
                await kept.close()
            assert link.gone.is_set()

    asyncio.run(play())
