"""A restored store: what its pages say, and who lets messages leave again."""

import time

import pytest
import scenes

from unisms.model.folder import find
from unisms.services.ground import lives
from unisms.services.operators import restores
from unisms.testing.factories import someone

PAGE = "/restored"
BANNER = "Rien ne part pour le moment"


@pytest.fixture
def held(house):
    """The paths of a campaign under way and of one that was ready, in a store that was then
    restored."""

    def restore(root):
        paths = scenes.under_way(root), scenes.checked(root)
        restores.hold(root, 0, int(time.time()))
        return paths

    return house.run(restore)


def test_nothing_is_said_of_a_store_that_was_never_restored(house, admin):
    assert BANNER not in admin.get(f"{scenes.PARIS}/")
    page = house.operator().get(PAGE)
    assert "jamais été restauré" in page
    assert not page.html.select("form[action$='/restored']")


def test_every_page_says_that_nothing_leaves(house, admin, held):
    assert BANNER in admin.get(f"{scenes.PARIS}/")
    assert not admin.get(f"{scenes.PARIS}/").html.select("a[href='/restored']")
    assert BANNER in house.operator().get("/institutions/")
    assert BANNER not in house.visitor().get(f"{scenes.PARIS}/sign-in")
    english = admin.get(f"{scenes.PARIS}/?lang=en")
    assert "Nothing is being sent at the moment" in english


def test_only_those_who_run_the_installation_release_it(house, admin, held):
    admin.get(PAGE, status=403)
    operator = house.operator()
    page = operator.get(PAGE)
    assert "Université du Panthéon" in page.html.select_one("tbody").text
    form = next(form for form in page.forms.values() if form.action.endswith(PAGE))
    again = form.submit(status=303).follow()
    assert "peuvent repartir" in again
    assert not house.run(lives.is_held)
    assert not [form for form in again.forms.values() if form.action.endswith(PAGE)]
    operator.post(PAGE, {"csrf_token": form["csrf_token"].value}, status=303)
    verbs = house.run(lambda root: [entry.verb for entry in root.audit.waiting()])
    assert verbs.count("store.released") == 1


def test_a_campaign_that_was_under_way_is_paused_and_says_what_may_have_left(house, held):
    page = house.person("zlefevre").get(held[0])
    assert "peut-être déjà partis" in page
    form = next(form for form in page.forms.values() if form.action.endswith("/resume"))
    assert "reste en pause" in form.submit(status=303).follow()
    assert house.run(lambda root: find(root, held[0]).state) == "paused"
    house.run(lambda root: restores.release(someone(None, "op"), root, int(time.time())) and None)
    form.submit(status=303)
    assert house.run(lambda root: find(root, held[0]).state) == "sending"


def test_what_was_ready_is_a_draft_again_and_says_why(house, held):
    sender = house.person("zlefevre")
    page = sender.get(held[1]).follow()
    assert page.request.path.endswith("/edit")
    assert "peut-être déjà parti" in page


def test_what_is_checked_meanwhile_stays_ready_and_leaves_once_it_is_released(house, held):
    path = house.run(scenes.checked)
    sender = house.person("zlefevre")
    check = sender.get(f"{path}/check")
    for action in ("/send", "/test"):
        form = next(form for form in check.forms.values() if form.action.endswith(action))
        assert "n’est pas encore rouvert aux envois" in form.submit(status=409)
    assert house.run(lambda root: find(root, path).state) == "checked"
    house.run(lambda root: restores.release(someone(None, "op"), root, int(time.time())) and None)
    next(form for form in check.forms.values() if form.action.endswith("/send")).submit(status=303)
    assert house.run(lambda root: find(root, path).state) == "sending"


def test_operators_are_told_that_a_clock_tells_another_day(house, admin):
    told = "est effacé pour le moment"
    assert told not in house.operator().get("/institutions/")

    def work(root):
        root.life.trusted = int(time.time()) - 3 * 86400

    house.run(work)
    page = house.operator().get("/institutions/")
    assert told in page
    assert page.html.select_one(".notice kbd").text == "unisms clock --confirm"
    assert told not in admin.get(f"{scenes.PARIS}/")
