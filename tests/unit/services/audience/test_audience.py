"""From who was chosen to frozen rows."""

from datetime import date

import pytest
from factories import (
    MOBILE,
    NOW,
    make_campaign,
    make_connection,
    make_group,
    make_house,
    make_person,
    make_recipient,
    mobile,
    reread,
)
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection
from unisms.model.imports import Import
from unisms.model.root import Institution
from unisms.services.audience import audience, freezes
from unisms.services.audience.audience import EmptyAudience, columns_of, expand, freeze
from unisms.services.exclusions.judges import Judge
from unisms.services.imports import intake
from unisms.services.people import consent
from unisms.services.rights import rights
from unisms.services.rules.recipients import Recipient
from unisms.sms import causes, states
from unisms.sms.encoding import encode
from unisms.testing.factories import someone

TODAY = date(2027, 1, 15)
FOREIGN = "+447911123456"


def expanded(institution, *chosen, wanted=()):
    return list(
        expand(institution, chosen, wanted, TODAY, Judge(consent.Reader(institution, (), NOW)))
    )


@pytest.mark.parametrize(
    ("policy", "cause"), [("allow", None), ("refuse", causes.FOREIGN_NOT_ALLOWED)]
)
@pytest.mark.parametrize("kind", ["number", "person"])
def test_foreign_numbers_follow_the_institutions_policy_wherever_they_come_from(
    institution, policy, cause, kind
):
    institution.foreign_numbers = policy
    make_person(institution, msisdn=FOREIGN)
    [recipient] = expanded(institution, (kind, FOREIGN if kind == "number" else "jdupont"))
    assert recipient.cause == cause


def test_columns_are_those_of_the_files_then_what_we_know_each_once(institution):
    institution["imports"].add("i", Import("a.csv", b"a", "lib", NOW)).columns = ("Titre", "nom")
    chosen = (("import", "i"), ("group", "l2"), ("number", MOBILE))
    assert columns_of(institution, chosen) == ("Titre", "nom", "identifiant", "courriel")


# Freezing.


def frozen(root, recipients, text="Bonjour [nom]", wanted=("nom",), **fields):
    institution = make_house(root)
    campaign = make_campaign(institution, 1)
    campaign.text = text
    connection = institution["brokers"]["fake"]
    for name, value in fields.items():
        setattr(connection, name, value)
    freeze(campaign, recipients, wanted, connection, NOW)
    return reread(campaign)


def test_a_recipient_becomes_a_queued_row_with_its_price_in_segments(root):
    campaign = frozen(root, [make_recipient(1)])
    assert list(campaign.stored_rows()) == [(1, (mobile(1), states.QUEUED, "", 1, 0, None))]
    assert campaign.values(1) == ("Personne 1", "", "Personne 1")
    assert campaign.columns == ("nom",)


def test_freezing_again_forgets_the_rows_of_before(root):
    campaign = frozen(root, [make_recipient(number) for number in range(3)])
    freeze(
        campaign,
        [make_recipient(9)],
        ("nom",),
        campaign.__parent__.__parent__["brokers"]["fake"],
        NOW,
    )
    assert [row[0] for _, row in reread(campaign).stored_rows()] == [mobile(9)]


def test_an_empty_audience_is_told_and_changes_nothing(root):
    institution = make_house(root)
    campaign = make_campaign(institution, 2)
    with pytest.raises(EmptyAudience):
        freeze(campaign, [], ("nom",), institution["brokers"]["fake"], NOW)
    assert campaign.last_number() == 2


def test_a_number_gets_one_message_the_first(root):
    again = make_recipient(1, who="La même")
    campaign = frozen(root, [make_recipient(1), again])
    assert campaign.row(2)[1:6] == (states.SET_ASIDE, "", 0, NOW, causes.DUPLICATE)
    assert campaign.counted("merged") == 1
    assert campaign.counted("set_aside") == ()


def test_who_cannot_be_addressed_by_name_leaves_the_number_to_who_can(root):
    campaign = frozen(root, [make_recipient(1, values=("",)), make_recipient(1)])
    assert campaign.row(1).cause == causes.EMPTY_PLACEHOLDER
    assert campaign.row(2).state == states.QUEUED


def test_a_text_too_long_once_personalised_is_set_aside(root):
    campaign = frozen(root, [make_recipient(1, values=("x" * 1300,)), make_recipient(2)])
    assert (campaign.row(1).cause, campaign.row(1).segments) == (causes.TOO_LONG, 0)
    assert campaign.counted("recipients") == 1


def test_a_text_that_values_make_endless_is_set_aside_without_being_made(root, monkeypatch):
    made = []
    monkeypatch.setattr(
        freezes, "encode", lambda text, alphabet: made.append(len(text)) or encode(text, alphabet)
    )
    people = [make_recipient(1, values=("x" * 100_000,)), make_recipient(2, values=("x",))]
    campaign = frozen(root, people, text="[nom]" * 500)
    assert (campaign.row(1).cause, campaign.row(2).segments) == (causes.TOO_LONG, 4)
    assert made[-2:] == [8 * 153 + 1, 500]


@pytest.mark.parametrize(
    ("name", "fits"), [("x" * 408, True), ("x" * 409, False), (f" {'ê' * 178}\t", True)]
)
def test_a_value_that_comes_again_and_again_is_sent_as_long_as_it_fits(root, name, fits):
    campaign = frozen(root, [make_recipient(1, values=(name,))], text="[nom][nom][nom]")
    assert (campaign.row(1).state == states.QUEUED, campaign.row(1).segments == 8) == (fits, fits)


def test_the_longest_that_fits_is_sent(root):
    campaign = frozen(root, [make_recipient(1, values=("x" * (8 * 153),))], text="[nom]")
    assert campaign.row(1).segments == 8


def test_the_unfit_keep_their_reason(root):
    campaign = frozen(root, [Recipient("", "Jeanne", "", ("Jeanne",), causes.NO_NUMBER)])
    assert campaign.row(1)[:6] == ("", states.SET_ASIDE, "", 0, NOW, causes.NO_NUMBER)
    assert campaign.counted("set_aside") == ((causes.NO_NUMBER, 1),)
    assert campaign.counted("recipients", None) == 0


def test_the_check_tells_recipients_segments_cost_and_the_longest(root):
    people = [
        make_recipient(1),
        make_recipient(2, values=("x" * 200,)),
        make_recipient(3, uncertain_range=True),
    ]
    campaign = frozen(root, people, prices=(("", 50_400),))
    figures = dict(campaign.check)
    assert figures == {
        "recipients": 3,
        "segments": 4,
        "cost": 202,  # 4 × 0.0504 €, rounded once
        "lines": 0,
        "grouped": 0,
        "merged": 0,
        "set_aside": (),
        "histogram": ((1, 2), (2, 1)),
        "abroad": (),
        "long_values": (),
        "free_values": 0,
        "longest": 2,
        "unknown_ranges": 1,
        "noticed": (0, 0),
        "frozen": 3 * (audience.ROW + 2) + 2 * 2 * len("Personne 1") + len("Personne 2") + 200,
    }


def test_of_messages_with_as_many_segments_the_one_with_most_characters_is_the_longest(root):
    campaign = frozen(root, [make_recipient(1, values=("xxx",)), make_recipient(2, values=("x",))])
    assert campaign.counted("longest") == 1


def test_a_segment_is_counted_in_the_alphabet_of_the_connection(root):
    assert frozen(root, [make_recipient(1)], text="ç" * 100, alphabet="gsm").row(1).segments == 2


def test_the_other_alphabet_has_the_small_cedilla(root):
    assert (
        frozen(root, [make_recipient(1)], text="ç" * 100, alphabet="gsm-c-cedilla").row(1).segments
        == 1
    )


def test_every_segment_is_priced_by_its_number(root):
    people = [make_recipient(1), make_recipient(2)._replace(msisdn=FOREIGN)]
    campaign = frozen(root, people, prices=(("", 120_000), ("+33", 50_000)))
    assert campaign.counted("cost") == 170


recipients = st.lists(
    st.builds(
        Recipient,
        st.sampled_from([mobile(number) for number in range(5)]),
        st.just("somebody"),
        st.just(""),
        st.tuples(st.sampled_from(["", "Jeanne", "x" * 170, "é" * 400, "ç" * 90, "x" * 1300])),
        st.sampled_from([None, None, None, causes.NO_NUMBER, causes.LANDLINE]),
        st.booleans(),
        lines=st.just(0),
        uid=st.just(""),
        excluded=st.just(0),
    ),
    min_size=1,
    max_size=20,
)


@given(recipients)
def test_whatever_the_audience_the_figures_add_up(people):
    campaign, connection = Campaign("lib", NOW), BrokerConnection("", "fake")
    campaign.text, campaign.__parent__ = "Bonjour [nom]", Institution("Paris 1")
    freeze(campaign, people, ("nom",), connection, NOW)
    figures, rows = dict(campaign.check), [row for _, row in campaign.stored_rows()]
    queued = [row for row in rows if row[1] == states.QUEUED]
    aside = [row for row in rows if row[1] == states.SET_ASIDE]
    assert len(rows) == len(people) == len(queued) + len(aside)
    assert figures["recipients"] == len(queued)
    assert figures["merged"] + sum(number for _, number in figures["set_aside"]) == len(aside)
    assert figures["segments"] == sum(row[3] for row in queued)
    assert figures["cost"] == (sum(row[3] for row in queued) * 50_000 + 500) // 1000
    assert sum(messages for _, messages in figures["histogram"]) == len(queued)
    assert len({row[0] for row in queued}) == len(queued), "a number gets one message"
    assert all(row[5] for row in aside)
    assert not any(row[5] for row in queued)
    if queued:
        assert campaign.row(figures["longest"]).segments == max(row[3] for row in queued)
    else:
        assert figures["longest"] == 0


def test_a_shared_connection_will_do(root):
    institution = make_house(root)
    make_connection(root, "consortium")
    assert (
        make_campaign(institution, 1, connection="/brokers/consortium").counted("recipients") == 1
    )


def test_values_are_simplified_where_the_campaign_asks_for_it(institution):
    campaign, connection = (
        make_campaign(institution, text="[titre]"),
        institution["brokers"]["fake"],
    )
    for plain, written, segments in ((False, "« Œuvre » " * 8, 2), (True, '"OEuvre" ' * 8, 1)):
        campaign.plain_values = plain
        freeze(campaign, [make_recipient(values=("« Œuvre » " * 8,))], ("titre",), connection, NOW)
        assert (campaign.values(1)[2], campaign.row(1).segments) == (written, segments)


def test_who_said_no_is_set_aside_however_they_were_chosen(institution):
    make_group(institution, people=2)
    consent.opt_out(rights.person(institution, "l2-1"), "l2-1", NOW)
    csv = f"Nom;Mobile\nA;{mobile(0)}\nB;{mobile(1)}\nC;01 44 07 80 00\n"
    record = intake.receive(someone(institution), "liste.csv", csv.encode(), NOW)
    intake.read(record)
    chosen = ("group", "l2"), ("person", "l2-1"), ("number", mobile(1)), ("import", record.__name__)
    causes_found = [recipient.cause for recipient in expanded(institution, *chosen)]
    assert causes_found == [None, *[causes.OPT_OUT] * 3, None, causes.OPT_OUT, causes.LANDLINE]


def test_only_who_said_yes_is_written_to_where_the_institution_wants_it(institution):
    make_group(institution, people=2)
    make_person(institution, "silent", msisdn="")
    institution.consent = "said_yes"
    consent.accept(rights.person(institution, "l2-0"), "l2-0", NOW)
    chosen = ("group", "l2"), ("number", mobile(0)), ("number", mobile(77)), ("person", "silent")
    assert [recipient.cause for recipient in expanded(institution, *chosen)] == [
        None,
        causes.NO_CONSENT,
        None,
        causes.NO_CONSENT,
        causes.NO_NUMBER,
    ]


def test_what_would_leave_as_it_is_written_is_known_by_the_titles_of_the_file_while_it_is_there(
    institution,
):
    record = intake.receive(someone(institution), "a.csv", b"Cote;Mobile\n12;0639980001", NOW)
    intake.read(record)
    campaign = make_campaign(institution)
    campaign.text, campaign.audience, campaign.columns = (
        "Rendez [cote",
        (("import", record.__name__),),
        ("Titre",),
    )
    assert audience.strays_of(campaign) == ("[cote",)
    institution["imports"].remove(record.__name__)
    assert audience.strays_of(campaign) == ()
