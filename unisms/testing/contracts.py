"""The promises as tests: an add-on's test class inherits one and says how its adapter is made."""

from contextlib import suppress

import pytest

from unisms.ports import HttpRequest, Outgoing, Receipt, Reply
from unisms.sms import causes, networks, states
from unisms.testing.factories import mobile
from unisms.testing.fixtures import eventually
from unisms.testing.outsiders import MemoryInbox, MemoryJournal

LONG = (
    "Un message de plus de cent soixante signes en demande deux, et le facilitateur doit le "
    "prendre aussi. " * 2
)


class BrokerContract:
    """The contract of every broker.

    A subclass defines ``make_broker()``, which returns an adapter ready to be opened.
    """

    news_expected = True  # whether receipts come by the session within ``patience``
    patience = 3  # seconds

    def make_broker(self):
        raise NotImplementedError

    @pytest.fixture
    def inbox(self):
        return MemoryInbox()

    @pytest.fixture
    def journal(self):
        return MemoryJournal()

    @pytest.fixture
    def broker(self, inbox):
        broker = self.make_broker()
        if hasattr(broker, "open"):
            broker.open(inbox)
        yield broker
        if hasattr(broker, "close"):
            broker.close()

    def messages(self, count=3, text="Bonjour"):
        return [
            Outgoing(f"20270115-abcd.{number}", mobile(number), text, "BIBLIO")
            for number in range(1, count + 1)
        ]

    def test_it_says_what_it_can_do(self, broker):
        assert isinstance(broker.echoes_reference, bool)
        assert broker.batch_size >= 1

    def test_it_can_be_tried(self, broker):
        broker.check()

    def test_it_knows_whether_it_is_up(self, broker):
        if not hasattr(broker, "is_up"):
            pytest.skip("this broker does not say so")
        assert broker.is_up()
        broker.close()
        assert not broker.is_up()

    @pytest.mark.parametrize("raw", [b"", b"\0", b"\xff" * 40, b"id:1 stat:DELIVRD", bytes(4096)])
    def test_what_is_read_again_is_news_or_cannot_be_read(self, broker, raw):
        if not hasattr(broker, "read_again"):
            pytest.skip("this broker's session puts nothing aside")
        with suppress(ValueError):
            assert all(
                isinstance(item, Receipt | Reply) for item in broker.read_again("deliver_sm", raw)
            )

    def test_every_message_is_answered(self, broker, journal):
        messages = self.messages()
        broker.send(messages, journal)
        assert set(journal.answers) == {message.reference for message in messages}
        assert journal.given_back == journal.uncertain == []

    def test_a_full_batch_is_taken(self, broker, journal):
        messages = self.messages(broker.batch_size)
        broker.send(messages, journal)
        assert len(journal.answers) + len(set(journal.given_back)) == len(messages)

    def test_no_message_at_all_is_no_trouble(self, broker, journal):
        broker.send([], journal)
        assert journal.left == []

    @pytest.mark.parametrize("text", ["Bonjour", LONG, "Noël à Besançon : ça ira 🙂"])
    def test_ids_are_words_at_most_one_per_segment(self, broker, journal, text):
        broker.send(self.messages(1, text), journal)
        [acceptance] = journal.acceptances
        assert acceptance.cause is None
        assert len(acceptance.ids) <= 2
        assert all(id == "".join(id.split()) != "" for id in acceptance.ids)

    def test_an_id_is_never_given_twice(self, broker, journal):
        broker.send(self.messages(20), journal)
        ids = [id for acceptance in journal.acceptances for id in acceptance.ids]
        assert len(ids) == len(set(ids))

    def test_a_refusal_has_one_of_our_causes(self, broker, journal):
        broker.send(self.messages(20), journal)
        assert {acceptance.cause for acceptance in journal.acceptances} <= {None, *causes.MEANINGS}

    def test_what_cannot_be_noted_does_not_leave(self, broker):
        with pytest.raises(OSError):
            broker.send(self.messages(1), FullDisk())

    def test_receipts_tell_whose_they_are_in_our_words(self, broker, journal, inbox):
        if not self.news_expected:
            pytest.skip("no receipts come from this broker's session")
        broker.send(self.messages(2), journal)
        receipts = eventually(
            lambda: [n for n in inbox.news if isinstance(n, Receipt)], self.patience
        )
        ids = {id for acceptance in journal.acceptances for id in acceptance.ids}
        for receipt in receipts:
            assert receipt.id in ids or receipt.reference in journal.answers
            assert receipt.state in states.TOLD
            assert receipt.network == "" or networks.is_network(receipt.network)
            assert receipt.cause is None or receipt.cause in causes.MEANINGS


class HttpNewsContract:
    """The contract of a broker that posts its news.

    A subclass defines ``make_broker()``, and ``recorded()``: requests as the broker really sends
    them, at least one with a receipt.
    """

    def make_broker(self):
        raise NotImplementedError

    def recorded(self):
        raise NotImplementedError

    def read(self, request):
        broker = self.make_broker()
        return [*broker.read_receipts(request), *broker.read_replies(request)]

    def test_receipts_are_told_in_our_words(self):
        news = [item for request in self.recorded() for item in self.read(request)]
        receipts = [item for item in news if isinstance(item, Receipt)]
        assert receipts
        assert all(isinstance(item, Receipt | Reply) for item in news)
        for receipt in receipts:
            assert receipt.id or receipt.reference
            assert receipt.state in states.TOLD
            assert receipt.cause is None or receipt.cause in causes.MEANINGS

    def test_the_same_request_tells_the_same_each_time(self):
        for request in self.recorded():
            assert self.read(request) == self.read(request)

    @pytest.mark.parametrize(
        "request_of_others",
        [
            HttpRequest("POST"),
            HttpRequest("GET", {"x": "y"}),
            HttpRequest("POST", {}, b"\xff\x00{", "application/json"),
        ],
    )
    def test_what_is_not_its_own_is_refused_or_tells_nothing(self, request_of_others):
        with suppress(ValueError):
            assert self.read(request_of_others) == []

    def test_what_it_wants_to_be_answered_is_bytes(self):
        answer = self.make_broker().acknowledgement()
        assert isinstance(answer.body, bytes)
        assert 200 <= answer.status < 300


class FullDisk(MemoryJournal):
    """A journal that cannot be written."""

    def leaving(self, references):
        raise OSError(28, "no room is left on the disk")
