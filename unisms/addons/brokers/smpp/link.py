"""A connection to an SMSC, from bind to end: octets on one side, batch and inbox on the other.

This is the hot path, 20 000 times a second and more: no future, no task and no timer per message.
What one read brings is treated at once: its answers are one call of the journal, its receipts one
of the inbox, and what the window then allows is one write.
"""

import asyncio
import logging
import math
import socket

from unisms.addons.brokers.smpp import codec
from unisms.addons.brokers.smpp.intake import Intake
from unisms.addons.brokers.smpp.pace import Pace
from unisms.addons.brokers.smpp.reader import Reader
from unisms.ports import LONGEST_UNREAD, BrokerRefused, BrokerUnavailable, Unread

log = logging.getLogger(__name__)

REFUSED_BINDS = {0x0D: "bind", 0x0E: "password", 0x0F: "system_id", 0x53: "system_type"}
MOST_UNREAD = (
    4 << 20
)  # octets that we have written and the SMSC has not read: until it does, we do not read either
QUIET = 60  # seconds between two lines of the log about what cannot be treated
# PDUs without an answer, nothing answered since: the link is dead, whatever enquire_link says.
MOST_SILENCES = 3


class Link(asyncio.Protocol):
    """A transceiver. Everything runs on the loop's thread."""

    def __init__(self, settings, inbox, lost):
        self.settings, self.lost = settings, lost
        self.inbox, self.loop = inbox, inbox.loop
        self.bound = self.loop.create_future()  # the SMSC's name
        self.gone = asyncio.Event()
        self.trouble, self.kind = "the link to the SMSC was lost", BrokerUnavailable
        self._odd, self._quiet_until = 0, -math.inf  # PDUs set aside, and not told of yet
        self.batch = None
        self.has_taken = False  # some message of ours
        self.intake = Intake(inbox, Reader(settings), self._write)
        self._pace = Pace(settings.window)
        self._transport = self._watch_timer = self._hold_timer = None
        self._rest = b""
        self._sequence = 0
        self._heard_at = self._answered_at = self._asked_at = self.loop.time()

    def connection_made(self, transport):
        self._transport = transport
        # Without it Nagle and delayed acknowledgements make each other wait: 15 times slower.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        transport.set_write_buffer_limits(MOST_UNREAD)
        account = self.settings.system_id, self.settings.password, self.settings.system_type
        self._write(codec.bind_transceiver(self._next(), *account))

    def connection_lost(self, error):
        for timer in (self._watch_timer, self._hold_timer):
            if timer is not None:
                timer.cancel()
        if not self.bound.done():
            self.bound.set_exception(
                BrokerUnavailable("the SMSC closed the connection instead of answering the bind")
            )
            self.bound.exception()  # the caller of the bind may have stopped waiting
        self.gone.set()
        self.lost(self)
        if self.batch is not None:
            self._end_batch(self.trouble)

    def pause_writing(self):
        """Let an SMSC that asks and never reads be silent for us, rather than keep all answers."""
        self._transport.pause_reading()

    def resume_writing(self):
        self._transport.resume_reading()

    def data_received(self, data):
        if self._rest:
            data = self._rest + data
        frames, used, sound = codec.cut(data)
        self._rest = data[used:]
        self._heard_at = self.loop.time()
        news, taken, held = [], 0, False
        for frame in frames:
            command, status, sequence, start, stop = frame
            try:
                if command == codec.SUBMIT_SM_RESP and self.batch is not None:
                    if sequence not in self.batch.pending:
                        # Late, double or invented: an SMSC with such answers only is silent.
                        continue
                    self._answered_at = self._heard_at
                    if status == codec.OK:
                        taken += 1
                        self.batch.taken(sequence, codec.string_at(data, start, stop))
                    else:
                        held |= self.batch.refused(sequence, status)
                elif command in codec.NAMES:
                    news.append(frame)
                else:
                    held |= self._control(command, status, sequence, data[start:stop])
            # It would come again by the next link, and the next.
            except Exception as trouble:  # noqa: BLE001
                self._set_aside(command, data[start - 16 : stop], trouble)
        self.has_taken |= taken > 0
        if self.batch is not None:
            self._after_answers(taken, held)
        if news:
            self.intake.take_in(data, news, self._heard_at)
        if not sound:
            log.warning("smpp link: dropped, what came is no PDU")
            self._write(codec.pdu(codec.GENERIC_NACK, 0, status=codec.INVALID_LENGTH))
            self.drop("the SMSC sent what is no PDU")

    def begin(self, batch):
        """Hand a batch over; it is done once each message is answered, returned, or overdue."""
        self.batch = batch
        self._answered_at = self.loop.time()
        self._pace.start()
        self._refill()

    def stop_sending(self):
        """Begin no message more of the batch; those in flight may still be answered."""
        if self.batch is not None:
            self.batch.finish()
            self._refill()

    def unbind(self):
        self._write(codec.pdu(codec.UNBIND, self._next()))

    def drop(self, trouble, kind=BrokerUnavailable):
        """Cut the connection now: PDUs in flight are uncertain. ``kind`` is the senders' error."""
        self.trouble, self.kind = trouble, kind
        if self._transport is not None:
            self._transport.abort()

    def close(self):
        self._transport.close()

    # -- answers
    # --------------------------------------------------------------------------------------------

    def _after_answers(self, taken, held):
        if taken:
            self._pace.taken(taken)
        if held:
            self._pace.hold(self.loop.time())
        self._refill()

    def _refill(self):
        """Write what the window has room for, unless the SMSC asked to hold back."""
        batch, now = self.batch, self.loop.time()
        try:
            batch.tell()
            if now < self._pace.until and not batch.given_up:
                self._wait_for(self._pace.until)
            else:
                # On a connection that ends nothing is written any more, and nothing may be said to
                # leave.
                room = 0 if self._transport.is_closing() else self._pace.room - len(batch.pending)
                octets, self._sequence = batch.fill(room, self._sequence, now)
                self._write(octets)
        except BaseException:  # nothing may leave that the journal does not know of
            self.drop("the journal could not be written")
            raise
        if batch.finished:
            self.batch = None
            batch.conclude()
            if batch.needs_new_link:
                self.drop(batch.trouble, batch.kind)
            batch.done.set()

    def _wait_for(self, until):
        if self._hold_timer is None:
            self._hold_timer = self.loop.call_at(until, self._release)

    def _release(self):
        self._hold_timer = None
        if self.batch is None:
            return
        if self._pace.held_for(self.loop.time()) >= self.batch.patience(
            self.settings.throttle_patience
        ):
            log.warning("smpp link: the SMSC takes nothing of what is left, messages returned")
            self.batch.tire()
        self._refill()

    def _end_batch(self, trouble):
        batch, self.batch = self.batch, None
        batch.lose(trouble)
        try:
            batch.tell()
        finally:
            batch.done.set()

    # -- the link itself
    # ---------------------------------------------------------------------------------------------

    def _control(self, command, status, sequence, body):
        """Everything but answers and news; true if the SMSC asks to hold back."""
        if command == codec.ENQUIRE_LINK:
            self._write(codec.pdu(codec.ENQUIRE_LINK | codec.RESPONSE, sequence))
        elif command == codec.UNBIND:
            self._write(codec.pdu(codec.UNBIND | codec.RESPONSE, sequence))
            self.trouble = "the SMSC ended the session"
            self.close()
        elif command == codec.UNBIND | codec.RESPONSE:
            self.close()
        elif command == codec.BIND_TRANSCEIVER | codec.RESPONSE:
            self._bind_answered(status, body)
        elif command == codec.GENERIC_NACK and not self.bound.done():  # nothing else was asked yet
            self._bind_answered(status or codec.INVALID_COMMAND, body)
        elif command == codec.GENERIC_NACK:
            return self.batch is not None and self.batch.refused(
                sequence, status or codec.INVALID_COMMAND
            )
        elif (
            not command & codec.RESPONSE and command != codec.ALERT_NOTIFICATION
        ):  # it has no answer (§4.12)
            self._write(codec.pdu(codec.GENERIC_NACK, sequence, status=codec.INVALID_COMMAND))
        return False

    def _set_aside(self, command, octets, trouble):
        """Keep and tell a PDU over which our code stumbles: no PDU ends the session."""
        self._odd += 1
        if self._heard_at >= self._quiet_until:
            log.error(
                "smpp link: %d PDUs are set aside (the last one: %s)",
                self._odd,
                type(trouble).__name__,
            )
            self._odd, self._quiet_until = 0, self._heard_at + QUIET
        self.inbox.put(
            [Unread(f"0x{command:08X}", "pdu", 0, octets[:LONGEST_UNREAD])], lambda: None
        )

    def _bind_answered(self, status, body):
        if self.bound.done():
            return
        if status == codec.OK:
            self.bound.set_result(codec.string_at(body, 0, len(body))[: codec.LONGEST_NAME])
            self._watch()
            return
        kind = BrokerRefused if status in REFUSED_BINDS else BrokerUnavailable
        what = REFUSED_BINDS.get(status, "bind")
        self.bound.set_exception(kind(f"the SMSC refuses our {what} (0x{status:02X})"))
        self.close()

    def _watch(self):
        """Look at the clock: too old PDUs, too long a silence."""
        settings, now = self.settings, self.loop.time()
        tick = min(1.0, settings.response_timeout / 4, settings.enquire_link / 4)
        self._watch_timer = self.loop.call_later(tick, self._watch)
        if self.batch is not None:
            self._give_up_answers(now)
        silence = now - self._heard_at
        if silence > settings.enquire_link + settings.response_timeout:
            self.drop("the SMSC was silent for too long")
        elif silence > settings.enquire_link and self._asked_at < self._heard_at:
            self._asked_at = now
            self._write(codec.pdu(codec.ENQUIRE_LINK, self._next()))

    def _give_up_answers(self, now):
        late = self.batch.overdue(now - self.settings.response_timeout)
        if not late:
            return
        log.warning("smpp link: %d answers never came", len(late))
        if sum(left_at >= self._answered_at for left_at in late) >= MOST_SILENCES:
            self.drop("the SMSC stopped answering")
        else:
            self._refill()

    def _next(self):
        self._sequence = self._sequence % codec.HIGHEST_SEQUENCE + 1
        return self._sequence

    def _write(self, octets):
        if octets and not self._transport.is_closing():
            self._transport.write(octets)
