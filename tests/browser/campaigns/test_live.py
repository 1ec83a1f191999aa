"""A page of a campaign that is open while the campaign goes on."""

import pytest
import scenes

from unisms.model.folder import find

pytestmark = pytest.mark.servers


def test_following_is_live_and_stops_with_one_confirmation(visit, served, picture):
    path = served.house.run(lambda root: scenes.under_way(root, author="zlefevre", account="scd"))
    page = visit("zlefevre")
    page.goto(f"{path}/")
    before = page.inner_text(".figure.delivered .figure-value")
    page.click("summary >> text=numéro inconnu")
    served.house.run(lambda root: deliver_some(find(root, path)))
    page.wait_for_function(
        "old => document.querySelector('.figure.delivered .figure-value').textContent !== old",
        arg=before,
    )
    assert page.get_attribute("#cause-number_invalid", "open") is not None
    page.click("summary >> text=Arrêter")
    picture(page, "follow-stopping-1280")
    page.click("text=Arrêter l’envoi")
    page.wait_for_selector(".state.stopped")
    assert page.faults == []


def deliver_some(campaign):
    for number, row in list(campaign.stored_rows()):
        if row[1] == "accepted":
            campaign.write(number, (row[0], "delivered", *row[2:]))


def test_a_page_whose_state_has_changed_comes_anew(visit, served):
    path = served.house.run(lambda root: scenes.under_way(root, author="zlefevre", account="scd"))
    page = visit("zlefevre")
    page.goto(f"{path}/")
    other = visit("admin")
    other.goto(f"{path}/")
    other.click("form[action$='/pause'] button")
    page.wait_for_selector("form[action$='/resume'] button")
