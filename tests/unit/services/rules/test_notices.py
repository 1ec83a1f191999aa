"""Notices: the first message of a theme to somebody says who writes, and how to leave; once."""

import pytest
from factories import (
    NOW,
    make_campaign,
    make_group,
    make_house,
    make_person,
    make_recipient,
    mobile,
    reread,
)

from unisms.model.themes import Member, Theme
from unisms.services.campaigns import checks, releases, resends
from unisms.services.delivery import closing
from unisms.services.delivery.claims import renderer
from unisms.services.rules.notices import OF_LAST_THEME, Notices, notice_of
from unisms.sms import causes, states
from unisms.sms.encoding import GSM
from unisms.testing.factories import someone

BU = ("theme", "bu")
OURS = "Bibliothèque, Paris1. Pour ne plus en recevoir : répondez STOP Bibliothèque"


@pytest.fixture
def institution(root):
    institution = make_house(root)
    make_group(institution)
    for name, title in (("bu", "Bibliothèque"), ("sport", "Fête du sport")):
        institution["themes"].add(name, Theme(title))
    return institution


@pytest.fixture
def theme(institution):
    theme = institution["themes"]["bu"]
    for uid in ("l2-0", "l2-1"):
        theme.join(uid, Member(NOW), "2027-01-15")
    return theme


def frozen(institution, people, **fields):
    fields = {"purpose": BU, "text": "Nocturne ce soir", "columns": (), **fields}
    return make_campaign(institution, people, **fields)


def recipients(*uids):
    return [make_recipient(int(uid[-1]), values=(), uid=uid) for uid in uids]


def texts(campaign):
    render = renderer(campaign)
    return [render(number) for number, _ in campaign.stored_rows()]


def test_the_first_message_to_each_member_ends_with_it_counted_and_priced(institution, theme):
    theme.meet(["l2-1"])
    campaign = reread(frozen(institution, recipients("l2-0", "l2-1"), text="x" * 120))
    assert texts(campaign) == [f"{'x' * 120}\n{OURS}", "x" * 120]
    check = checks.check_of(campaign)
    assert (check.segments, check.histogram, check.noticed) == (3, {1: 1, 2: 1}, (1, 1))
    assert check.longest[1].endswith("STOP Bibliothèque")


def test_a_message_that_is_no_themes_has_none(institution, theme):
    for purpose in ((), ("emergency",), ("theme", "gone")):
        campaign = frozen(institution, recipients("l2-0"), purpose=purpose)
        assert texts(campaign) == ["Nocturne ce soir"]
        assert campaign.row_notes is None


def test_its_words_are_the_themes_own_or_ours_in_the_language_of_the_institution(
    institution, theme
):
    assert notice_of(theme) == OURS
    theme.title_en, institution.language = "Library", "en"
    assert notice_of(theme) == "Library, Paris1. To receive no more: reply STOP Library"
    institution.stop_reaches = OF_LAST_THEME
    assert notice_of(theme) == "Library, Paris1. To receive no more: reply STOP"
    institution.stop_reaches, theme.title_en = "all", "Ne pas"  # which makes another sentence
    assert notice_of(theme) == "Ne pas, Paris1. To receive no more: reply STOP"
    theme.notice = "La BU de Paris 1"
    assert notice_of(theme) == "La BU de Paris 1"


def test_it_makes_no_message_dearer_by_a_sign(institution):
    texts = Notices(institution, ("theme", "sport")).texts(GSM)
    assert texts == (
        "\nFete du sport, Paris1. Pour ne plus en recevoir : répondez STOP Fete du sport",
    )


def test_with_it_a_message_that_is_too_long_is_set_aside(institution, theme):
    theme.meet(["l2-1"])
    campaign = frozen(institution, recipients("l2-0", "l2-1"), text="x" * (8 * 153))
    assert [row[5] for _, row in campaign.stored_rows()] == [causes.TOO_LONG, None]
    assert campaign.row_notes is None


def test_a_member_is_known_by_their_number_too(institution, theme):
    theme.meet(["l2-1"])
    typed = [make_recipient(number, values=()) for number in (0, 1)]
    assert [text.endswith("STOP Bibliothèque") for text in texts(frozen(institution, typed))] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("met", "place"), [((), 1), (("bu",), 2), (("sport",), 1), (("bu", "sport"), 0)]
)
def test_of_several_themes_one_that_a_member_does_not_know_is_told(institution, theme, met, place):
    institution["themes"]["sport"].join("l2-0", Member(NOW), "2027-01-15")
    for name in met:
        institution["themes"][name].meet(["l2-0"])
    [recipient] = recipients("l2-0")
    assert Notices(institution, ("theme", "bu sport")).place(recipient) == place


def test_one_who_is_no_member_of_any_is_told_of_the_first_until_they_know_it(institution, theme):
    [recipient] = recipients("l2-2")
    assert Notices(institution, BU).place(recipient) == 1
    theme.meet(["l2-2"])
    assert Notices(institution, BU).place(recipient) == 0


def test_it_is_said_until_a_message_has_left_with_it(institution, theme):
    make_person(institution, "ldap", msisdn=mobile(80))
    theme.join("ldap", Member(NOW), "2027-01-15")
    people = [*recipients("l2-0", "l2-1"), make_recipient(9, values=(), uid="ldap")]
    campaign = frozen(institution, people)
    releases.release(someone(institution), campaign, NOW)
    ends = {
        1: (states.DELIVERED, None),
        2: (states.FAILED, causes.ABSENT),
        3: (states.DELIVERED, None),
    }
    for number, (state, cause) in ends.items():
        row = campaign.row(number)
        campaign.write(number, row._replace(state=states.ACCEPTED, ids="a"))
        campaign.write(number, row._replace(state=state, cause=cause, ids="a"))
    campaign.state = states.SENT
    closing.close(campaign, institution["brokers"]["fake"], NOW)
    assert [theme.has_met(uid) for uid in ("l2-0", "l2-1", "ldap")] == [True, False, True]
    campaign.erase(NOW)
    assert campaign.notice(1) == ""


def test_a_message_that_is_sent_again_says_it_again(institution, theme):
    campaign = frozen(institution, recipients("l2-0", "l2-1"))
    releases.release(someone(institution), campaign, NOW)
    campaign.write(1, campaign.row(1)._replace(state=states.UNCERTAIN))
    resends.resend_uncertain(someone(institution), campaign, NOW)
    assert texts(campaign)[2] == texts(campaign)[0]
