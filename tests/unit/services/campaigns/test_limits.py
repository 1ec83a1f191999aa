"""How far a role reaches: whom, what, how much, when, and who pays."""

import pytest
from factories import NOW, make_campaign, make_house

from unisms.model.accounts import Account, NotEnoughCredit
from unisms.model.campaigns import WrongState
from unisms.model.groups import Group
from unisms.model.roles import Limits, Role
from unisms.model.templates import MessageTemplate, TemplateFolder
from unisms.services.campaigns import guards, releases
from unisms.services.campaigns.guards import BeyondLimit
from unisms.services.delivery import steering
from unisms.services.ground.actor import Actor, service
from unisms.services.ground.problem import Problem
from unisms.services.money import billing
from unisms.services.rights import daily, reaches, rights
from unisms.services.rules.hours import within
from unisms.sms import states
from unisms.testing.factories import someone

EIGHT, NOON, EVENING = 8 * 60, 12 * 60, 18 * 60
COMPOSE = ["campaign:compose"]


@pytest.fixture
def institution(root):
    institution = make_house(root)
    institution["accounts"].add("sport", Account("Sport"))
    institution["groups"].add("l9", Group("L9"))
    return institution


def found(institution, *given):
    """Return Zoé's limits after these grants: pairs of limits and scope."""
    for number, (bounds, scope) in enumerate(given):
        institution["roles"].add(f"r{number}", Role("R", COMPOSE, Limits(**bounds)))
        institution.grants.give("person:zoe", f"r{number}", scope)
    return rights.held(institution, "zoe")


def fields(**given):
    return {
        "text": "Bonjour",
        "audience": (("group", "l2"),),
        "account": "scd",
        "sender_id": "",
        **given,
    }


def test_who_has_no_sending_role_reaches_nobody(institution):
    institution.grants.give("person:zoe", "account_manager")
    assert reaches.of(rights.person(institution, "zoe"), "scd") is None
    assert reaches.accounts(rights.person(institution, "zoe")) == []


def test_a_built_in_role_has_no_limit(institution):
    institution.grants.give("person:zoe", "sender")
    assert reaches.of(rights.person(institution, "zoe"), "scd") == (Limits(), None)


def test_the_most_generous_of_several_roles_counts_each_limit_for_itself(institution):
    roles = found(
        institution,
        (
            {
                "audience": 10,
                "daily": 0,
                "free_text": False,
                "sender_ids": ("BU",),
                "hours": (EIGHT, NOON),
            },
            "",
        ),
        (
            {
                "audience": 50,
                "daily": 9,
                "typed_numbers": False,
                "sender_ids": ("SCD",),
                "hours": (NOON, EVENING),
            },
            "",
        ),
    )
    together = reaches.of(Actor(institution, "", roles), "scd").limits
    assert (together.audience, together.daily) == (50, 0)
    assert (together.free_text, together.typed_numbers) == (True, True)
    assert together.sender_ids == ("BU", "SCD")
    assert together.hours == ((EIGHT, NOON), (NOON, EVENING))
    institution.grants.give("person:zoe", "sender")
    assert reaches.of(rights.person(institution, "zoe"), "scd").limits == Limits()


@pytest.mark.parametrize(
    ("scopes", "only"),
    [
        (("groups/l2", "groups/l9"), {"l2", "l9"}),
        (("groups/l2", "templates/bu"), {"l2"}),
        (("groups/l2", "accounts/scd"), None),
        ((), set()),
    ],
)
def test_one_writes_to_the_groups_at_which_one_may_whoever_pays(institution, scopes, only):
    assert (
        reaches.groups(
            Actor(institution, "", found(institution, *(({}, scope) for scope in scopes)))
        )
        == only
    )


@pytest.mark.parametrize(
    ("bounds", "scope", "payers"),
    [
        ({}, "", ["scd", "sport"]),
        ({"accounts": ("sport",)}, "", ["sport"]),
        ({}, "accounts/scd", ["scd"]),
        ({}, "groups/l2", ["scd", "sport"]),
        ({}, "templates/bu", []),
    ],
)
def test_one_may_charge_what_the_role_or_its_place_says(institution, bounds, scope, payers):
    assert reaches.accounts(Actor(institution, "", found(institution, (bounds, scope)))) == payers


def test_a_closed_account_pays_for_nobody(institution):
    institution["accounts"]["sport"].closed = True
    assert reaches.accounts(Actor(institution, "", found(institution, ({}, "")))) == ["scd"]


def test_a_role_at_one_group_writes_to_that_group_only(institution):
    roles = found(institution, ({}, "groups/l2"))
    assert reaches.of(Actor(institution, "", roles), "scd").groups == {"l2"}
    assert reaches.problems(Actor(institution, "", roles), fields()) == ()
    for field in ("audience", "minus"):
        for parts in ((("group", "l9"),), (("group", "l2"), ("person", "jdupont"))):
            told = reaches.problems(Actor(institution, "", roles), fields(**{field: parts}))
            assert told == (Problem(field, "not_yours"),)


@pytest.mark.parametrize(
    ("bounds", "given", "problem"),
    [
        ({"accounts": ("sport",)}, {}, [Problem("account", "not_yours")]),
        ({"accounts": ("sport",)}, {"account": "nowhere"}, []),
        (
            {"typed_numbers": False},
            {"audience": (("number", "0639980001"),)},
            [Problem("numbers", "directory_only")],
        ),
        ({"free_text": False}, {}, [Problem("text", "template_only")]),
        ({"sender_ids": ("BU",)}, {"sender_id": "SCD"}, [Problem("sender_id", "not_yours")]),
        ({"sender_ids": ("BU",)}, {"sender_id": "BU"}, []),
        ({"sender_ids": ("BU",)}, {"sender_id": ""}, []),
    ],
)
def test_a_draft_beyond_a_limit_is_told_at_its_field(institution, bounds, given, problem):
    assert (
        list(
            reaches.problems(
                Actor(institution, "", found(institution, (bounds, ""))), fields(**given)
            )
        )
        == problem
    )


def test_a_text_made_of_a_template_is_no_free_text(institution):
    folder = institution["templates"].add("bu", TemplateFolder("BU"))
    folder.add("retard", MessageTemplate("Retard", "Rendez [titre] avant le [date]."))
    institution["templates"].add("old", MessageTemplate("Ancien", "Bonjour")).archived = True
    roles = found(institution, ({"free_text": False}, ""))
    assert (
        reaches.problems(
            Actor(institution, "", roles), fields(text="Rendez [titre] avant le 12 mars.")
        )
        == ()
    )
    for text in ("Bonjour", "Rendez [titre] avant le 12 mars. Venez à la fête"):
        assert reaches.problems(Actor(institution, "", roles), fields(text=text)) == (
            Problem("text", "template_only"),
        )


def checked(institution, recipients=3, **given):
    return make_campaign(institution, recipients, audience=(("group", "l2"),), **given)


def refusal(institution, roles, campaign):
    with pytest.raises(BeyondLimit) as refused:
        guards.release(Actor(institution, "zoe", roles), campaign, NOW)
    assert campaign.state == states.CHECKED
    return refused.value.code, refused.value.detail


def test_a_campaign_within_every_limit_leaves_and_counts_for_the_day(institution):
    roles = found(institution, ({"audience": 3, "daily": 6, "hours": (EIGHT, NOON)}, ""))
    guards.release(
        Actor(institution, "zoe", roles), checked(institution), NOW
    )  # 9 o'clock in Paris
    assert daily.spent(institution, "zoe", NOW) == 3
    guards.release(Actor(institution, "zoe", roles), checked(institution), NOW)
    assert refusal(institution, roles, checked(institution, 1)) == ("daily", 0)
    assert daily.spent(institution, "zoe", NOW + 86400) == 0


@pytest.mark.parametrize(
    ("bounds", "scope", "told"),
    [
        ({"audience": 2}, "", ("audience", 2)),
        ({"daily": 2}, "", ("daily", 2)),
        ({"hours": (NOON, EVENING)}, "", ("hours", (NOON, EVENING))),
        ({"accounts": ("sport",)}, "", ("account", 0)),
        ({}, "groups/l9", ("addressees", 0)),
        ({"free_text": False}, "", ("text", 0)),
        ({"sender_ids": ("BU",)}, "", ("sender_id", 0)),
    ],
)
def test_a_campaign_beyond_a_limit_stays_checked(institution, bounds, scope, told):
    assert (
        refusal(
            institution, found(institution, (bounds, scope)), checked(institution, sender_id="SCD")
        )
        == told
    )


def test_what_is_urgent_leaves_only_by_who_may_send_so_wherever_they_have_that_role(institution):
    roles, campaign = found(institution, ({}, "")), checked(institution, urgent=True)
    assert refusal(institution, roles, campaign) == ("urgent", 0)
    institution["roles"].add("hurry", Role("H", [*COMPOSE, "campaign:urgent"]))
    institution.grants.give("person:zoe", "hurry", "groups/l9")
    guards.release(rights.person(institution, "zoe"), campaign, NOW)
    assert campaign.state == states.SENDING


@pytest.mark.parametrize(
    ("kind", "permission"), [("import", "import:file"), ("person", "person:view")]
)
def test_a_right_to_choose_such_an_audience_that_was_withdrawn_is_missed_at_the_release(
    institution, kind, permission
):
    """Of what somebody else has written the right of its author is enough."""
    campaign = make_campaign(institution, 1, audience=((kind, "x"),), author="zoe")
    assert refusal(institution, found(institution, ({}, "")), campaign) == ("addressees", 0)
    institution["roles"].add("chooser", Role("C", [permission]))
    institution.grants.give("person:ada", "chooser", "groups/l9")
    assert refusal(institution, rights.held(institution, "zoe"), campaign) == ("addressees", 0)
    campaign.author = "ada"
    guards.release(rights.person(institution, "zoe"), campaign, NOW)
    institution.grants.give("person:zoe", "chooser")
    own = make_campaign(institution, 1, audience=((kind, "x"),), author="zoe")
    guards.release(rights.person(institution, "zoe"), own, NOW)
    assert {campaign.state, own.state} == {states.SENDING}


def test_a_trial_goes_to_whoever_asks_for_it(institution):
    campaign = make_campaign(institution, 1, audience=(("person", "zoe"),), author="zoe")
    campaign.trial = True
    guards.release(Actor(institution, "zoe", found(institution, ({}, ""))), campaign, NOW)
    assert campaign.state == states.SENDING


def test_typed_numbers_beyond_a_role_that_has_become_tighter_stay_checked(institution):
    campaign = make_campaign(institution, 1, audience=(("number", "0639980001"),))
    assert refusal(institution, found(institution, ({"typed_numbers": False}, "")), campaign) == (
        "numbers",
        0,
    )


def test_a_template_that_is_kept_to_leaves_also_where_nothing_else_may(institution):
    institution["templates"].add("salut", MessageTemplate("Salut", "Bonjour [nom]"))
    campaign = checked(institution, text="Bonjour [nom]")
    guards.release(
        Actor(institution, "zoe", found(institution, ({"free_text": False}, ""))), campaign, NOW
    )
    assert campaign.state == states.SENDING


def in_doubt(institution):
    """A campaign of three messages of which two are uncertain."""
    campaign = checked(institution)
    releases.release(someone(campaign, "zoe"), campaign, NOW)
    for number in (1, 2):
        campaign.write(number, campaign.row(number)._replace(state=states.UNCERTAIN))
    return campaign


def test_what_is_sent_again_counts_for_the_day_and_only_that(institution):
    roles = found(institution, ({"audience": 2, "daily": 2, "hours": (EIGHT, NOON)}, ""))
    campaign = in_doubt(institution)
    guards.resend(Actor(institution, "zoe", roles), campaign, NOW)
    assert campaign.last_number() == 5
    assert daily.spent(institution, "zoe", NOW) == 2
    guards.resend(Actor(institution, "zoe", roles), campaign, NOW)  # a second click
    assert campaign.last_number() == 5
    assert daily.spent(institution, "zoe", NOW) == 2


@pytest.mark.parametrize(
    ("bounds", "scope", "told"),
    [
        ({"audience": 1}, "", ("audience", 1)),
        ({"daily": 1}, "", ("daily", 1)),
        ({"hours": (NOON, EVENING)}, "", ("hours", (NOON, EVENING))),
        ({"accounts": ("sport",)}, "", ("account", 0)),
        ({}, "groups/l9", ("addressees", 0)),
        ({"free_text": False}, "", ("text", 0)),
    ],
)
def test_what_is_uncertain_is_not_sent_again_beyond_a_limit(institution, bounds, scope, told):
    campaign = in_doubt(institution)
    with pytest.raises(BeyondLimit) as refused:
        guards.resend(Actor(institution, "zoe", found(institution, (bounds, scope))), campaign, NOW)
    assert (refused.value.code, refused.value.detail) == told
    assert campaign.last_number() == 3


@pytest.mark.parametrize(
    ("hours", "goes_on"), [((EIGHT, NOON), True), ((NOON, EVENING), False), (None, True)]
)
def test_what_is_paused_goes_on_in_the_hours_of_ones_role_only(institution, hours, goes_on):
    roles = found(
        institution, *([({"hours": hours}, "")] if hours else [])
    )  # without a role: who only steers
    campaign = checked(institution)
    releases.release(someone(campaign, "zoe"), campaign, NOW)
    connection = releases.connection_of(campaign)
    steering.pause(someone(campaign, "zoe"), campaign, connection, NOW)
    if goes_on:
        guards.resume(Actor(institution, "zoe", roles), campaign, NOW)
    else:
        with pytest.raises(BeyondLimit) as refused:
            guards.resume(Actor(institution, "zoe", roles), campaign, NOW)
        assert (refused.value.code, refused.value.detail) == ("hours", hours)
    assert campaign.state == (states.SENDING if goes_on else states.PAUSED)
    if goes_on:
        with pytest.raises(WrongState):
            guards.resume(Actor(institution, "zoe", roles), campaign, NOW)


def test_sending_again_without_the_credit_counts_for_no_day(institution):
    roles, campaign = found(institution, ({}, "")), in_doubt(institution)
    billing.grant(
        service(), institution["accounts"]["scd"], -institution["accounts"]["scd"].available, NOW
    )
    with pytest.raises(NotEnoughCredit):
        guards.resend(Actor(institution, "zoe", roles), campaign, NOW)
    assert daily.spent(institution, "zoe", NOW) == 0


@pytest.mark.parametrize(
    ("bounds", "told"),
    [
        ({"audience": 1}, None),
        ({"daily": 1}, ("daily", 1)),
        ({"hours": (NOON, EVENING)}, ("hours", (NOON, EVENING))),
        ({"accounts": ("sport",)}, ("account", 0)),
    ],
)
def test_a_trial_is_held_to_the_day_the_hours_and_the_account(institution, bounds, told):
    roles = found(institution, (bounds, ""))
    if told is None:
        assert guards.refuse_trial(Actor(institution, "zoe", roles), "scd", 2, NOW) is None
        return
    with pytest.raises(BeyondLimit) as refused:
        guards.refuse_trial(Actor(institution, "zoe", roles), "scd", 2, NOW)
    assert (refused.value.code, refused.value.detail) == told


@pytest.mark.parametrize(
    ("hours", "minute", "inside"),
    [
        ((EIGHT, NOON), EIGHT, True),
        ((EIGHT, NOON), NOON, False),
        ((EVENING, EIGHT), 23 * 60, True),
        ((EVENING, EIGHT), NOON, False),
        ((EVENING, EIGHT), 0, True),
    ],
)
def test_hours_may_pass_midnight(hours, minute, inside):
    assert within(hours, minute) is inside


def test_what_was_spent_is_forgotten_after_some_weeks(institution):
    daily.spend(institution, "zoe", 5, NOW)
    daily.spend(institution, "zoe", 7, NOW + 41 * 86400)
    daily.forget_spent(institution, NOW + 41 * 86400)
    assert list(institution.spent.values()) == [7]


def test_a_release_while_the_clock_is_ahead_leaves_what_was_spent_today(institution):
    daily.spend(institution, "zoe", 10, NOW)
    daily.spend(institution, "zoe", 1, NOW + 3650 * 86400)
    assert daily.spent(institution, "zoe", NOW) == 10
    daily.forget_spent(institution, NOW)
    assert list(institution.spent.values()) == [10]
