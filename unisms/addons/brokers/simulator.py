"""A broker that exists only here: the last digits of the number choose the end of a message."""

import threading
import time
from itertools import count

from unisms.ports import Acceptance, BrokerUnavailable, Receipt, Reply, SettingField
from unisms.sms import causes, states

#: the last three digits of a number -> what happens; every other number is delivered
OUTCOMES = {
    "901": "unknown number",
    "902": "absent",
    "903": "expired",
    "904": "operator",
    "905": "refused at once",
    "906": "no receipt",
    "907": "receipt before the answer",
    "908": "receipt twice",
    "909": "in progress first",
    "910": "late receipt",
    "911": "no answer",
    "912": "throttled once",
    "913": "link lost",
    "914": "replies STOP",
    "915": "spam filter",
}
FAILURES = {
    "901": (states.FAILED, causes.NUMBER_INVALID),
    "902": (states.FAILED, causes.ABSENT),
    "903": (states.EXPIRED, causes.EXPIRED),
    "904": (states.FAILED, causes.OPERATOR),
    "915": (states.FAILED, causes.CONTENT),
}
LATE = 20  # seconds
#: the network of a number, by the last digit of it but one; of some none is told
NETWORKS = ("208-01", "208-10", "208-15", "208-20", "")


class SimulatedBroker:
    """Settings: ``rate`` (messages a second, 50), ``delay`` (seconds to a receipt, 1).

    ``clock`` makes the clock of a session: a history that is invented hands in its own.
    """

    echoes_reference = False
    batch_size = 500
    settings_fields = (
        SettingField(
            "rate",
            "number",
            "50",
            {"fr": "Messages qu'il prend en une seconde.", "en": "Messages it takes in a second."},
            label={"fr": "Vitesse du simulateur", "en": "Speed of the simulator"},
        ),
        SettingField(
            "delay",
            "number",
            "1",
            {"fr": "En secondes, après l'envoi.", "en": "In seconds, after sending."},
            label={"fr": "Délai de l'accusé de réception", "en": "Time to the delivery receipt"},
        ),
    )

    def __init__(self, settings, clock=None):
        self.rate = float(settings.get("rate", 50))
        self.delay = float(settings.get("delay", 1))
        self._ids = count(int(time.time() * 1000))
        self._once = set()
        self._inbox = None
        self._make_clock, self._clock = clock or Clock, None

    def open(self, inbox):
        self._inbox = inbox
        self._clock = self._make_clock()

    def close(self):
        self._clock.stop()

    def check(self):
        return "simulator"

    def send(self, messages, journal):
        for position, message in enumerate(messages):
            if self.rate:
                self._clock.wait(1 / self.rate)
            journal.leaving([message.reference])
            ending = message.msisdn[-3:]
            if ending == "913" and message.reference not in self._once:
                self._once.add(message.reference)
                journal.returned([other.reference for other in messages[position + 1 :]])
                raise BrokerUnavailable("the simulated link is lost")
            if ending == "905":
                journal.answered(
                    [Acceptance(message.reference, cause=causes.NUMBER_INVALID, code="0x0000000b")]
                )
            elif ending == "912" and message.reference not in self._once:
                self._once.add(message.reference)
                journal.returned([message.reference])
            elif ending != "911":
                self._take(message, ending, journal)

    def _take(self, message, ending, journal):
        id = f"{next(self._ids):x}"
        state, cause = FAILURES.get(ending, (states.DELIVERED, None))
        receipt = Receipt(
            id, state, msisdn=message.msisdn, cause=cause, network=_network(message.msisdn)
        )
        if ending == "907":
            self._tell(0, receipt)
            self._clock.wait(0.05)
        journal.answered([Acceptance(message.reference, ids=(id,))])
        if ending == "909":
            self._tell(self.delay / 2, receipt._replace(state=states.ACCEPTED))
        if ending not in ("906", "907"):
            self._tell(LATE if ending == "910" else self.delay, receipt)
        if ending == "908":
            self._tell(self.delay * 2, receipt)
        if ending == "914":
            self._tell(
                self.delay, Reply(message.msisdn, "STOP", message.sender_id, int(self._clock.now()))
            )

    def _tell(self, delay, news):
        self._clock.after(delay, lambda: self._inbox.put([news], _nothing))


class Clock:
    """The clock of this machine, with one thread for all that happens later."""

    now, wait = staticmethod(time.time), staticmethod(time.sleep)

    def __init__(self):
        self._waiting, self._guard = [], threading.Condition()
        self._stopped = False
        threading.Thread(target=self._run, name="simulator", daemon=True).start()

    def after(self, delay, action):
        with self._guard:
            self._waiting.append((time.monotonic() + delay, action))
            self._guard.notify()

    def stop(self):
        with self._guard:
            self._stopped = True
            self._guard.notify()

    def _run(self):
        while True:
            with self._guard:
                if self._stopped:
                    return
                now = time.monotonic()
                due = [action for at, action in self._waiting if at <= now]
                self._waiting = [entry for entry in self._waiting if entry[0] > now]
                if not due:
                    self._guard.wait(min((at - now for at, _ in self._waiting), default=None))
            for action in due:
                action()


def _network(msisdn):
    return NETWORKS[int(msisdn[-2:-1] or 0) % len(NETWORKS)]


def _nothing():
    """There is nobody to acknowledge to."""


def includeme(config):
    config.add_broker("simulator", SimulatedBroker)
