"""The list of recipients: filtered, sorted, and taken away."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import scenes

from unisms.model.folder import find
from unisms.model.roles import Role
from unisms.sms.template import fold


def test_recipients_are_filtered_searched_and_paged(house, secretary):
    path = house.run(lambda root: scenes.under_way(root, groups=("l1-histoire", "l2-histoire")))
    page = secretary.get(f"{path}/recipients")
    assert len(page.html.select("#rows tbody tr")) == 50
    assert len(secretary.get(f"{path}/recipients?page=3").html.select("#rows tbody tr")) == 5
    failed = secretary.get(f"{path}/recipients?state=failed")
    assert {badge.text.strip() for badge in failed.html.select("#rows .state")} == {
        "Échec",
        "Délai dépassé",
    }
    assert "Pas arrivé" in failed
    nobody = secretary.get(f"{path}/recipients?search=xyzxyz&state=klingon&page=zero")
    assert "Personne ne correspond" in nobody
    name = page.html.select_one("#rows tbody th").text
    assert (
        name
        in secretary.get(f"{path}/recipients", {"search": name.upper()})
        .html.select_one("#rows")
        .text
    )


def test_the_list_can_be_seen_before_sending(house, secretary):
    page = secretary.get(f"{house.run(scenes.checked)}/recipients")
    assert "En attente" in page.html.select_one("#rows").text


def heads(page):
    return {cell.text.strip(" ↑↓"): cell for cell in page.html.select("#rows thead th")}


def names(page):
    return [cell.text for cell in page.html.select("#rows tbody th")]


def test_whom_it_has_not_reached_comes_first_and_when_is_told(house, secretary):
    page = secretary.get(f"{house.run(scenes.under_way)}/")
    rows = [" ".join(row.text.split()) for row in page.html.select("#rows tbody tr")]
    assert "Échec" in rows[0]
    assert re.search(r"Reçu \d\d:\d\d", rows[-1])
    assert not re.search(r"\d\d:\d\d", next(row for row in rows if "En attente" in row))
    assert heads(page)["État"]["aria-sort"] == "ascending"


def test_titles_sort_the_list_and_again_the_other_way_round(house, secretary):
    path = house.run(scenes.under_way)
    page = secretary.get(f"{path}/")
    page = secretary.get(f"{path}/{heads(page)['Destinataire'].a['href']}")
    assert names(page) == sorted(names(page), key=fold)
    assert heads(page)["Destinataire"]["aria-sort"] == "ascending"
    page = secretary.get(f"{path}/{heads(page)['Destinataire'].a['href']}")
    assert names(page) == sorted(names(page), key=fold, reverse=True)
    page = secretary.get(f"{path}/{heads(page)['Destinataire'].a['href']}")
    assert names(page) == sorted(names(page), key=fold)
    assert heads(page)["Numéro"].a is None
    for column in ("cause", "-at", "-segments", "source", "msisdn", "-"):
        assert len(names(secretary.get(f"{path}/?sort={column}"))) == 45


def test_the_figures_lead_to_their_messages(house, secretary):
    path = house.run(scenes.closed)
    page = secretary.get(f"{path}/")
    figures = {
        link["href"]: link.select_one(".figure-value").text
        for link in page.html.select("#live a.figure-link")
    }
    assert set(figures) == {
        f"{path}/?state={state}#list" for state in ("delivered", "failed", "set_aside")
    }
    for href, figure in figures.items():
        assert len(secretary.get(href).html.select("#rows tbody tr")) == int(figure)
    chosen = secretary.get(f"{path}/?state=failed").html.select_one(".choose [aria-current]")
    assert chosen.text.split() == ["Échec", figures[f"{path}/?state=failed#list"]]
    house.run(lambda root: find(root, path).erase(1_790_000_000))
    assert not secretary.get(f"{path}/").html.select("a.figure-link")


def test_while_it_is_sent_only_the_figures_above_count(house, secretary):
    choose = secretary.get(f"{house.run(scenes.under_way)}/").html.select_one(".choose")
    assert not re.search(r"\d", choose.text)


def test_columns_that_say_the_same_of_everybody_are_left_out(house, secretary, librarian):
    before = [
        *heads(
            secretary.get(
                f"{house.run(lambda root: scenes.checked(root, text='Bonjour'))}/recipients"
            )
        )
    ]
    assert before == ["Destinataire", "Numéro", "État", "Raison"]

    def from_file(root):
        [*_, name] = scenes.imported(root).split("/")
        text = "Bonjour [Prénom] [Nom], « [Titre] » est à rendre."
        return scenes.checked(
            root, author="abenali", groups=(), audience=(("import", name),), text=text
        )

    found = heads(librarian.get(f"{house.run(from_file)}/recipients"))
    assert [*found][-2:] == ["SMS", "Origine"]
    assert found["SMS"].a["href"].startswith("?sort=-segments")


def test_who_may_not_see_numbers_learns_nothing_of_them_by_the_order(house, secretary):
    def withdraw(root):
        institution = find(root, scenes.PARIS)
        institution["roles"].add("looks", Role("Looks", ["institution:view", "campaign:view"]))
        institution.grants.give("person:mcomptes", "looks")

    typed = tuple(("number", f"06 39 98 0{digit} 12") for digit in (3, 1, 2))
    path = house.run(lambda root: scenes.checked(root, groups=(), audience=typed))
    house.run(withdraw)
    whole = names(secretary.get(f"{path}/recipients?sort=who"))
    hidden = names(house.person("mcomptes").get(f"{path}/recipients?sort=who"))
    assert [name[-5:-3] for name in whole] == ["01", "02", "03"]
    assert len({*hidden}) == 1


def test_the_download_is_whole_readable_and_harmless(house, secretary):
    def dangerous(root):
        people = find(root, f"{scenes.PARIS}/people")
        uid = next(iter(find(root, f"{scenes.PARIS}/groups/l2-histoire").uids))
        people[uid].name = "=HYPERLINK(1)"
        people[uid].email = "zoe@paris1.example"
        people.renumber(uid, "+447911123456")
        return scenes.under_way(root), uid

    path, uid = house.run(dangerous)
    answer = secretary.get(f"{path}/recipients.csv")
    assert answer.content_type == "text/csv"
    day = datetime.now(ZoneInfo("Europe/Paris")).strftime("%Y-%m-%d")
    assert f"cours-deplace-{day}.csv" in answer.headers["Content-Disposition"]
    lines = answer.body.decode("utf-8-sig").splitlines()
    assert lines[0] == "Identifiant;Courriel;Destinataire;Numéro;État;Heure;Raison;SMS;Origine"
    assert len(lines) == 46
    [line] = [line for line in lines if "HYPERLINK" in line]
    assert line.startswith(f"{uid};zoe@paris1.example;'=HYPERLINK(1);'+44")
    assert any("téléphone éteint ou hors réseau" in line for line in lines)
    assert re.search(rf"Reçu;{day} \d\d:\d\d;;", answer.text)


def test_who_may_look_nobody_up_takes_no_directory_away(house, secretary):
    def only_look(root):
        institution = find(root, scenes.PARIS)
        institution["roles"].add("looks", Role("Looks", ["institution:view", "campaign:view"]))
        institution.grants.give("person:mcomptes", "looks")

    path = house.run(scenes.under_way)
    house.run(only_look)
    answer = house.person("mcomptes").get(f"{path}/recipients.csv")
    assert answer.body.decode("utf-8-sig").startswith("Destinataire;")
    numbers = house.run(
        lambda root: scenes.checked(root, groups=(), audience=(("number", "06 39 98 00 12"),))
    )
    assert (
        secretary.get(f"{numbers}/recipients.csv")
        .body.decode("utf-8-sig")
        .startswith("Destinataire;")
    )


def test_whose_file_it_was_finds_its_columns_and_the_landlines(house, librarian):
    def from_file(root):
        [*_, name] = scenes.imported(root).split("/")
        return scenes.checked(
            root, author="abenali", groups=(), audience=(("import", name),), text="Bonjour [Nom]"
        )

    path = house.run(from_file)
    lines = librarian.get(f"{path}/recipients.csv").body.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Nom;Prénom;Mobile;Statut;Titre;Date de retour;Destinataire;")
    [landline] = [line for line in lines if "ligne fixe" in line]
    assert "Maëlle Traoré;01 44 07 80 00;Mis de côté;;ligne fixe".replace(" ", "") in "".join(
        landline.split()
    )
    assert "01\xa044\xa007\xa080\xa000" in librarian.get(f"{path}/recipients").text


def test_the_download_keeps_the_filter_and_the_language(house, secretary):
    path = house.run(scenes.under_way)
    secretary.get(f"{path}/?lang=en")
    lines = (
        secretary.get(f"{path}/recipients.csv?state=failed").body.decode("utf-8-sig").splitlines()
    )
    assert lines[0].startswith("User name;Email;Recipient;Number;State;Time;")
    assert {line.split(";")[4] for line in lines[1:]} == {"Failed", "Expired"}
