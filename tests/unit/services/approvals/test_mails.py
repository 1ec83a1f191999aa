"""The mails about a yes: in either language, with what a decision needs; never to who has left."""

import pytest
from factories import NOW, make_campaign, make_group, make_recipient, mobile, someone

from unisms.model.approvals import ApprovalRules
from unisms.services.approvals import approvals, mails, needs, reading, texts
from unisms.services.people import enrolment


def values(institution, kind):
    [found] = [dict(one.values) for _, one in institution.outbox.waiting() if one.kind == kind]
    return found


def test_a_request_tells_who_asks_what_to_whom_at_which_cost_and_where_to_decide(
    institution, awaiting
):
    told = values(institution, texts.ASKED)
    assert (told["who"], told["title"], told["text"]) == (
        "Lina Bernard",
        "Retard",
        "Bonjour [nom]",
    )
    assert (told["people"], told["segments"], told["account"]) == ("3", "3", "SCD")
    assert told["cost"] == ("0,15\xa0€", "€0.15")
    assert told["groups"] == ("choisis un par un (3)", "chosen one by one (3)")
    assert told["why"] == ("à partir de 3 personnes", "from 3 people on")
    assert told["link"].endswith(f"{awaiting.path}/approval")


def test_whoever_may_not_see_numbers_is_not_told_who_of_them_is_left_out(institution):
    institution.grants.give("person:chef", "approver", "accounts/scd")
    institution.grants.give("person:chef", "administrator")
    told = [make_recipient(0), make_recipient(1, cause="opt_out"), make_recipient(2)]
    campaign = make_campaign(institution, [*told, make_recipient(3)])
    campaign.audience = (("number", mobile(1)), ("number", mobile(2)))
    approvals.go(someone(institution), campaign, NOW)
    found = {
        mail.to.partition("@")[0]: (dict(mail.values)["people"], dict(mail.values)["groups"][1])
        for _, mail in institution.outbox.waiting()
    }
    assert found == {
        "chef": ("3", "chosen one by one (3)"),
        "scd": ("4", "chosen one by one"),
    }


def test_a_request_whose_account_is_gone_names_it(institution, awaiting):
    institution["accounts"].remove("scd")
    mails.ask(awaiting, ["chef"], NOW, texts.REMINDED)
    assert values(institution, texts.REMINDED)["account"] == "scd"


def test_nobody_who_has_left_gets_a_mail(institution, awaiting, posted):
    enrolment.remove(someone(institution, "boss"), "lib", NOW)
    approvals.refuse(someone(institution, "scd"), awaiting, NOW, "No")
    assert posted(texts.REFUSED) == []


def test_the_yes_of_somebody_who_has_left_since_is_told_by_their_uid(institution, awaiting):
    awaiting.awaited.by = "former"
    mails.withdrawn(awaiting, NOW)
    assert values(institution, texts.WITHDRAWN)["who"] == "former"


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (("recipients", 30), ("à partir de 30 personnes", "from 30 people on")),
        (("cost", 12_500), ("à partir de 12,50\xa0€", "from €12.50 on")),
        (("night", (1260, 420)), ("de 21:00 à 07:00", "from 21:00 to 07:00")),
        (("weekend", ""), ("samedi et dimanche", "Saturday and Sunday")),
        (("audience", "L2"), ("« L2 »", "“L2”")),
        (("audience_group", ""), ("un groupe", "a group")),
    ],
)
def test_each_reason_is_told_in_both_languages(reason, told):
    assert reading.reason_told(reason) == told


def test_no_reason_is_forgotten():
    codes = {*needs.CODES, *needs.OF_KINDS.values(), needs.AUDIENCE_OTHER}
    assert codes - {*reading.PLAIN} == {"recipients", "cost", "night", "audience"}


def test_nothing_is_told_as_a_dash():
    assert reading.in_both([]) == {"fr": "–", "en": "–"}


def test_why_it_could_not_leave_is_told_even_where_nothing_was_written_down():
    assert mails._why_unfit(None)["en"] == "the check is no longer valid"


def test_groups_stand_with_their_counts(institution):
    make_group(institution)
    assert mails._group("L2", 12) == ("L2 (12)", "L2 (12)")
    assert mails._group("file", 2) == ("d'un fichier (2)", "of a file (2)")


def test_a_long_text_is_told_in_part(institution, checked):
    institution.approval_rules = tuple(ApprovalRules(recipients=1))
    checked.text = "mot " * 400
    approvals.go(someone(institution), checked, NOW)
    assert len(values(institution, texts.ASKED)["text"]) == mails.PREVIEW
