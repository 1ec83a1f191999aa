"""The demonstration as a whole: the same each time, three weeks that end now, nothing wrong."""

import re
import time
from collections import Counter
from datetime import date, datetime

import pytest

from tests.unit.scripts.demonstration import telling
from tests.unit.scripts.demonstration.conftest import NOW, Made
from unisms.model import evolve
from unisms.model.connections import BrokerConnection
from unisms.model.rows import cause_of
from unisms.scripts.demonstration import building
from unisms.scripts.demonstration.term import ZONE
from unisms.services.brokers import connections
from unisms.services.campaigns import checks
from unisms.services.delivery import closing
from unisms.services.institution import audit_journals
from unisms.services.money import ledgers
from unisms.sms import causes, states

WEEKS = 21 * 86400


def moment(*when):
    return int(datetime(*when, tzinfo=ZONE).timestamp())


MOMENTS = {
    "a Monday before the office opens": moment(2027, 1, 18, 9, 0),
    "a Monday morning": moment(2027, 1, 18, 9, 31),
    "a 29 February": moment(2028, 2, 29, 11, 0),
    "the 1 March after it": moment(2028, 3, 1, 16, 0),
    "a Saturday": moment(2027, 1, 16, 12, 0),
    "a Sunday on which the clocks go forward": moment(2027, 3, 28, 4, 0),
    "the Monday after it": moment(2027, 3, 29, 10, 0),
    "a Sunday on which they go back": moment(2027, 10, 31, 2, 30),
    "the first hour of a year": moment(2027, 1, 1, 0, 30),
    "the last day of a month": moment(2027, 4, 30, 23, 59),
}


@pytest.fixture(scope="module", params=MOMENTS.values(), ids=MOMENTS.keys())
def at_another_moment(request, tmp_path_factory):
    made = Made(tmp_path_factory.mktemp("another"), request.param)
    made.build()
    yield made
    made.close()


def of(made, name="pantheon"):
    """The messages of an institution: pairs of title and campaign, first one first."""
    return made.run(
        lambda root: [_facts(one) for one in telling.campaigns(root["institutions"][name])]
    )


def _facts(campaign):
    return campaign.title, campaign.state, Counter(row[1] for _, row in campaign.stored_rows())


def test_it_is_the_same_each_time(make, demonstration):
    again = make(NOW)
    assert again.build()
    assert again.run(telling.told) == demonstration.run(telling.told)


def test_it_is_the_same_whatever_the_day_but_for_the_dates(at_another_moment, demonstration):
    assert at_another_moment.run(telling.counted) == demonstration.run(telling.counted)


def test_it_happened_within_three_weeks_at_office_hours_and_nothing_is_in_the_future(
    at_another_moment,
):
    now = at_another_moment.now
    found = at_another_moment.run(lambda root: list(telling.moments(root)))
    assert len(found) > 1_000
    assert [what for at, what in found if not now - WEEKS < at <= now] == []
    written = [at for at, what in found if what.startswith("campaign.") or what == "reply"]
    hours = [datetime.fromtimestamp(at, ZONE) for at in written]
    assert [hour for hour in hours if hour.weekday() > 4 or not 8 <= hour.hour < 18] == []


def test_there_are_messages_in_every_state_that_waits_for_somebody(demonstration):
    messages = of(demonstration)
    assert Counter(state for _, state, _ in messages) == {
        states.CLOSED: 11,
        states.SENT: 1,
        states.PAUSED: 1,
        states.CHECKED: 2,
        states.AWAITING_APPROVAL: 1,
        states.REFUSED: 1,
        states.DRAFT: 1,
    }
    assert [title for title, _, rows in messages if rows[states.UNCERTAIN]] == [
        "Réunion de l'équipe"
    ]
    assert [title for title, _, rows in messages if rows[states.STOPPED]] == [
        "Tournoi d'échecs (mauvaise date)"
    ]


def test_messages_fail_for_several_causes(demonstration):
    found = demonstration.run(
        lambda root: {
            cause_of(row)
            for one in root["institutions"]["pantheon"]["campaigns"].values()
            for _, row in one.stored_rows()
        }
    )
    failures = {
        causes.NUMBER_INVALID,
        causes.ABSENT,
        causes.OPERATOR,
        causes.CONTENT,
        causes.EXPIRED,
    }
    assert found >= failures | {causes.NO_NEWS, causes.OPT_OUT, causes.NO_NUMBER}


def test_one_account_is_nearly_empty_and_another_half(demonstration):
    def look(root):
        accounts = root["institutions"]["pantheon"]["accounts"]
        return {name: (account.available, given(account)) for name, account in accounts.items()}

    def given(account):
        return sum(entry.segments for entry in account.entries() if entry.kind == "credit")

    left = demonstration.run(look)
    assert left["sport"][0] == 12
    assert 0.45 < left["scolarite"][0] / left["scolarite"][1] < 0.55


def test_who_wrote_stop_is_set_aside_from_then_on(demonstration):
    def look(root):
        institution = root["institutions"]["pantheon"]
        [number] = [reply[1] for reply in telling.replies_of(institution) if reply[3] == "STOP"]
        rows = [
            row
            for one in telling.campaigns(institution)
            for _, row in one.stored_rows()
            if row[0] == number
        ]
        return institution["people"].said(number), [row[1] for row in rows]

    assert demonstration.run(look) == (
        {"no"},
        [states.DELIVERED, states.SET_ASIDE, states.SET_ASIDE],
    )


def test_a_file_is_kept_for_a_day_as_ever_and_the_fresh_one_has_its_audience(demonstration):
    def look(root):
        files = root["institutions"]["pantheon"]["imports"].values()
        return [(one.filename, one.state, one.ready, len(one.rule)) for one in files]

    assert demonstration.run(look) == [
        ("retards.csv", "forgotten", 0, 0),
        ("retards de la semaine.csv", "read", 12, 1),
    ]


def test_what_awaits_news_is_closed_at_its_hour(demonstration):
    def look(root):
        campaigns = telling.campaigns(root["institutions"]["pantheon"])
        first = next(one for one in campaigns if one.title == "Réunion de rentrée")
        return first.closed_at - first.ended_at

    assert demonstration.run(look) == closing.LATEST


def test_one_message_lacks_credit(demonstration):
    def look(root):
        campaigns = telling.campaigns(root["institutions"]["pantheon"])
        checked = [one for one in campaigns if one.state == states.CHECKED]
        return {one.title: checks.check_of(one).missing_credit for one in checked}

    assert demonstration.run(look) == {
        "Match de handball": 17,
        "Atelier de recherche documentaire": 0,
    }


def test_the_money_agrees_and_the_journals_are_whole(demonstration):
    def look(root):
        faults = [
            fault for name in root["institutions"] for fault in ledgers.look(root, name).faults
        ]
        proofs = [
            audit_journals.prove([audit_journals.piece(root, name, 0, 10_000)])
            for name in audit_journals.journals(root)
        ]
        return faults, [proof.faults for proof in proofs], audit_journals.unsealed(root)

    assert demonstration.run(look) == ([], [[], [], []], [])


def test_there_is_something_for_those_who_run_the_installation(demonstration):
    def look(root):
        waiting = [
            one.word for one in root["brokers"]["commun"].senders() if one.state == "requested"
        ]
        return waiting, len(telling.replies_of(root)), len(telling.entries(root.audit))

    waiting, replies, entries = demonstration.run(look)
    assert waiting == ["SportEtoile", "ScolAnges"]
    assert replies == 2
    assert entries >= 5


def test_every_date_in_a_text_is_that_weekday(demonstration):
    texts = demonstration.run(
        lambda root: [
            (one.text, datetime.fromtimestamp(one.created_at, ZONE).date())
            for name in root["institutions"]
            for one in telling.campaigns(root["institutions"][name])
        ]
    )
    found = [day for text, written in texts for day in days_in(text, written)]
    assert len(found) > 15
    assert all(said == weekday for said, weekday in found)


def days_in(text, written):
    """Pairs of the weekday that a text says, and that of the date that stands behind it."""
    names = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
    for said, day, month in re.findall(r"(\w+) (\d\d)/(\d\d)", text):
        year = written.year + (int(month) < written.month)
        yield said, names[date(year, int(month), int(day)).weekday()]


def test_nothing_in_it_moves_by_itself(make):
    made = make(int(time.time()))
    made.build()
    before = made.run(telling.told)
    made.worker.enqueue("sweep")
    made.worker.drain()
    made.worker.look_again()
    made.worker.drain()
    assert made.run(connections.at_work) != []
    assert made.run(telling.told) == before


def test_no_message_waits_for_a_receipt(demonstration):
    for name in ("pantheon", "anges"):
        assert sum(rows[states.ACCEPTED] for _, _, rows in of(demonstration, name)) == 0


def test_where_something_is_stored_nothing_is_done(make):
    made = make()
    assert made.build()
    before = made.run(telling.told)
    assert not made.build()
    assert made.run(telling.told) == before


def test_it_is_not_made_where_an_add_on_would_really_send(make):
    made = make(NOW, "unisms.addons.brokers.smpp")
    with pytest.raises(building.RealBroker) as refusal:
        made.build()
    assert refusal.value.names == ["smpp"]
    with pytest.raises(evolve.NotInitialised):
        made.run(telling.told)


def test_it_is_not_made_beside_a_connection_that_would_really_send(make):
    def connected(connection):
        evolve.initialise(connection, ())["brokers"].add("real", BrokerConnection("Vrai", "acme"))

    made = make(NOW, before=connected)
    with pytest.raises(building.RealBroker) as refusal:
        made.build()
    assert refusal.value.names == ["acme"]


def test_the_store_knows_that_it_is_a_demonstration(demonstration):
    assert demonstration.run(lambda root: (root.demonstration, type(root).demonstration)) == (
        True,
        False,
    )


def test_a_role_of_their_own_says_what_it_is_for(demonstration):
    def about(root):
        return [one["roles"]["guichet-bu"].about for one in root["institutions"].values()]

    assert all("textes des modèles" in told for told in demonstration.run(about))
