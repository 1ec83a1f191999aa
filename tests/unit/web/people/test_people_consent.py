"""The yes and the no of a person, told and noted on their page."""

import pytest
import scenes
from people_pages import HUGO, PEOPLE, form_to, person

from unisms.model.folder import find
from unisms.services.people import consent
from unisms.services.rights import rights
from unisms.testing.factories import someone


@pytest.mark.parametrize(
    ("decide", "told"),
    [
        (None, "consentement pas encore demandé"),
        (consent.accept, "accepte les messages depuis le"),
        (consent.opt_out, "refuse les messages depuis le"),
    ],
)
def test_what_they_said_to_messages_is_told(house, admin, decide, told):
    if decide:
        person = "hmarchand"
        house.run(
            lambda root: decide(someone(find(root, scenes.PARIS), person), person, 1_790_000_000)
        )
    assert told in admin.get(f"{HUGO}/").html.select_one("dl.facts").text


def consent_forms(page):
    return {
        form["said"].value: form for form in page.forms.values() if form.action.endswith("/consent")
    }


def test_what_they_say_at_a_desk_is_noted_and_taken_back(house, admin):
    page = admin.get(f"{HUGO}/")
    assert set(consent_forms(page)) == {"yes", "no"}
    page = consent_forms(page)["no"].submit(status=303).follow()
    assert "ne recevra plus de messages" in page.html.select_one(".notice.delivered").text
    assert house.run(lambda root: find(root, HUGO).said) == "no"
    assert set(consent_forms(page)) == {"yes"}
    page = consent_forms(page)["yes"].submit(status=303).follow()
    assert "accepte les messages" in page.html.select_one(".notice.delivered").text
    assert house.run(lambda root: find(root, HUGO).said) == "yes"
    assert set(consent_forms(page)) == {"no"}
    entries = house.run(lambda root: find(root, scenes.PARIS).audit.waiting())
    noted = [(one.verb, one.path, one.by) for one in entries if one.verb.startswith("consent")]
    assert noted == [
        (f"consent.noted_{said}", "/people/hmarchand", "admin") for said in ("no", "yes")
    ]


def test_neither_yes_nor_no_is_nothing(house, admin):
    form = consent_forms(admin.get(f"{HUGO}/"))["no"]
    form["said"].force_value("perhaps")
    form.submit(status=303)
    assert house.run(lambda root: find(root, HUGO).said) == ""


def test_who_manages_no_people_changes_no_consent(secretary):
    page = secretary.get(f"{HUGO}/")
    assert not consent_forms(page)
    token = page.html.select_one("[name=csrf_token]")["value"]
    secretary.post(f"{HUGO}/consent", {"csrf_token": token, "said": "no"}, status=403)


def test_a_number_that_somebody_before_them_refused_is_told_to_who_may_see_it(
    house, admin, register
):
    def say_no(root):
        consent.opt_out(
            rights.person(find(root, scenes.PARIS), "hmarchand"), "hmarchand", 1_790_000_000
        )

    house.run(say_no)
    number = person(house)[1]
    page = admin.get(f"{HUGO}/")
    assert "Son refus reste lié à son numéro pendant 36\xa0mois" in page
    assert "Quelqu’un d’autre" not in page
    form_to(page, "/remove").submit(status=303)
    form = form_to(admin.get(f"{PEOPLE}new"), "/new")
    form["uid"], form["name"], form["msisdn"] = "next", "Nadia Next", number
    page = form.submit(status=303).follow()
    assert "Quelqu’un d’autre a refusé les messages à ce numéro" in page
    assert "Son refus reste" not in page
    assert "Quelqu’un d’autre" not in register.get(f"{PEOPLE}next/")


def test_what_somebody_before_refused_is_told_to_who_has_the_number_now(house, secretary):
    def move(root):
        people = find(root, scenes.PARIS)["people"]
        consent.opt_out(
            rights.person(find(root, scenes.PARIS), "hmarchand"), "hmarchand", 1_790_000_000
        )
        number = people["hmarchand"].msisdn
        people.renumber("hmarchand", "")
        people.renumber("zlefevre", number)

    house.run(move)
    page = secretary.get(f"{scenes.PARIS}/me/")
    assert "Quelqu’un d’autre a refusé les messages à votre numéro" in page
