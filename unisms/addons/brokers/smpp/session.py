"""A transceiver session: one link to the SMSC, bound, and bound again when it is lost."""

import asyncio
import logging
import socket
import ssl
import threading
from random import SystemRandom

from unisms.addons.brokers.smpp.link import Link
from unisms.ports import BrokerRefused, BrokerUnavailable

log = logging.getLogger(__name__)

SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds between two binds, doubling
LASTING = (
    10.0  # seconds after which a link that is lost was a good one, as is one that took a message
)
WINDOW_PATIENCE = 10.0  # seconds for what is in flight to be answered, on closing
LAST_PATIENCE = 1.0  # seconds for the last news to be stored, and for the answer to our unbind


async def bind(settings, inbox, lost):
    """A bound link, and the name that the SMSC gives itself.

    :raises BrokerRefused: the SMSC does not want *us*.
    :raises BrokerUnavailable: there is no such SMSC now.
    """
    context = tls_context(settings)
    link = Link(settings, inbox, lost)
    try:
        async with asyncio.timeout(settings.bind_timeout):
            await inbox.loop.create_connection(
                lambda: link, settings.host, settings.port, ssl=context
            )
            return link, await link.bound
    except OSError as error:  # a timeout is one
        link.drop("the SMSC did not answer the bind")
        raise BrokerUnavailable(f"the SMSC cannot be reached ({_reason(error)})") from error
    except asyncio.CancelledError:
        link.drop("the session is closed")
        raise


def tls_context(settings):
    """Return how the server is verified, or ``None`` if nothing is encrypted.

    :raises BrokerUnavailable: ``tls_ca`` cannot be read; the reason is not told, as one could ask
        for any file.
    """
    if settings.tls != "yes":
        return None
    try:
        return ssl.create_default_context(cafile=settings.tls_ca or None)
    except OSError as error:
        raise BrokerUnavailable("there are no certificates to be read at tls_ca") from error


def _reason(error):
    """Why there was no session, for who reads the settings."""
    return next(
        (reason for kind, reason in _REASONS if isinstance(error, kind)), type(error).__name__
    )


_REASONS = (
    (socket.gaierror, "there is no host of that name"),
    (ConnectionRefusedError, "nobody listens at that port"),
    (TimeoutError, "no answer in time"),
    (ssl.SSLCertVerificationError, "its certificate is not trusted"),
    (ssl.SSLError, "it does not speak TLS there"),
)


class Session:
    """Kept up on the inbox's loop; ``hand_over`` is called from any other thread."""

    def __init__(self, settings, inbox):
        self.settings, self.inbox = settings, inbox
        self.loop = inbox.loop
        self.link = None
        self.closing = False
        self.trouble = BrokerUnavailable("the session is not open")
        self._bound = threading.Event()
        self._keeper = None

    async def open(self):
        link, _ = await bind(self.settings, self.inbox, self._lost)
        self._adopt(link)
        self._keeper = self.loop.create_task(self._keep_up())

    async def close(self):
        """Take no more messages, wait for the answers to those in flight, say goodbye."""
        self.closing = True
        self.trouble = BrokerUnavailable("the session is closed")
        self._bound.clear()
        self._keeper.cancel()
        link, self.link = self.link, None
        if link is None:
            return
        link.stop_sending()
        await self._wait(lambda: link.batch is None, WINDOW_PATIENCE)
        await self._wait(lambda: link.intake.unstored == 0, LAST_PATIENCE)
        link.unbind()
        await self._wait(link.gone.is_set, LAST_PATIENCE)
        link.close()
        await self._wait(link.gone.is_set, LAST_PATIENCE)
        link.drop("the session is closed")  # an SMSC that reads nothing would never let us go
        await link.gone.wait()

    def hand_over(self, batch):
        """Send a batch and wait until it is done.

        :raises BrokerUnavailable: the link is lost and is not back soon, or was lost meanwhile.
        """
        if self._bound.wait(0 if self.closing else self.settings.reconnect_patience):
            self.loop.call_soon_threadsafe(self._begin, batch)
            while not batch.done.wait(1):
                if not self.loop.is_running():
                    raise BrokerUnavailable("the session's loop has ended")
        else:
            batch.lose(str(self.trouble))
            batch.tell()
        if batch.trouble:
            raise self._trouble_of(batch)

    def _begin(self, batch):
        if self.link is not None:
            self.link.begin(batch)
            return
        batch.lose(str(self.trouble))
        batch.tell()
        batch.done.set()

    def _trouble_of(self, batch):
        return (batch.kind or type(self.trouble))(batch.trouble)

    def _adopt(self, link):
        if link.gone.is_set():  # between its bind and now
            return
        log.info("smpp session: bound")
        self.link = link
        self.trouble = BrokerUnavailable("the link to the SMSC was lost")
        self._bound.set()

    def _lost(self, link):
        if link is self.link:
            log.warning("smpp session: %s", link.trouble)
            self.link = None
            if not self.closing:
                self.trouble = link.kind(link.trouble)
            self._bound.clear()

    async def _keep_up(self):
        pause = SHORTEST_PAUSE
        while True:
            if (link := self.link) is not None:
                bound_at = self.loop.time()
                await link.gone.wait()
                if (
                    link.has_taken or self.loop.time() - bound_at > LASTING
                ):  # or else it may bind us for nothing for ever
                    pause = SHORTEST_PAUSE
            while self.link is None:
                least = 1 if isinstance(self.trouble, BrokerRefused) else 0.5
                await asyncio.sleep(pause * SystemRandom().uniform(least, 1))
                pause = await self._bind_again(pause)

    async def _bind_again(self, pause):
        """Try once; return how long to wait before the next try."""
        try:
            link, _ = await bind(self.settings, self.inbox, self._lost)
        except BrokerRefused as refusal:
            self.trouble = refusal
            return LONGEST_PAUSE  # a person must look; asking often locks accounts
        except BrokerUnavailable as trouble:
            self.trouble = trouble
            return min(LONGEST_PAUSE, pause * 2)
        self._adopt(link)
        return min(LONGEST_PAUSE, pause * 2)

    async def _wait(self, condition, patience):
        deadline = self.loop.time() + patience
        while not condition() and self.loop.time() < deadline:
            await asyncio.sleep(0.01)
