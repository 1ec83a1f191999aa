"""Giving and withdrawing roles, and making one, with the keyboard alone and without any script."""

import pytest
from browser.keys import press_on, tab_to
from browser.looks import seen

pytestmark = pytest.mark.servers

RIGHTS = "/institutions/paris1/rights"
REFUSED = {
    f"{RIGHTS}-give": {},
    "/institutions/paris1/roles/new": {"title": "Sender", "audience": "many"},
    "/institutions/paris1/roles/guichet-bu/": {"title": "Administrateur", "daily": "0"},
}


def test_a_role_is_given_and_withdrawn_by_keyboard_alone(visit):
    page = visit("admin")
    page.goto(RIGHTS)
    press_on(page, "a.button.primary")
    page.wait_for_url("**/rights-give")
    tab_to(page, "#who")
    page.keyboard.type("zlefevre")
    page.keyboard.press("Enter")
    page.wait_for_selector("input[value='person:zlefevre']")
    press_on(page, "input[name=holder]", "Space")
    tab_to(page, "input[name=role]")
    for _ in range(3):  # from the first role to the fourth
        page.keyboard.press("ArrowDown")
    assert page.is_checked("input[value=approver]")
    tab_to(page, "#scope")
    page.keyboard.type("le compte Sport")
    press_on(page, "main button.primary")
    page.wait_for_selector(".notice.delivered")
    assert "le compte Sport et culture" in page.inner_text(".lines")
    press_on(page, "li:nth-child(2) summary")
    press_on(page, "li:nth-child(2) .danger.sure")
    page.wait_for_selector(".notice.delivered >> text=Le rôle est retiré")
    assert "Responsable" not in page.inner_text(".lines")
    assert page.faults == []


def test_a_role_is_made_given_and_deleted_without_script(visit):
    page = visit("admin", width=360, script=False)
    page.goto("/institutions/paris1/roles/")
    page.click("summary >> text=Responsable")
    page.click("text=Copier Responsable")
    page.fill("#title", "Accueil")
    page.fill("#audience", "30")
    page.fill("#hours-from", "08:00")
    page.fill("#hours-to", "18:00")
    page.click("main button.primary")
    page.click("text=Donner un rôle")
    page.fill("#who", "zlefevre")
    page.click("#search")
    page.check("input[value='person:zlefevre']")
    page.check("input[value=accueil]")
    page.click("main button.primary")
    assert "Accueil" in page.inner_text(".lines")
    page.goto("/institutions/paris1/roles/accueil/")
    delete(page)
    assert "Zoé Lefèvre" in page.inner_text(".notice.failed")
    page.click(".notice.failed a")
    page.click("li:has-text('Accueil') summary")
    page.click("li:has-text('Accueil') .danger.sure")
    page.goto("/institutions/paris1/roles/accueil/")
    delete(page)
    assert "Le rôle est supprimé" in page.inner_text(".notice.delivered")


def delete(page):
    page.click("summary >> text=Supprimer ce rôle")
    page.click(".danger.sure")


@pytest.mark.parametrize(("width", "language"), [(360, "fr"), (1280, "en")])
def test_what_is_refused_is_accessible_and_fits(visit, width, language):
    page, faults = visit("admin", width, language=language), []
    for path, fields in REFUSED.items():
        page.goto(path)
        for name, typed in fields.items():
            page.fill(f"input[name={name}]", typed)
        page.click("main button.primary")
        page.wait_for_selector("#problems")
        faults += [f"{path}: {fault}" for fault in seen(page, width) if "422" not in fault]
    page.goto(f"{RIGHTS}?holder=person:admin")
    page.click("li summary")
    faults += [f"asked: {fault}" for fault in seen(page, width)]
    page.click("li .danger.sure")
    page.wait_for_selector(".notice.failed")
    faults += [f"last: {fault}" for fault in seen(page, width) if "409" not in fault]
    assert faults == []
