"""An SMSC that awaits our answer to each of its news:
a long reply, a receipt, a reply, one after the other."""

import socket
import threading
import time

import pytest
from factories import eventually, make_house, mobile

from unisms.addons.brokers.smpp import codec
from unisms.model.folder import find
from unisms.services.replies import parts
from unisms.tasks.delivery import lease
from unisms.testing.fixtures import kill, make_worker

pytestmark = pytest.mark.servers
PATH = "/institutions/paris1/brokers/fake"


class Smsc:
    """Sends the next of its news when the one before is answered; on another link, it goes on."""

    def __init__(self, *news):
        self.left, self.answered = list(news), 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self):
        self._listener.close()

    def _serve(self):
        while True:
            try:
                link, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=[link], daemon=True).start()

    def _talk(self, link):
        data, sent = b"", False
        with link:
            while received := link.recv(4096):
                frames, used, _ = codec.cut(data := data + received)
                data = data[used:]
                for command, _, sequence, _, _ in frames:
                    if command == codec.DELIVER_SM | codec.RESPONSE:
                        self.left.pop(0)
                        self.answered, sent = self.answered + 1, False
                    elif not command & codec.RESPONSE:
                        name = b"smsc\0" if command == codec.BIND_TRANSCEIVER else b""
                        link.sendall(codec.pdu(command | codec.RESPONSE, sequence, name))
                if self.left and not sent:
                    sent = True
                    link.sendall(codec.pdu(codec.DELIVER_SM, self.answered + 1, self.left[0]))


def told(text, esm_class=0):
    """The body of a ``deliver_sm`` of one handset."""
    handset = mobile(1).encode()[1:]
    place = b"\0\1\1%b\0\1\x0136111\0" % handset
    return place + bytes((esm_class, 0, 0, 0, 0, 0, 0, 0, 0, len(text))) + text


def part(number, text, total=2):
    return told(bytes((5, 0, 3, 7, total, number)) + text, codec.UDH_INDICATOR)


RECEIPT = told(b"id:42 stat:DELIVRD", 4)
LONG = part(1, b"STOP"), part(2, b" svp")


@pytest.fixture
def start(tmp_path):
    """A worker of its own for one SMSC, with the lease of its connection."""
    opened = []

    def start(*news):
        smsc = Smsc(*news)
        worker = make_worker(tmp_path, None, "unisms.addons.brokers.smpp")
        worker.run(_connect, str(smsc.port))
        opened.append((smsc, worker))
        worker.lease(PATH)
        return smsc, worker

    yield start
    for smsc, worker in opened:
        worker.close()
        worker.db.close()
        smsc.close()


def _connect(root, port):
    connection = make_house(root)["brokers"]["fake"]
    connection.adapter = "smpp"
    connection.settings.update(port=port, system_id="unisms", password="secret")


def replies(worker):
    return worker.run(_texts)


def _texts(root):
    kept = root["institutions"]["paris1"].replies
    return [text for month in kept.months() for *_, text in kept.of(month)]


def test_a_long_reply_holds_nothing_up(start):
    smsc, worker = start(*LONG, RECEIPT, told(b"Merci"))
    eventually(lambda: smsc.answered == 4)
    assert sorted(replies(worker)) == ["Merci", "STOP svp"]
    assert worker.run(lambda root: list(find(root, PATH).parked)) == ["42"]


def test_after_a_death_between_two_parts_the_reply_is_whole(start):
    smsc, worker = start(LONG[0])
    eventually(lambda: smsc.answered == 1)
    hang_up(worker)
    smsc.left += LONG
    worker.lease(PATH)
    eventually(lambda: smsc.answered == 3)
    assert replies(worker) == ["STOP svp"]


def hang_up(worker):
    """The process dies and another one begins: its lease is found as it was left."""
    held = worker.lease(PATH)
    kill(worker)
    worker.name += "2"
    held.broker.close()


def test_a_part_without_the_others_is_a_reply_after_a_minute(start, monkeypatch):
    monkeypatch.setattr(lease, "LOOK", 0.1)
    smsc, worker = start(LONG[0])
    eventually(lambda: smsc.answered == 1)
    assert replies(worker) == []
    moment = time.time()
    monkeypatch.setattr(lease.time, "time", lambda: moment + parts.PATIENCE + 2)
    eventually(lambda: replies(worker) == ["STOP"])
