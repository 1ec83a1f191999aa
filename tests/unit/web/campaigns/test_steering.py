"""Steering a campaign: pausing, stopping, deciding what is in doubt."""

import pytest
import scenes

from unisms.model.acl import SENDER
from unisms.model.folder import find
from unisms.model.roles import Limits, Role
from unisms.services.ground.actor import service
from unisms.services.money import billing
from unisms.sms import states


def press(page, view, **options):
    return next(form for form in page.forms.values() if form.action.endswith(f"/{view}")).submit(
        **options
    )


def stored(house, path, name):
    return house.run(lambda root: getattr(find(root, path), name))


def test_pause_and_resume(house, secretary):
    path = house.run(scenes.under_way)
    page = press(secretary.get(f"{path}/"), "pause").follow()
    assert stored(house, path, "state") == "paused"
    assert "rien ne part" in page
    press(page, "resume", status=303)
    assert stored(house, path, "state") == "sending"
    assert house.run(
        lambda root: [waiting for waiting, _ in find(root, scenes.BROKER).line.waiting]
    ) == [path]


def test_stop_asks_once_with_the_count(house, secretary):
    path = house.run(scenes.under_way)
    page = secretary.get(f"{path}/")
    assert page.html.select_one("#left-to-send").text.startswith("18 messages ne partiront jamais")
    press(page, "stop", status=303)
    assert stored(house, path, "state") == "stopped"
    assert "ne partira pas et n’est pas facturé" in secretary.get(f"{path}/")


def test_a_second_click_is_too_late_and_says_so(house, secretary):
    path = house.run(scenes.under_way)
    page = secretary.get(f"{path}/")
    press(page, "stop")
    assert "C’était déjà fait" in press(page, "stop").follow()


def test_only_who_may_steers(house):
    path = house.run(scenes.under_way)
    librarian = house.person("abenali")
    page = librarian.get(f"{path}/")
    assert not page.html.select("form[action$='/pause']")
    librarian.post(f"{path}/stop", {"csrf_token": page.forms[0]["csrf_token"].value}, status=403)


def test_uncertain_messages_may_be_sent_again(house, secretary):
    path = house.run(scenes.in_doubt)
    page = secretary.get(f"{path}/")
    assert "4 messages sont incertains" in page
    last = house.run(lambda root: find(root, path).last_number())
    press(page, "resend", status=303)
    assert house.run(lambda root: find(root, path).last_number()) == last + 4
    assert stored(house, path, "state") == "sending"


def test_sending_again_needs_credit(house, secretary):
    path = house.run(scenes.in_doubt)
    page = secretary.get(f"{path}/")
    left = house.run(lambda root: find(root, f"{scenes.PARIS}/accounts/scolarite").available)
    house.run(
        lambda root: billing.grant(
            service(), find(root, f"{scenes.PARIS}/accounts/scolarite"), -left, 1
        )
    )
    assert "rien n’est reparti" in press(page, "resend").follow()


def test_sending_again_at_the_expense_of_a_closed_account_is_refused(house, secretary):
    path = house.run(scenes.in_doubt)
    page = secretary.get(f"{path}/")
    house.run(
        lambda root: setattr(find(root, f"{scenes.PARIS}/accounts/scolarite"), "closed", True)
    )
    assert "Le compte est fermé" in press(page, "resend").follow()
    assert stored(house, path, "state") == states.SENT


def give_instead(root, role):
    """The secretary has another role than she had when she sent it."""
    institution = find(root, scenes.PARIS)
    institution.grants.withdraw("person:zlefevre", "sender")
    institution.grants.give("person:zlefevre", role)


@pytest.mark.parametrize(
    ("bounds", "told"),
    [
        ({"accounts": ("sport",)}, "faire payer ce compte"),
        ({"daily": 3}, "reste 3 SMS"),
        ({"hours": (0, 0)}, "de 00:00 à 00:00"),
        ({"audience": 3}, "ne permet plus d’envoyer ce message"),
    ],
)
def test_sending_again_stays_within_the_limits_of_ones_role(house, secretary, bounds, told):
    path = house.run(scenes.in_doubt)
    page = secretary.get(f"{path}/")

    def bind(root):
        find(root, scenes.PARIS)["roles"].add("bound", Role("Bound", SENDER, Limits(**bounds)))
        give_instead(root, "bound")

    house.run(bind)
    left = house.run(lambda root: find(root, f"{scenes.PARIS}/accounts/scolarite").available)
    last = house.run(lambda root: find(root, path).last_number())
    refused = press(page, "resend", status=303).follow()
    assert told in refused.html.select_one(".notice.failed").text
    assert "4 messages sont incertains" in refused
    assert "Rien n’est reparti" not in secretary.get(f"{path}/")
    assert (
        house.run(lambda root: find(root, f"{scenes.PARIS}/accounts/scolarite").available) == left
    )
    assert house.run(lambda root: find(root, path).last_number()) == last


def test_what_is_paused_goes_on_in_the_hours_of_ones_role_only(house, secretary):
    def bind(root):
        find(root, scenes.PARIS)["roles"].add("bound", Role("Bound", SENDER, Limits(hours=(0, 0))))
        give_instead(root, "bound")

    path = house.run(scenes.paused)
    page = secretary.get(f"{path}/")
    house.run(bind)
    refused = press(page, "resume", status=303).follow()
    assert "de 00:00 à 00:00" in refused.html.select_one(".notice.failed").text
    assert stored(house, path, "state") == states.PAUSED
    press(house.person("admin").get(f"{path}/"), "resume", status=303)
    assert stored(house, path, "state") == states.SENDING


def test_an_author_who_may_charge_nothing_any_more_sends_nothing_again(house, secretary):
    path = house.run(scenes.in_doubt)
    page = secretary.get(f"{path}/")
    house.run(give_instead, "subscriber")
    refused = press(page, "resend", status=303).follow()
    assert "faire payer ce compte" in refused.html.select_one(".notice.failed").text
    assert stored(house, path, "state") == states.SENT


def test_who_steers_and_does_not_send_cannot_send_again(house):
    house.run(lambda root: find(root, scenes.PARIS).grants.give("person:abenali", "approver"))
    path = house.run(scenes.in_doubt)
    approver = house.person("abenali")
    page = approver.get(f"{path}/")
    assert not page.html.select("form[action$='/resend']")
    approver.post(f"{path}/resend", {"csrf_token": page.forms[0]["csrf_token"].value}, status=403)
    assert stored(house, path, "state") == states.SENT
    press(page, "write-off", status=303)


def test_or_left_as_they_are(house, secretary):
    path = house.run(scenes.in_doubt)
    press(secretary.get(f"{path}/"), "write-off", status=303)
    page = secretary.get(f"{path}/")
    assert "incertains" not in page.html.select_one("#live").text
    assert "sans accusé de réception" in page


def test_of_a_stopped_campaign_they_can_only_be_left(house, secretary):
    path = house.run(scenes.in_doubt)
    house.run(lambda root: setattr(find(root, path), "state", states.STOPPED))
    page = secretary.get(f"{path}/")
    assert not page.html.select("form[action$='/resend']")
    press(page, "write-off", status=303)
    assert "À décider" not in secretary.get(f"{scenes.PARIS}/")
