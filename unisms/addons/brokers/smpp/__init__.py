"""SMPP 3.4: a transceiver session of our own, for any operator or aggregator with an SMSC."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from unisms.addons.brokers.smpp.batch import Batch
from unisms.addons.brokers.smpp.doubts import Doubts
from unisms.addons.brokers.smpp.fields import FIELDS
from unisms.addons.brokers.smpp.reader import Reader
from unisms.addons.brokers.smpp.session import Session, bind
from unisms.addons.brokers.smpp.settings import ID_FORMATS, read
from unisms.addons.brokers.smpp.submission import Submissions
from unisms.ports import BrokerUnavailable


class SmppBroker:
    """The adapter. ``settings`` are those of ``settings.Settings``, as strings."""

    echoes_reference = False
    batch_size = 500
    settings_fields = FIELDS

    def __init__(self, settings):
        self.settings = read(settings)
        ton, npi = map(int, self.settings.short_code.split("/"))
        self._submissions = Submissions(
            self.settings.alphabet, (ton, npi), tells_validity=self.settings.validity == "yes"
        )
        self._submit_id = ID_FORMATS[self.settings.id_format][0]
        self._one_at_a_time = threading.Lock()
        self._doubts = Doubts()
        self._session = None

    def open(self, inbox):
        session = Session(self.settings, inbox)
        asyncio.run_coroutine_threadsafe(session.open(), inbox.loop).result()
        self._session = session

    def close(self):
        session, self._session = self._session, None
        if session is not None:
            asyncio.run_coroutine_threadsafe(session.close(), session.loop).result()

    def is_up(self):
        session = self._session
        return session is not None and session.link is not None

    def check(self):
        """Bind and unbind; return the SMSC's name for itself, and the milliseconds of the bind."""
        with ThreadPoolExecutor(1) as aside:  # the caller may have a loop running
            return aside.submit(lambda: asyncio.run(_check(self.settings))).result()

    def read_again(self, command, raw):
        """:raises ValueError: it still cannot be read (``ports.ReadsAgain``)."""
        return Reader(self.settings).read_again(command, raw)

    def send(self, messages, journal):
        """Send; the loop's thread calls the journal while this one waits, never both at once."""
        session = self._session
        if session is None:
            raise BrokerUnavailable("the session is not open")
        with self._one_at_a_time:
            suspected = self._doubts.suspected(messages)
            alone = {message.reference for message in suspected}
            others = [one for one in messages if one.reference not in alone] if alone else messages
            self._send(session, others, journal)
            if suspected:
                self._offer_alone(session, suspected, journal, bool(others))

    def _send(self, session, messages, journal, *, alone=False):
        prepared = self._submissions.prepare(messages)
        if prepared.refused:
            journal.answered(prepared.refused)
        if prepared.messages:
            session.hand_over(Batch(prepared, journal, self._submit_id, self._doubts, alone=alone))

    def _offer_alone(self, session, suspected, journal, after_others):
        """Offer again, each alone and when it is time, what waited while others were taken."""
        due = self._doubts.due(suspected)
        if not due and not after_others:
            time.sleep(self._doubts.until_due(suspected))
            due = self._doubts.due(suspected)
        for message in due:
            time.sleep(self._doubts.until_quiet())
            self._send(session, [message], journal, alone=True)
        offered = {message.reference for message in due}
        if waiting := [one.reference for one in suspected if one.reference not in offered]:
            journal.returned(waiting)


class _NoInbox:
    """Acknowledge nothing, so that it is sent again: this bind only tries the settings."""

    def __init__(self, loop):
        self.loop = loop

    def put(self, news, done):
        pass


async def _check(settings):
    began = time.monotonic()
    link, name = await bind(settings, _NoInbox(asyncio.get_running_loop()), lost=lambda _: None)
    milliseconds = round(1000 * (time.monotonic() - began))
    link.unbind()
    with suppress(TimeoutError):
        await asyncio.wait_for(link.gone.wait(), 1)
    link.drop("the settings were tried")
    await link.gone.wait()
    return {"smsc": name, "milliseconds": milliseconds}


def includeme(config):
    config.add_broker("smpp", SmppBroker)
