"""A link without a network: what the SMSC sends is given to it, and what it writes is read back."""

import asyncio
from contextlib import contextmanager

from batches import make_batch

from unisms.addons.brokers.smpp import codec
from unisms.addons.brokers.smpp.link import Link
from unisms.addons.brokers.smpp.settings import read


class Transport:
    """Remembers what was written to it and asked of it."""

    def __init__(self):
        self.written, self.closing, self.reading, self.most = b"", False, True, None

    def get_extra_info(self, _name):
        return self

    def setsockopt(self, *_option):
        pass

    def set_write_buffer_limits(self, high):
        self.most = high

    def is_closing(self):
        return self.closing

    def write(self, octets):
        self.written += octets

    def close(self):
        self.closing = True

    abort = close

    def pause_reading(self):
        self.reading = False

    def resume_reading(self):
        self.reading = True


class Inbox:
    """Keeps what came, and how to say that it is stored."""

    def __init__(self, loop):
        self.loop, self.news, self.dones = loop, [], []

    def put(self, news, done):
        self.news.extend(news)
        self.dones.append(done)


class Bound:
    """A link that the SMSC has bound, with a batch of as many messages as told."""

    def __init__(self, loop, messages=0, name=b"smsc", **settings):
        self.transport, self.inbox = Transport(), Inbox(loop)
        self.link = Link(read(settings), self.inbox, lost=lambda _: None)
        self.link.connection_made(self.transport)
        self.comes(codec.pdu(codec.BIND_TRANSCEIVER | codec.RESPONSE, 1, name + b"\0"))
        self.written()
        if messages:
            self.batch = make_batch(*"a" * messages)
            self.link.begin(self.batch)

    def comes(self, *pdus):
        self.link.data_received(b"".join(pdus))

    def written(self):
        """``(command, status, sequence)`` of the PDUs written since the last time."""
        frames, _, _ = codec.cut(self.transport.written)
        self.transport.written = b""
        return [frame[:3] for frame in frames]

    def lost(self):
        self.link.connection_lost(None)


@contextmanager
def bound(messages=0, name=b"smsc", **settings):
    loop = asyncio.new_event_loop()
    link = Bound(loop, messages, name, **settings)
    yield link
    link.lost()
    loop.close()


def taken(sequence, id="id"):
    return codec.pdu(codec.SUBMIT_SM_RESP, sequence, id.encode() + b"\0")


def sent(sequence, text=b"hello", esm_class=0):
    """A ``deliver_sm``: a reply, unless ``esm_class`` says otherwise."""
    place = b"\0\x01\x0133612345678\0\x01\x0136111\0"
    body = place + bytes((esm_class, 0, 0)) + b"\0\0" + bytes((0, 0, 0, 0, len(text))) + text
    return codec.pdu(codec.DELIVER_SM, sequence, body)
