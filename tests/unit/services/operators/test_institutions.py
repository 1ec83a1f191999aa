"""Institutions as a whole: opened, counted, erased."""

import pytest
from factories import (
    MOBILE,
    NOW,
    make_account,
    make_campaign,
    make_connection,
    make_group,
    make_house,
    make_person,
    make_release,
    mobile,
    reread,
)

from unisms.model import digests
from unisms.model.connections import SenderId
from unisms.model.folder import NameTaken, path_of
from unisms.ports import Receipt, Reply
from unisms.services.brokers import connections
from unisms.services.delivery import claims, closing, inbox, parking, steering
from unisms.services.door import passwords, sessions
from unisms.services.ground.actor import operator, service
from unisms.services.operators import institutions
from unisms.services.operators.institutions import BadName, Opening, StillLeaving
from unisms.services.rights import rights
from unisms.sms import states
from unisms.testing.factories import someone

SHARED = "/brokers/consortium"
OPENING = Opening("lyon2", "Université Lyon 2", "jfontaine", "Jeanne Fontaine")


def test_an_institution_is_opened_with_somebody_who_can_do_everything_in_it(root):
    institution, password = institutions.add(
        service(), root, OPENING._replace(time_zone="Indian/Reunion", language="en"), NOW
    )
    assert root["institutions"]["lyon2"] is institution
    assert (institution.title, institution.time_zone, institution.language) == (
        "Université Lyon 2",
        "Indian/Reunion",
        "en",
    )
    assert list(rights.administrators(reread(institution))) == ["jfontaine"]
    assert institution["people"]["jfontaine"].name == "Jeanne Fontaine"
    assert reread(institution).opened_at == NOW
    assert passwords.verify(institution, "jfontaine", password)


def test_two_passwords_are_not_the_same(root):
    assert (
        institutions.add(service(), root, OPENING, NOW)[1]
        != institutions.add(service(), root, OPENING._replace(name="nice"), NOW)[1]
    )


def test_an_administrator_gets_another_password_and_both_journals_tell_it(root):
    institution, first = institutions.add(service(), root, OPENING, NOW)
    second = institutions.renew_password(operator("root"), root, "lyon2", "jfontaine", NOW + 5)
    assert second != first
    assert passwords.verify(reread(institution), "jfontaine", second)
    assert not passwords.verify(institution, "jfontaine", first)
    assert sessions.first_moment(institution, "jfontaine") > NOW + 5
    told = [
        [(one.verb, one.by, one.path) for one in journal.waiting()]
        for journal in (root.audit, institution.audit)
    ]
    assert told == [
        [
            ("institution.opened", "", "/institutions"),
            ("password.given", "operator:root", "/institutions/lyon2"),
        ],
        [("institution.opened", "", "/"), ("password.given", "operator:root", "/")],
    ]


def test_who_does_not_administer_it_gets_none(root):
    institution, _ = institutions.add(service(), root, OPENING, NOW)
    make_person(institution, "lmartin")
    institution.grants.give("person:gone", "administrator")
    for uid in ("lmartin", "gone", "nobody", ""):
        with pytest.raises(institutions.NoAdministrator):
            institutions.renew_password(operator("root"), root, "lyon2", uid, NOW)
        assert uid not in institution.passwords
    with pytest.raises(KeyError):
        institutions.renew_password(operator("root"), root, "nowhere", "jfontaine", NOW)


def test_the_latest_message_that_left_says_when_it_last_sent(root, monkeypatch):
    institution = make_house(root)
    assert institutions.last_sent(institution) == 0
    make_campaign(institution)
    assert institutions.last_sent(institution) == 0
    make_release(institution).sent_at = NOW + 3
    assert institutions.last_sent(reread(institution)) == NOW + 3
    monkeypatch.setattr(institutions, "LOOKED_AT", 0)
    assert institutions.last_sent(institution) == 0


@pytest.mark.parametrize(
    "name", ["", "x", "new", "Paris1", "paris 1", "é", "../x", "1er", "a" * 41, "paris1\n"]
)
def test_a_name_must_stand_in_an_address(root, name):
    with pytest.raises(BadName):
        institutions.add(service(), root, OPENING._replace(name=name), NOW)
    assert len(root["institutions"]) == 0


def test_a_name_that_is_taken_changes_nothing(root):
    make_house(root, "lyon2")
    with pytest.raises(NameTaken):
        institutions.add(service(), root, OPENING, NOW)
    assert "jfontaine" not in root["institutions"]["lyon2"]["people"]


def test_the_summary_tells_how_much_and_of_nobody_what(root):
    institution = make_house(root)
    make_account(institution, "sport", 12)
    make_campaign(institution, now=NOW)
    make_campaign(institution, now=NOW - 40 * 86400)
    assert institutions.summary(institution, NOW) == ("paris1", "Paris1", 2, 1012, 1)


def test_all_that_is_in_it_is_counted(root):
    institution = make_house(root)
    make_group(institution, people=3)
    make_campaign(institution, 5)
    institution.replies.add(NOW, MOBILE, "38000", "Oui")
    counts = institutions.counted(institution)
    assert {
        what: counts[what]
        for what in ("people", "groups", "campaigns", "messages", "replies", "brokers")
    } == {
        "people": 3,
        "groups": 1,
        "campaigns": 1,
        "messages": 5,
        "replies": 1,
        "brokers": 1,
    }


# Erasing one.


@pytest.fixture
def shared(root):
    return make_connection(root, "consortium")


def sent(institution, **fields):
    """A campaign that has left and whose receipts are still to come."""
    campaign = make_release(institution, connection=SHARED, **fields)
    campaign.state = states.SENT
    return campaign


def test_an_erased_institution_is_gone_and_the_others_stay(root, shared):
    make_house(root)
    make_house(root, "nice")
    institutions.erase(service(), root, "paris1", NOW)
    assert list(root["institutions"]) == ["nice"]


def test_no_record_is_left_of_it_once_the_store_is_packed(store):
    root = store.root
    make_person(make_house(root), name="Nobody Else Is Called So")
    make_connection(root, "consortium")
    make_house(root, "nice")
    store.commit()
    institutions.erase(service(), root, "paris1", NOW)
    store.commit()
    store.db.pack()
    left = [record.data for record in store.db.storage.iterator() for record in record]
    assert left
    assert not any(b"Nobody Else" in data for data in left)


def test_nothing_of_it_stays_on_a_shared_connection(root, shared):
    paris, nice = make_house(root), make_house(root, "nice")
    ours, theirs = sent(paris), sent(nice)
    for name in ("paris1", "nice", ""):
        shared.put_sender(SenderId("BU", name))
    for campaign in (ours, theirs):
        shared.join_line(campaign.path, False)
        shared.served(campaign.path)
    institutions.erase(service(), root, "paris1", NOW)
    assert list(reread(shared).open) == [theirs.path]
    assert shared.line.waiting == ((theirs.path, 0),)
    assert shared.turns.institutions == (path_of(nice),)
    assert shared.turns.campaigns == (theirs.path,)
    assert [one.institution for one in shared.senders()] == ["nice", ""]
    assert [*closing.to_close(root, NOW)] == [("close_campaign", theirs.path)]


def test_an_institution_whose_name_begins_alike_keeps_its_campaigns(root, shared):
    make_house(root)
    campaign = sent(make_house(root, "paris10"))
    institutions.erase(service(), root, "paris1", NOW)
    assert list(shared.open) == [campaign.path]


@pytest.mark.parametrize("where", ["parked", "inboxes"])
def test_news_of_it_are_forgotten_and_those_of_others_kept(root, shared, where):
    paris = make_house(root)
    campaign = sent(paris)
    make_person(paris, msisdn=mobile(77))
    news = {
        "by reference": Receipt("", states.DELIVERED, reference=f"{campaign.__name__}.1"),
        "to somebody written to": Receipt("a", states.DELIVERED, msisdn=mobile(1)),
        "to somebody known": Receipt("b", states.DELIVERED, msisdn=mobile(77)),
        "to somebody else": Receipt("c", states.DELIVERED, msisdn=mobile(4000)),
    }
    for key, receipt in news.items():
        if where == "parked":
            parking.park(shared, receipt, NOW)
        else:
            shared.inboxes[key] = tuple(receipt)
    institutions.erase(service(), root, "paris1", NOW)
    assert len(getattr(reread(shared), where)) == 1


def test_replies_that_wait_are_forgotten_as_news_are(root, shared):
    sent(make_house(root))
    inbox.put(shared, [Reply(mobile(number), "Oui", "38000", NOW) for number in (1, 4000)])
    institutions.erase(service(), root, "paris1", NOW)
    assert [reply.msisdn for reply in inbox.peek(root, SHARED)[2]] == [mobile(4000)]


def test_while_a_campaign_is_leaving_nothing_is_erased(root, shared):
    paris = make_house(root)
    campaign = make_release(paris)
    shared_one = make_release(paris, connection=SHARED)
    with pytest.raises(StillLeaving) as refusal:
        institutions.erase(service(), root, "paris1", NOW)
    assert set(refusal.value.campaigns) == {campaign.path, shared_one.path}
    assert "paris1" in root["institutions"]


def test_what_is_in_a_brokers_hands_is_leaving_though_its_campaign_was_stopped(root):
    paris = make_house(root)
    campaign = make_release(paris)
    claims.claim_batch(root, campaign.connection, 1, "machine", NOW)
    steering.stop(someone(campaign), campaign, paris["brokers"]["fake"], NOW)
    with pytest.raises(StillLeaving):
        institutions.erase(service(), root, "paris1", NOW)


def test_a_paused_campaign_goes_with_its_institution(root):
    paris = make_house(root)
    campaign = make_release(paris)
    steering.pause(someone(campaign), campaign, paris["brokers"]["fake"], NOW)
    institutions.erase(service(), root, "paris1", NOW)
    assert connections.at_work(root) == []


def test_a_campaign_released_at_that_moment_conflicts(store):
    from ZODB.POSException import ConflictError

    root = store.root
    make_connection(root, "consortium")
    campaign = make_campaign(make_house(root), connection=SHARED)
    store.commit()
    rival = store.rival()
    institutions.erase(service(), rival.root, "paris1", NOW)
    root["brokers"]["consortium"].join_line(campaign.path, False)
    store.commit()
    with pytest.raises(ConflictError):
        rival.commit()
    rival.close()


def test_no_institution_is_called_like_the_mark_of_a_key():
    assert not institutions.may_be_called(digests.MARK)
