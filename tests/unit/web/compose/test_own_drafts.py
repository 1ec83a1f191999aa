"""Drafts that save themselves: on the page of a message, in the lists, and to nobody else."""

import time

import pytest
import scenes
from compose_page import COMPOSE, check, path_of, stored
from draft_pages import CAMPAIGNS, HTMX, SAVE, many, save, saved_again, texts

from unisms.model.folder import find
from unisms.services.door import sessions
from unisms.services.people import unsent_forms
from unisms.services.people.unsent_forms import UnsentForm


@pytest.fixture
def blank(secretary):
    return secretary.get(COMPOSE).forms["compose"]


def test_nothing_is_kept_before_the_first_words(house, secretary, blank):
    answer, hidden = save(secretary, blank, text=" \n")
    assert ("Enregistré" in answer, hidden, texts(house)) == (False, {}, [])


def test_from_the_first_words_on_it_saves_itself_as_one_draft_and_checks_nothing(
    house, secretary, form
):
    answer, hidden = save(secretary, form, text="B")
    assert "Enregistré à" in answer
    for text in ("Bo", "Bonjour"):
        _, hidden = saved_again(secretary, form, hidden, text=text)
    assert (texts(house), hidden["saved"]) == (["Bonjour"], "3")
    assert house.run(lambda root: len(find(root, CAMPAIGNS))) == 0


def test_a_draft_is_gone_on_with_at_its_address(secretary, form):
    form["title"], form["urgent" if "urgent" in form.fields else "title"] = "Cours", "Cours"
    form["numbers"] = "06 39 98 00 07"
    answer, hidden = save(secretary, form)
    address = answer.html.select_one("[data-saved]")["data-saved"]
    assert address == f"{COMPOSE}?draft={hidden['draft']}"
    page = secretary.get(address)
    again = page.forms["compose"]
    assert [again[name].value for name in ("text", "title", "numbers")] == [
        "Votre cours est déplacé.",
        "Cours",
        "06 39 98 00 07",
    ]
    assert page.html.select_one("#group-l2-histoire").has_attr("checked")
    assert "Votre brouillon" in page


def test_once_it_is_checked_the_draft_is_the_message_and_its_address_leads_there(
    house, secretary, form
):
    _, hidden = save(secretary, form)
    again = secretary.get(f"{COMPOSE}?draft={hidden['draft']}").forms["compose"]
    path = path_of(check(again))
    assert path == f"{CAMPAIGNS}/{hidden['draft']}"
    assert texts(house) == []
    assert (
        secretary.get(f"{COMPOSE}?draft={hidden['draft']}").location
        == f"http://localhost{path}/edit"
    )


def test_a_draft_of_another_day_becomes_a_message_of_today(house, secretary, form):
    def of_old(root):
        written = tuple((name, str(value)) for name, value in fields)
        one = UnsentForm(CAMPAIGNS, "compose", "", written)
        unsent_forms.save(
            find(root, scenes.PARIS),
            "zlefevre",
            one,
            int(time.time()) - 86400,
            lambda: "20260101-aaaa",
        )

    fields = [pair for pair in form.submit_fields() if pair[0] != "csrf_token"]
    house.run(of_old)
    path = path_of(check(secretary.get(f"{COMPOSE}?draft=20260101-aaaa").forms["compose"]))
    assert path.rpartition("/")[2][:8] == time.strftime("%Y%m%d", time.gmtime())
    assert texts(house) == []
    assert secretary.get(f"{COMPOSE}?draft=20260101-aaaa").location.endswith("/campaigns/")


def test_return_in_a_field_of_the_message_never_deletes_the_draft(secretary, form):
    _, hidden = save(secretary, form)
    page = secretary.get(f"{COMPOSE}?draft={hidden['draft']}")
    [button] = page.html.select("#saved button")
    assert (button["form"], button["name"], button["value"]) == (
        "discard",
        "draft",
        hidden["draft"],
    )


def test_a_draft_that_saved_itself_behind_ones_back_is_done_too(house, secretary, form):
    form["account"] = "scd"
    save(secretary, form)
    check(form, status=303)
    assert texts(house) == []


def test_what_another_window_has_written_stays_when_this_one_is_checked(house, secretary, form):
    _, hidden = save(secretary, form)
    other = secretary.get(f"{COMPOSE}?draft={hidden['draft']}").forms["compose"]
    saved_again(secretary, form, hidden, text="Plus récent")
    path = path_of(check(other, status=303))
    assert texts(house) == ["Plus récent"]
    assert path != f"{CAMPAIGNS}/{hidden['draft']}"
    assert stored(house, path, "text") == ("Votre cours est déplacé.",)


def test_a_second_window_is_told_and_both_texts_are_kept(house, secretary, form):
    _, hidden = save(secretary, form, text="Le premier")
    saved_again(secretary, form, hidden, text="Le premier, changé")
    answer, apart = saved_again(secretary, form, hidden, text="Le second")
    assert "Ce brouillon a changé dans une autre fenêtre" in answer
    assert answer.html.select_one("a")["href"] == f"{COMPOSE}?draft={hidden['draft']}"
    assert sorted(texts(house)) == ["Le premier, changé", "Le second"]
    answer, _ = saved_again(secretary, form, apart, text="Le second, changé")
    assert "autre fenêtre" not in answer
    assert sorted(texts(house)) == ["Le premier, changé", "Le second, changé"]


def test_without_script_a_button_saves_and_leads_to_the_address_of_the_draft(
    house, secretary, form
):
    saved = form.submit("action", value="keep")
    page = saved.follow()
    assert page.forms["compose"]["text"].value == "Votre cours est déplacé."
    stale = page.forms["compose"]
    page.forms["compose"]["text"] = "Changé"
    page.forms["compose"].submit("action", value="keep").follow()
    stale["text"] = "Aussi"
    apart = stale.submit("action", value="keep").follow()
    assert "Ce brouillon a changé dans une autre fenêtre" in apart
    assert sorted(texts(house)) == ["Aussi", "Changé"]


def test_a_button_that_has_nothing_to_save_shows_the_page(house, blank):
    assert blank.submit("action", value="keep").status_int == 200
    assert texts(house) == []


def test_fifty_are_the_most_and_it_is_told(house, secretary, form):
    def fill(root):
        paris = find(root, scenes.PARIS)
        for number in range(unsent_forms.MOST):
            unsent_forms.save(
                paris,
                "zlefevre",
                UnsentForm(CAMPAIGNS, "compose", "", (("text", str(number)),)),
                1,
                str(number).zfill,
            )

    house.run(lambda root: many(root))
    answer, _ = save(secretary, form)
    assert "Vous avez 50 brouillons" in answer
    assert len(texts(house)) == unsent_forms.MOST
    assert "Vous avez 50 brouillons" in form.submit("action", value="keep")


def test_what_is_too_long_is_told(house, secretary, form):
    answer, _ = save(secretary, form, text="é" * unsent_forms.LARGEST)
    assert "trop long pour être enregistré" in answer
    assert texts(house) == []


def test_a_draft_is_deleted_by_its_author_alone(house, secretary, librarian, form):
    _, hidden = save(secretary, form)
    token = librarian.get(COMPOSE).forms["compose"]["csrf_token"].value
    librarian.post(f"{CAMPAIGNS}/discard-draft", {"csrf_token": token, "draft": hidden["draft"]})
    assert "déplacé" not in librarian.get(f"{COMPOSE}?draft={hidden['draft']}").maybe_follow()
    assert len(texts(house)) == 1
    token = form["csrf_token"].value
    page = secretary.post(
        f"{CAMPAIGNS}/discard-draft", {"csrf_token": token, "draft": hidden["draft"]}
    ).follow()
    assert "Ce brouillon est supprimé" in page
    assert texts(house) == []


def test_ones_drafts_are_on_the_first_page_and_in_the_list(house, secretary, form):
    save(secretary, form)
    for page in (
        secretary.get(f"{scenes.PARIS}/"),
        secretary.get(f"{CAMPAIGNS}/"),
        secretary.get(f"{CAMPAIGNS}/?state=draft"),
    ):
        line = next(line for line in page.html.select("li.line") if "?draft=" in line.a["href"])
        told = line.get_text(" ", strip=True)
        assert told.startswith("Votre cours est déplacé. Enregistré à")
        assert told.endswith("Brouillon")
    assert "?draft=" in secretary.get(f"{CAMPAIGNS}/?search=deplace")
    for query in ("state=sent", "search=rien", "before=20260101-aaaa"):
        assert "?draft=" not in secretary.get(f"{CAMPAIGNS}/?{query}")


def test_a_draft_without_a_text_and_one_of_another_day_are_told_as_such(house, secretary):
    def furnish(root):
        unsent_forms.save(
            find(root, scenes.PARIS),
            "zlefevre",
            UnsentForm(CAMPAIGNS, "compose", "", (("numbers", "0639980007"),)),
            int(time.time()) - 3 * 86400,
            lambda: "20260101-aaaa",
        )

    house.run(furnish)
    line = secretary.get(f"{scenes.PARIS}/").html.select_one("li.line").get_text(" ", strip=True)
    assert line.startswith("Sans texte Enregistré le")
    assert "Enregistré le" in secretary.get(f"{COMPOSE}?draft=20260101-aaaa")


def test_others_learn_that_there_is_one_and_no_more(house, secretary, librarian, admin, form):
    save(secretary, form, text="Un secret bien gardé")
    page = admin.get(f"{CAMPAIGNS}/")
    assert "Zoé Lefèvre (1)" in page
    assert "secret" not in page
    save(librarian, librarian.get(COMPOSE).forms["compose"], text="Le mien")
    assert "Zoé Lefèvre (1)" in librarian.get(f"{CAMPAIGNS}/")
    assert "Anaïs Benali" not in secretary.get(f"{CAMPAIGNS}/")  # she sees no message of others
    assert "Zoé Lefèvre (" not in admin.get(f"{CAMPAIGNS}/?search=secret")


def test_who_may_write_no_more_is_shown_no_draft(house, secretary, form):
    save(secretary, form)
    house.run(
        lambda root: find(root, scenes.PARIS).grants.withdraw("person:zlefevre", "sender") and None
    )
    assert "?draft=" not in secretary.get(f"{scenes.PARIS}/")


def test_a_session_that_is_over_keeps_what_the_draft_had_become(house, secretary, form):
    _, hidden = save(secretary, form)
    again = secretary.get(f"{COMPOSE}?draft={hidden['draft']}").forms["compose"]
    again["text"] = "Plus récent"
    house.run(lambda root: sessions.end_all(find(root, scenes.PARIS), "zlefevre", 0) and None)
    door = check(again).forms[0]
    door["password"] = scenes.PASSWORD
    assert door.submit().location == f"http://localhost{COMPOSE}?draft={hidden['draft']}"
    assert texts(house) == ["Plus récent"]


def is_silent(answer):
    """Whether the page stays as it is."""
    return (answer.text, answer.headers["HX-Reswap"]) == ("", "none")


def test_the_counter_of_a_session_that_is_over_never_leads_away(house, secretary, form):
    house.run(lambda root: sessions.end_all(find(root, scenes.PARIS), "zlefevre", 0) and None)
    for target, goes in (("preview", None), ("found", "#preview"), ("saved", "#preview")):
        told = secretary.post(
            SAVE, form.submit_fields(), headers={**HTMX, "HX-Target": target}, status=401
        )
        assert "HX-Redirect" not in told.headers
        assert told.headers.get("HX-Retarget") == goes
        assert "votre texte est encore ici" in told
    assert told.html.select_one("a")["href"] == f"{scenes.PARIS}/sign-in"
    again = told.html.select_one("#signed-out")["hx-get"]
    assert is_silent(secretary.get(again))
    door = secretary.get(f"{scenes.PARIS}/sign-in").form
    door["uid"], door["password"] = "zlefevre", scenes.PASSWORD
    door.submit()
    token = secretary.get(again).html.select_one("[data-token]")["data-token"]
    fields = [pair for pair in form.submit_fields() if pair[0] != "csrf_token"]
    assert secretary.post(SAVE, form.submit_fields(), headers=HTMX, status=401)
    assert "Enregistré" in secretary.post(SAVE, [*fields, ("csrf_token", token)], headers=HTMX)


def test_the_page_of_somebody_else_does_not_go_on(house, secretary, form):
    house.run(lambda root: sessions.end_all(find(root, scenes.PARIS), "zlefevre", 0) and None)
    told = secretary.post(SAVE, form.submit_fields(), headers=HTMX, status=401)
    door = secretary.get(f"{scenes.PARIS}/sign-in").form
    door["uid"], door["password"] = "abenali", scenes.PASSWORD
    door.submit()
    page = secretary.get(told.html.select_one("#signed-out")["hx-get"])
    assert "Une autre personne" in page
    assert not page.html.select("[data-token]")
    for forged in ("", "paris1/zlefevre 00", "x"):
        assert is_silent(secretary.get(f"{scenes.PARIS}/signed-in?typed_by={forged}"))


def test_a_stranger_is_told_to_sign_in_and_nothing_goes_on(house):
    told = house.visitor().post(SAVE, {"text": "x"}, headers=HTMX, status=401)
    assert not told.html.select("[hx-get]")


def test_a_draft_to_three_hundred_groups_saves_itself_without_looking_at_any(
    house, secretary, form, monkeypatch
):
    from unisms.services.audience import glances
    from unisms.services.campaigns import composition, estimates

    def refuse(*_args, **_options):
        raise AssertionError

    refused = ((glances, "glance"), (estimates, "preview"), (composition, "problems_of"))
    for module, name in refused:
        monkeypatch.setattr(module, name, refuse)
    groups = [("audience", f"group:promotion-{number}") for number in range(300)]
    assert "Enregistré" in secretary.post(SAVE, [*form.submit_fields(), *groups], headers=HTMX)

    def chosen(root):
        [(_, one)] = unsent_forms.drafts(find(root, scenes.PARIS), "zlefevre")
        return sum(name == "audience" for name, _ in one.fields)

    assert house.run(chosen) == 301
