"""Histories: what somebody was sent, indexed in the background, told, forgotten with age."""

import pytest
from factories import (
    NOW,
    make_account,
    make_campaign,
    make_group,
    make_house,
    make_recipient,
    make_release,
    mobile,
    reread,
)

from unisms.model import history
from unisms.model.themes import Theme
from unisms.services.campaigns import resends
from unisms.services.dossiers.subjects import Subject
from unisms.services.histories import ages, archive, entries, lines
from unisms.services.institution import retention
from unisms.services.people import enrolment
from unisms.services.rules import periods
from unisms.sms import states
from unisms.testing.factories import someone

KEPT = periods.seconds_of(None, periods.HISTORY)

DAY = 86400
MONTH = 31 * DAY


@pytest.fixture
def institution(root):
    institution = make_house(root)
    make_group(institution)
    return institution


@pytest.fixture
def people():
    return [make_recipient(number, uid=f"l2-{number}") for number in range(3)]


def sent(institution, recipients=3, at=NOW, state=states.DELIVERED, **fields):
    """A campaign that is over, whose messages ended in ``state``, not in the index yet."""
    campaign = make_release(institution, recipients, **fields)
    campaign.sent_at = at
    for number, _ in list(campaign.stored_rows()):
        campaign.write(number, campaign.row(number).moved(state, at))
    campaign.handover.claims = ()
    campaign.become(states.SENT)
    campaign.become(states.CLOSED)
    return campaign


def index(institution, now=NOW):
    root = institution.__parent__.__parent__
    return [entries.enter(root, path) for _, path in list(entries.waiting(root, now))]


def told(institution, uid="l2-0", now=NOW, **options):
    return lines.history(reread(institution), uid, now, **options)


def test_lines_are_found_by_words_of_the_text_the_author_and_the_theme(institution, people):
    sport = institution["themes"].add("sport", Theme("Activités sportives"))
    sport.title_en = "Sports"
    sent(institution, people, purpose=("theme", "sport"), text="Le match est reporté.")
    sent(institution, people, at=NOW + 1, text="La salle change.")
    index(institution)
    for words, texts in {
        "": ["La salle change.", "Le match est reporté."],
        "SALLE": ["La salle change."],
        "report": ["Le match est reporté."],
        "activites mat": ["Le match est reporté."],
        "sports": ["Le match est reporté."],
        "salle match": [],
    }.items():
        assert [line.text.split("\n")[0] for line in told(institution, about=words).lines] == texts


def texts(institution, uid="l2-0", **options):
    return [line.text for line in told(institution, uid, **options).lines]


def test_without_a_message_there_is_none(institution):
    assert told(institution) == ([], 1, False)
    assert index(institution) == []
    ages.forget(institution, NOW)
    ages.let_go(make_campaign(institution, 1))
    assert institution.history is None
    assert entries.enter(institution.__parent__.__parent__, "/institutions/no/campaigns/x") == 0
    assert entries.enter(institution.__parent__.__parent__, "/institutions/paris1/campaigns/x") == 0


def test_a_message_is_told_with_its_text_sender_department_and_why(institution, people):
    theme = institution["themes"].add("bu", Theme("Bibliothèque"))
    theme.join("l2-0", (NOW,), "2027-01-15")
    one = [people[0]._replace(source="L2 Histoire")]
    sent(institution, one, purpose=("theme", "bu")).sender_id = "BU"
    assert index(institution) == [1]
    (line,) = told(institution).lines
    assert line.text.startswith("Bonjour Personne 0\nBibliothèque")
    assert (line.state, line.at) == (states.DELIVERED, NOW)
    assert (line.department, line.sender_id, line.source) == ("SCD", "BU", "L2 Histoire")
    assert (line.author, line.purpose.kind, line.themes) == ("lib", "theme", (theme,))
    assert texts(institution, "l2-1") == []


def test_it_is_indexed_when_it_is_over_or_under_way_for_ten_minutes(institution, people):
    campaign = make_release(institution, people)
    assert index(institution, NOW + entries.PATIENCE - 1) == []
    assert index(institution, NOW + entries.PATIENCE) == [3]
    assert index(institution, NOW + entries.PATIENCE) == []
    assert texts(institution) == []  # it has not left
    campaign.write(1, campaign.row(1).moved(states.ACCEPTED, NOW))
    assert texts(institution) == ["Bonjour Personne 0"]


def test_a_clock_that_was_ahead_lets_nothing_wait_for_ever(institution, people):
    make_release(institution, people).sent_at = NOW + MONTH
    assert index(institution) == [3]


def test_messages_sent_again_are_lines_too_and_no_line_comes_twice(institution, people):
    campaign = make_release(institution, people)
    index(institution, NOW + entries.PATIENCE)
    campaign.write(1, campaign.row(1).moved(states.UNCERTAIN, NOW))
    campaign.handover.claims = ()
    resends.resend_uncertain(someone(institution), campaign, NOW)
    assert index(institution, NOW + entries.PATIENCE) == [1]
    campaign.write(4, campaign.row(4).moved(states.DELIVERED, NOW))
    assert [line.state for line in told(institution).lines] == [states.DELIVERED, states.EXPIRED]


def test_whom_a_row_names_has_it_and_else_who_has_the_number(institution):
    sent(institution, [make_recipient(5, uid="l2-0"), make_recipient(1), make_recipient(99)])
    assert index(institution) == [2]
    assert texts(institution) == ["Bonjour Personne 5"]
    assert texts(institution, "l2-1") == ["Bonjour Personne 1"]


def test_a_number_of_several_people_shows_nobody_a_message_but_who_has_proved_it(institution):
    institution["people"].renumber("l2-2", mobile(1))
    sent(institution, [make_recipient(1)])
    assert index(institution) == [0]
    institution["people"].prove("l2-2", NOW)
    sent(institution, [make_recipient(1)])
    assert index(institution) == [1]
    assert (texts(institution, "l2-1"), texts(institution, "l2-2")) == ([], ["Bonjour Personne 1"])


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_message_to_somebody_is_not_shown_to_whoever_gets_their_number_too(institution, when):
    people = institution["people"]
    if when == "before":
        people.renumber("l2-2", mobile(1))
    sent(institution, [make_recipient(1, uid="l2-1")])
    if when == "after":
        people.renumber("l2-2", mobile(1))
    index(institution)
    assert texts(institution, "l2-2") == []
    assert texts(institution, "l2-1") == (["Bonjour Personne 1"] if when == "before" else [])


def test_a_message_to_somebody_who_is_gone_is_shown_to_nobody(institution):
    sent(institution, [make_recipient(1, uid="gone")])
    assert index(institution) == [0]
    assert texts(institution, "l2-1") == []


def test_what_is_set_aside_is_no_message(institution, people):
    campaign = make_campaign(institution, [people[0], people[1]._replace(cause="opt_out")])
    history.note(campaign)
    assert index(institution) == [1]


def test_the_latest_comes_first_a_page_at_a_time_over_months(institution, people):
    for place in range(5):
        sent(institution, people[:1], at=NOW + place * 10 * DAY, text=f"No {place}", columns=())
        index(institution)
    page = told(institution, size=2)
    assert [line.text for line in page.lines] == ["No 4", "No 3"]
    assert (page.number, page.has_next) == (1, True)
    last = told(institution, page=3, size=2)
    assert ([line.text for line in last.lines], last.has_next) == (["No 0"], False)
    assert told(institution, page=0, size=9).number == 1
    since = told(institution, since=NOW + 30 * DAY).lines
    assert [line.text for line in since] == ["No 4", "No 3"]


def test_somebody_else_reads_what_they_may_see_and_nothing_erased(institution, people):
    institution.keeps_history = True
    seen, hidden, erased = (
        sent(institution, people, text=word, columns=(), at=NOW + place)
        for place, word in enumerate("abc")
    )
    index(institution)
    ages.let_go(erased)
    erased.erase(NOW)
    assert texts(institution, may_see=lambda campaign: campaign is not hidden) == ["a"]
    assert texts(institution, may_see=lambda campaign: False) == []
    assert texts(institution) == [None, "b", "a"]
    of_subject = archive.of_subject(institution, Subject("l2-0", "", "", ""))
    assert [one["state"] for one in of_subject] == [states.DELIVERED]  # of the erased one alone
    assert seen is not hidden


def test_a_person_taken_out_takes_their_history_along(institution, people):
    sent(institution, people)
    index(institution)
    enrolment.remove(someone(institution), "l2-0", NOW)
    assert texts(institution) == []
    assert texts(institution, "l2-1") == ["Bonjour Personne 1"]


def test_erased_messages_go_from_histories(institution, people):
    for at in (NOW, NOW + MONTH):
        sent(institution, people, at=at)
    index(institution)
    root, later = institution.__parent__.__parent__, NOW + 200 * DAY
    institution["campaigns"][next(iter(institution["campaigns"]))].history = ()
    retention.erase_some(root, "paris1", "", later)
    ages.forget(institution, later)
    assert texts(institution) == []
    assert list(reread(institution).history._months) == []


def test_lines_of_others_stay_when_a_month_is_cleaned(institution, people):
    first, second = sent(institution, people[:2]), sent(institution, people[1:])
    index(institution)
    ages.let_go(first)
    first.erase(NOW)
    ages.forget(institution, NOW)
    tree = reread(institution).history._months["2027-01"]
    assert {uid: len(found) for uid, found in tree.items()} == {"l2-1": 1, "l2-2": 1}
    assert texts(institution, "l2-1") == ["Bonjour Personne 1"]
    assert not second.erased_at


def test_what_is_left_of_an_erased_message_tells_day_department_purpose_and_end(
    institution, people
):
    institution.keeps_history = True
    make_account(institution, "bu").title = "Bibliothèque"
    campaign = make_campaign(institution, people)
    campaign.account, campaign.sent_at, campaign.purpose = "bu", NOW, ("theme", "gone")
    history.note(campaign)
    for number, state in ((1, states.EXPIRED), (2, states.QUEUED), (3, states.STOPPED)):
        campaign.write(number, campaign.row(number).moved(state, NOW))
    campaign.state = states.CLOSED
    index(institution)
    ages.let_go(campaign)
    campaign.erase(NOW)
    ages.forget(institution, NOW)
    (line,) = told(institution).lines
    assert (line.department, line.state, line.text) == ("Bibliothèque", states.EXPIRED, None)
    assert (line.purpose.kind, line.themes, line.campaign) == ("theme", (), None)
    told_of_line = {"department": "Bibliothèque", "purpose": "theme", "state": states.EXPIRED}
    subject = Subject("l2-0", "", "", "")
    assert [*archive.of_subject(institution, subject)] == [{"at": line.at, **told_of_line}]
    assert line.at // DAY == NOW // DAY
    assert line.at % DAY == DAY // 2
    assert texts(institution, "l2-1") == texts(institution, "l2-2") == []


def test_it_is_kept_for_three_years_or_until_it_is_switched_off(institution, people):
    institution.keeps_history = True
    old, kept = sent(institution, people), sent(institution, people, at=NOW + 9 * DAY)
    index(institution, NOW + MONTH)
    for campaign in (old, kept):
        ages.let_go(campaign)
        campaign.erase(NOW)
    later = NOW + KEPT + 2 * DAY
    assert len(told(institution, now=later).lines) == 1  # though no night has come
    ages.forget(institution, later)
    assert [len(found) for found in institution.history._months["2027-01"].values()] == [1] * 3
    institution.keeps_history = False
    ages.forget(institution, NOW + MONTH)
    assert told(institution, now=NOW + MONTH).lines == []
    assert list(institution.history._months) == []


def test_of_a_campaign_without_people_or_a_trial_nothing_is_left(institution, people):
    institution.keeps_history = True
    trial, strangers = sent(institution, people), sent(institution, [make_recipient(90)])
    trial.trial = True
    assert index(institution) == [0, 0]
    for campaign in (trial, strangers):
        ages.let_go(campaign)
        campaign.erase(NOW)
    ages.forget(institution, NOW)
    assert told(institution).lines == []


def test_a_campaign_erased_or_gone_before_its_turn_has_no_lines(institution, people):
    gone, erased = sent(institution, people), sent(institution, people)
    institution["campaigns"].remove(gone.__name__)
    erased.erase(NOW)
    assert index(institution) == [0, 0]
    sent(institution, people).clear_rows()
    assert index(institution) == [0]
    late = sent(institution, people)
    assert index(institution) == [3]
    late.clear_rows()
    assert texts(institution) == []
    history.note(erased)
    ages.let_go(erased)
    assert index(institution) == []


def test_a_sweep_finds_a_hundred_of_an_institution(institution, people, monkeypatch):
    monkeypatch.setattr(entries, "AT_ONCE", 1)
    for _ in range(2):
        sent(institution, people)
    assert [index(institution) for _ in range(3)] == [[3], [3], []]


def test_a_sender_and_an_account_that_are_gone_are_told_by_their_names(institution, people):
    campaign = sent(institution, people)
    campaign.author, campaign.account = "l2-1", "gone"
    index(institution)
    (line,) = told(institution).lines
    assert (line.author, line.department) == (institution["people"]["l2-1"].name, "gone")


def test_under_another_key_a_number_has_no_lines(root, institution):
    campaign = make_release(institution, [make_recipient(88)])
    root.numbers_key = "another"
    assert entries.enter(root, campaign.path) == 0
    assert institution.history.entered(campaign.__name__).loose == (1,)
