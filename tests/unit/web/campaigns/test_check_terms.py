"""The page tells what changes between the check and the sending: prices, rules, one's number."""

import pytest
import scenes

from unisms.model.folder import find
from unisms.services.delivery import closing
from unisms.sms import states
from unisms.testing.factories import someone

FOREIGN = "+447911123456"


def stored(house, path, name):
    return house.run(lambda root: getattr(find(root, path), name))


def press(page, view, **options):
    return next(form for form in page.forms.values() if form.action.endswith(f"/{view}")).submit(
        **options
    )


def change(house, path, **fields):
    house.run(lambda root: [setattr(find(root, path), *pair) for pair in fields.items()] and None)


def entries(house, campaign):
    account = f"{scenes.PARIS}/accounts/{stored(house, campaign, 'account')}"
    name = campaign.rpartition("/")[2]
    return house.run(lambda root: [tuple(entry) for entry in find(root, account).entries_of(name)])


def test_a_price_that_rises_while_one_reads_is_told_and_one_checks_again(house, secretary):
    path = house.run(scenes.checked)
    page = secretary.get(f"{path}/check")
    change(house, scenes.BROKER, prices=(("", 9_000_000),))
    told = press(page, "send", status=409)
    assert "Les prix du fournisseur ont changé" in told
    assert entries(house, path) == []
    assert not told.html.select("form[action$='/send']")
    press(told, "check-again", status=303)
    assert stored(house, path, "state") == "preparing"
    house.worker.drain()
    page = secretary.get(f"{path}/check")
    assert "432,00" in page.html.select_one(".figures").text
    press(page, "send", status=303)
    assert [entry[4] for entry in entries(house, path)] == [-432_000]


def test_a_price_that_has_risen_is_told_before_one_presses(house, secretary):
    path = house.run(scenes.checked)
    change(house, scenes.BROKER, prices=(("", 9_000_000),))
    page = secretary.get(f"{path}/check")
    assert "Les prix du fournisseur ont changé" in page
    assert page.html.select("form[action$='/check-again']")


def test_to_check_again_what_has_left_changes_nothing(house, secretary):
    path = house.run(scenes.checked)
    page = secretary.get(f"{path}/check")
    press(page, "send", status=303)
    token = page.forms[0]["csrf_token"].value
    secretary.post(f"{path}/check-again", {"csrf_token": token}, status=303)
    assert stored(house, path, "state") == "sending"


@pytest.mark.parametrize(("msisdn", "why"), [(FOREIGN, "étranger"), ("+33139980001", "fixe")])
def test_a_trial_to_a_number_that_is_not_written_to_is_a_sentence(house, secretary, msisdn, why):
    path = house.run(lambda root: scenes.checked(root, text="Bonjour"))
    house.run(
        lambda root: find(root, f"{scenes.PARIS}/people").renumber("zlefevre", msisdn) and None
    )
    change(house, scenes.PARIS, foreign_numbers="refuse")
    told = secretary.get(f"{path}/check")
    change(house, path, agreed=())  # else the page says first that the rules are others
    before = house.run(lambda root: len(find(root, f"{scenes.PARIS}/campaigns")))
    told = press(secretary.get(f"{path}/check"), "test", status=422)
    assert why in told.html.select_one("[role=alert]").text
    assert house.run(lambda root: len(find(root, f"{scenes.PARIS}/campaigns"))) == before


def test_a_trial_in_the_second_in_which_rules_change_is_sent(house, secretary):
    path = house.run(lambda root: scenes.checked(root, text="Bonjour"))
    page = secretary.get(f"{path}/check")
    change(house, scenes.PARIS, policies_change=(4_000_000_000, "admin"))
    press(page, "test", status=303)
    assert "L’essai est parti" in secretary.get(f"{path}/check")


def stranded(house, **fields):
    """A campaign that was released while its connection was removed, as it could be before
    2026-12."""
    path = house.run(lambda root: scenes.under_way(root, moved=0.5, **fields))
    house.run(
        lambda root: (
            find(root, f"{scenes.PARIS}/brokers").remove(scenes.BROKER.rpartition("/")[2]) and None
        )
    )
    return path


def test_a_campaign_on_no_connection_has_a_page_and_ends_with_its_credit_given_back(
    house, secretary
):
    path = stranded(house)
    page = secretary.get(f"{path}/")
    assert "n’existe plus" in page
    assert secretary.get(f"{path}/progress").status_int == 200
    press(page, "stop", status=303)
    assert stored(house, path, "state") == "closed"
    reserved, given_back = entries(house, path)
    assert given_back[3] > 0 >= given_back[3] + reserved[3]
    assert "n’existe plus" not in secretary.get(f"{path}/")


@pytest.mark.parametrize("state", ["paused", "sent", "stopped"])
def test_whatever_its_state_a_campaign_on_no_connection_is_ended(house, secretary, state):
    path = stranded(house)
    change(house, path, state=state)
    press(secretary.get(f"{path}/"), "stop", status=303)
    assert stored(house, path, "state") == "closed"


@pytest.mark.parametrize("view", ["resume", "resend"])
def test_nothing_goes_on_over_a_connection_that_is_gone(house, secretary, view):
    path = stranded(house)
    change(house, path, state="paused")
    house.run(lambda root: _doubt(find(root, path)))
    press(secretary.get(f"{path}/"), view, status=303)
    assert "Ce fournisseur n’existe plus." in secretary.get(f"{path}/")
    assert stored(house, path, "state") == "paused"


def _doubt(campaign):
    campaign.freeze([(1, campaign.row(1)._replace(state=states.UNCERTAIN))], ())


def test_a_campaign_whose_connection_was_added_anew_is_ended_too(house):
    path = house.run(scenes.under_way)

    def end(root):
        campaign, connection = find(root, path), find(root, scenes.BROKER)
        connection.open.discard(path)
        assert closing.is_stranded(campaign, connection)
        closing.stop(someone(campaign, "admin"), campaign, connection, 1)
        return campaign.state

    assert house.run(end) == "closed"


def test_a_sender_id_that_is_refused_meanwhile_holds_a_paused_campaign(house, secretary):
    path = house.run(scenes.under_way)
    change(house, path, state="paused", sender_id="AUTRE")
    press(secretary.get(f"{path}/"), "resume", status=303)
    assert "n’accepte plus cet expéditeur" in secretary.get(f"{path}/")
    assert stored(house, path, "state") == "paused"


@pytest.mark.parametrize("state", states.CAMPAIGN_STATES)
def test_a_campaign_of_any_state_has_its_page_and_stands_in_the_lists(house, secretary, state):
    path = house.run(scenes.checked)
    change(house, path, state=state)
    house.run(lambda root: find(root, path).list_anew())
    page = secretary.get(f"{path}/")
    page = page.follow() if page.status_int == 303 else page
    assert stored(house, path, "title") in page
    assert stored(house, path, "title") in secretary.get(f"{scenes.PARIS}/campaigns/?state={state}")
    assert stored(house, path, "title") in secretary.get(f"{scenes.PARIS}/")
