"""Handing over, whatever happens: any history of claims, crashes, steering and trouble."""

from claims import CONNECTION, claim
from factories import NOW, Store, make_house, make_release, reread
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.campaigns import WrongState
from unisms.model.folder import find
from unisms.ports import Acceptance
from unisms.services.brokers import connections
from unisms.services.campaigns import resends
from unisms.services.delivery import settlement, steering
from unisms.sms import causes, states
from unisms.tasks.delivery.journal import Outcome
from unisms.testing.factories import someone


def test_trouble_is_noted_once_and_forgotten_when_it_is_over(root, institution, connection):
    connections.note_trouble(root, CONNECTION, "the link is lost", NOW)
    connections.note_trouble(root, CONNECTION, "the link is lost", NOW + 60)
    assert (reread(connection).trouble, connection.trouble_at) == ("the link is lost", NOW)
    connections.note_trouble(root, CONNECTION, "", NOW + 90)
    assert (reread(connection).trouble, connection.trouble_at) == ("", NOW + 90)


def test_a_trouble_is_of_a_kind_that_a_page_can_tell(root, institution):
    connections.note_trouble(root, CONNECTION, "the SMSC refuses our password", NOW, "refused")
    assert find(root, CONNECTION).trouble_kind == "refused"


# Any history.

FATES = st.sampled_from(["taken", "refused", "left", "returned"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("batch"), st.integers(1, 4), st.lists(FATES, min_size=4, max_size=4)),
        st.tuples(
            st.just("crash"),
            st.integers(1, 4),
            st.lists(FATES, min_size=4, max_size=4),
            st.booleans(),
        ),
        st.tuples(st.sampled_from(["pause", "resume", "stop", "resend"])),
    ),
    max_size=25,
)


class History:
    """A campaign, handed over in whatever way.

    ``taken`` counts how often each message was taken.
    """

    def __init__(self, recipients):
        self.store = Store()
        self.institution = make_house(self.store.root)
        self.connection = self.institution["brokers"]["fake"]
        self.campaign = make_release(self.institution, recipients)
        self.left = []  # numbers that were written to the broker

    def batch(self, limit, fates):
        batch = claim(self.store.root, limit)
        if batch is not None:
            self.settle(batch, fates, trusted=True)

    def crash(self, limit, fates, trusted):
        batch = claim(self.store.root, limit)
        if batch is not None:
            outcome = self.outcome(batch, fates, trusted)
            settlement.recover(self.store.root, CONNECTION, outcome, "here", NOW)

    def settle(self, batch, fates, trusted):
        outcome = self.outcome(batch, fates, trusted)
        settlement.settle_batch(
            self.store.root, CONNECTION, batch.campaign, batch.numbers, outcome, NOW
        )

    def outcome(self, batch, fates, trusted):
        answered, left = {}, set()
        for message, number, fate in zip(batch.messages, batch.numbers, fates, strict=False):
            if fate == "returned":
                continue
            self.left.append(number)
            if fate == "left":
                left.add(message.reference)
            else:
                cause = causes.NUMBER_INVALID if fate == "refused" else None
                ids = () if cause else (f"id{number}",)
                answered[message.reference] = Acceptance(message.reference, ids, cause)
        return Outcome(answered, left, trusted)

    def steer(self, act):
        try:
            if act == "resend":
                resends.resend_uncertain(someone(self.campaign), self.campaign, NOW)
            else:
                actor, steer = someone(self.campaign), getattr(steering, act)
                steer(actor, self.campaign, self.connection, NOW)
        except WrongState:
            pass


@given(st.integers(1, 8), STEPS)
def test_whatever_happens_no_row_leaves_twice_and_none_is_lost(recipients, steps):
    history = History(recipients)
    for step, *details in steps:
        if step in ("batch", "crash"):
            getattr(history, step)(*details)
        else:
            history.steer(step)
    if history.campaign.state == states.PAUSED:
        history.steer("resume")
    for _ in range(40):
        history.batch(4, ["taken"] * 4)
    assert len(history.left) == len(set(history.left)), "a row left twice"
    campaign = reread(history.campaign)
    assert campaign.state in (states.SENT, states.STOPPED)
    assert campaign.handover.claims == ()
    for number, row in campaign.stored_rows():
        known = {states.ACCEPTED, states.FAILED, states.UNCERTAIN, states.EXPIRED}
        assert row[1] in (
            known if number in history.left else {states.STOPPED, states.UNCERTAIN, states.EXPIRED}
        )
    assert history.institution["accounts"]["scd"].available == 1000 - campaign.last_number()
    history.store.close()
