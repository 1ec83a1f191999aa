"""How the pages of files read."""

import pytest
import scenes
from import_page import add, choices, text, upload

from unisms.model.folder import find


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7\n", "Un PDF n'est pas un tableau"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "Une image n'est pas un tableau"),
        (b"{\\rtf1 Bonjour}", "Copiez son tableau dans un tableur"),
    ],
)
def test_what_is_no_table_is_told_with_what_to_do_about_it(librarian, content, told):
    page = upload(librarian, content, status=422)
    assert told in text(page)
    assert "Ouvrez-le dans votre tableur" not in text(page)


def test_files_are_listed_by_the_time_at_which_they_came(house, librarian):
    def received(root):
        folder = find(root, f"{scenes.PARIS}/imports")
        for minutes in (3, 0, 5, 1, 4, 2):
            record = folder[scenes.imported(root).rpartition("/")[2]]
            record.created_at, record.filename = record.created_at - 60 * minutes, f"{minutes}.csv"

    house.run(received)
    page = librarian.get(f"{scenes.PARIS}/imports/")
    assert [title.text for title in page.html.select(".line-title")] == [
        f"{n}.csv" for n in range(6)
    ]


def test_the_figures_add_up_with_the_same_numbers_among_them(small):
    figures = {
        figure.select_one(".figure-label").text.strip(): int(
            figure.select_one(".figure-value").text
        )
        for figure in small.html.select("#figures .figure")
    }
    assert figures.pop("personnes") == sum(figures.values()) - figures["lignes choisies"]
    assert figures["doublon"] == 1


def test_a_condition_says_its_days_and_asks_for_their_number(small):
    page = add(small, 6, "since")
    assert page.html.select_one("label[for=days-0]").text == "Nombre de jours"
    form = choices(page)
    form["days-0"] = "14"
    page = form.submit("action", value="count").follow()
    assert "date de moins de 14 jours" in page.html.select_one("#condition-0").text
    assert not [option for option in page.html.select("option") if " N " in option.text]
    form = choices(page)
    form["days-0"] = "1"
    page = form.submit("action", value="count").follow()
    assert "date de moins de 1 jour, ou est à venir" in page.html.select_one("#condition-0").text


def test_a_wide_table_is_said_to_scroll(house, small):
    assert "faites défiler le tableau" in text(small)
    narrow = upload(small.test_app, b"Nom;Mobile\nAna;0639980001\n")
    house.worker.drain()
    assert "faites défiler" not in text(narrow.follow())


def test_what_is_erased_is_named_and_counted(small):
    box = small.html.select_one("form[action$='/discard']").parent.text
    assert "5 lignes" in box.replace("\xa0", " ")
    assert ".csv" in box
