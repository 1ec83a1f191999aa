"""The counter beside the text: what it costs, who reads what, and how it gets cheaper."""

import pytest
import scenes
from compose_page import COMPOSE, check, path_of, preview, receive, stored

from unisms.model.folder import find
from unisms.model.roles import Role
from unisms.services.audience import samples


def test_dear_characters_are_made_plain_on_demand(form):
    form["text"] = "Fête « œ » " * 8
    page = form.submit("action", value="").forms["compose"].submit("action", value="simplify")
    assert page.forms["compose"]["text"].value == 'Fete "oe" ' * 8


def test_dear_characters_are_made_plain_in_the_fields_too_until_somebody_declines(form, house):
    form["text"] = "Bonjour [nom], fête ! " * 8
    page = form.submit("action", value="").forms["compose"].submit("action", value="simplify")
    assert page.forms["compose"]["plain_values"].checked
    assert stored(house, path_of(check(page.forms["compose"])), "plain_values") == (True,)
    page.forms["compose"]["plain_values"] = False
    assert (
        "plain_values"
        not in page.forms["compose"].submit("action", value="").forms["compose"].fields
    )


def test_a_page_without_script_can_refresh_its_counter(form):
    form["text"] = "é" * 200
    assert "2 SMS" in form.submit("action", value="").html.select_one(".counter").text


def test_the_counter_counts_the_dearest_and_shows_the_first(house, secretary):
    token = secretary.get(COMPOSE).forms["compose"]["csrf_token"].value
    answer = preview(
        secretary,
        token,
        text="Bonjour [nom] !",
        audience="group:l2-histoire",
        connection=scenes.BROKER,
        account="scd",
    )
    counter, phone = answer.html.select_one("#preview"), answer.html.select_one("#phone")
    assert phone["hx-swap-oob"] == "true"
    assert "43 personnes, 2,15\xa0€ au plus" in counter.text
    reached = " ".join(answer.html.select_one("#reached").text.split())
    assert reached == "43 personnes recevront le message · 2 sans numéro"
    assert "Compté avec les valeurs les plus longues" in counter.text
    assert phone.select_one(".bubble").text.startswith("Bonjour ")
    assert "[nom]" not in phone.text


def test_nothing_written_costs_nothing(house, secretary):
    token = secretary.get(COMPOSE).forms["compose"]["csrf_token"].value
    answer = preview(
        secretary,
        token,
        text="",
        audience="group:l2-histoire",
        connection=scenes.BROKER,
        account="scd",
    )
    told = " ".join(answer.html.select_one("output").text.split())
    assert told.startswith("0 SMS · 0 caractère sur 160 · 43 personnes, 0,00")


def test_the_counter_prices_each_number_by_its_country(house, secretary):
    token = secretary.get(COMPOSE).forms["compose"]["csrf_token"].value
    fields = {"text": "Bonjour", "connection": scenes.BROKER, "account": "scd"}
    home = preview(secretary, token, numbers="0639980001", **fields)
    abroad = preview(secretary, token, numbers="0639980001, +447911123456", **fields)
    assert "1 personne, 0,05" in home.html.select_one("output").text
    assert "2 personnes, 0,17" in abroad.html.select_one("output").text


def test_of_a_file_the_counter_tells_about_how_many(house):
    record = house.run(receive)
    librarian = house.person("abenali")
    token = librarian.get(COMPOSE).forms["compose"]["csrf_token"].value
    answer = preview(
        librarian, token, text="Bonjour", audience=f"import:{record}", connection=scenes.BROKER
    )
    assert "environ 1 personne, 0,05" in answer.html.select_one("output").text


def test_numbers_that_are_too_many_for_the_page_are_counted_all_the_same(secretary):
    token = secretary.get(COMPOSE).forms["compose"]["csrf_token"].value
    fields = {"text": "Bonjour", "connection": scenes.BROKER}
    some = "\n".join(f"0639{n:06}" for n in range(980000, 980300))
    answer = preview(secretary, token, numbers=some, **fields)
    assert "300 personnes" in answer.html.select_one("output").text
    told = " ".join(answer.html.select_one("#numbers-read").text.split())
    assert told == "300 numéros lus, 200 au plus : faites deux messages."
    many = "\n".join(f"0639{n:06}" for n in range(5000))
    answer = preview(secretary, token, numbers=many, **fields)
    assert "personne" not in answer.html.select_one("output").text
    told = " ".join(answer.html.select_one("#numbers-read").text.split())
    assert told == "Trop de numéros pour être lus, 200 au plus : faites plusieurs messages."
    assert answer.html.select_one("#reached").text.strip() == ""


def test_the_counter_says_what_costs(house, secretary):
    token = secretary.get(COMPOSE).forms["compose"]["csrf_token"].value
    ucs2 = preview(secretary, token, text="ê" * 71, connection=scenes.BROKER)
    assert "1 SMS au lieu de 2" in ucs2.html.select_one("button[value=simplify]").text
    double = preview(secretary, token, text="10 €", connection=scenes.BROKER)
    assert "Comptent double" in double
    long = preview(secretary, token, text="a" * 1300, connection=scenes.BROKER)
    assert "8 au plus" in long
    empty = preview(secretary, token, text="", connection="/nowhere")
    assert "Votre message apparaît ici" in empty


def test_a_field_lacks_no_value_before_somebody_is_chosen(secretary):
    token = secretary.get(COMPOSE).forms["compose"]["csrf_token"].value
    fields = {"text": "Bonjour [nom], en [salle]", "connection": scenes.BROKER}
    assert not preview(secretary, token, **fields).html.select("#blanks")
    asked = preview(secretary, token, audience="group:l2-histoire", **fields)
    assert [one["name"] for one in asked.html.select("#blanks input")] == ["blank:salle"]


def test_what_is_typed_is_shown_not_run(secretary):
    token = secretary.get(COMPOSE).forms["compose"]["csrf_token"].value
    answer = preview(
        secretary, token, text="<script>alert(1)</script>[<b>]", connection=scenes.BROKER
    )
    assert "<script>" not in answer.text
    assert "<b>" not in answer.text


def test_a_file_brings_its_columns(house):
    record = house.run(receive)
    librarian = house.person("abenali")
    page = librarian.get(f"{COMPOSE}?import={record}")
    assert page.html.select_one("#audience input")["value"] == f"import:{record}"
    assert [chip.text for chip in page.html.select(".chip")] == ["[Nom]", "[Mobile]", "[Salle]"]
    form = page.forms["compose"]
    form["text"] = "En [salle]"
    assert "En B12" in form.submit("action", value="").html.select_one(".bubble").text
    assert stored(house, path_of(check(form)), "audience") == ((("import", record),),)


def test_a_value_that_makes_the_text_endless_stays_a_counter(house, monkeypatch):
    monkeypatch.setattr(samples, "_known_files", {})
    record = house.run(lambda root: receive(root, room="é" * 20_000))
    form = house.person("abenali").get(f"{COMPOSE}?import={record}").forms["compose"]
    form["text"] = "ê [salle] " * 390
    page = form.submit("action", value="")
    told = " ".join(page.html.select_one("output").text.split())
    assert told == "C’est trop long : 8 SMS au plus"
    assert page.html.select_one(".bubble").text == "ê " + "é" * 1222 + "…"
    assert not page.html.select_one("button[value=simplify]")
    ((rows, dearest, _),) = samples._known_files.values()
    assert (len(rows[0][-1]), len(dearest[-1])) == (4001, 4001)


def test_the_dearest_values_of_a_file_are_looked_for_once(house, monkeypatch):
    monkeypatch.setattr(samples, "_known_files", dict.fromkeys(range(200)))
    record = house.run(receive)
    librarian = house.person("abenali")
    for _ in range(2):
        librarian.get(f"{COMPOSE}?import={record}")
    assert len(samples._known_files) == 1


def test_a_field_written_in_other_signs_is_told_while_one_writes(secretary):
    token = secretary.get(COMPOSE).forms["compose"]["csrf_token"].value
    shown = preview(secretary, token, text="Bonjour {prénom}").html.select_one("#preview").text
    assert "{prénom} partira tel quel" in shown
    assert (
        "tel quel"
        not in preview(secretary, token, text="Bonjour [nom]").html.select_one("#preview").text
    )


@pytest.mark.parametrize(("group", "shown"), [("l2-histoire", True), ("m1-droit", False)])
def test_the_people_of_a_group_are_shown_only_to_who_may_write_to_it(house, group, shown):
    def limit(root):
        paris = find(root, scenes.PARIS)
        paris["roles"].add("one", Role("Une", ["campaign:compose"]))
        paris.grants.withdraw("person:zlefevre", "sender")
        paris.grants.give("person:zlefevre", "one", "groups/l2-histoire")
        uid = next(iter(paris["groups"][group].uids))
        return uid, paris["people"][uid].name

    told = house.run(limit)
    secretary = house.person("zlefevre")
    page = secretary.get(f"{COMPOSE}?group={group}")
    fields = {"text": "[nom] [identifiant]", "account": "scd", "connection": scenes.BROKER}
    sent = {
        "csrf_token": page.forms["compose"]["csrf_token"].value,
        "audience": f"group:{group}",
        **fields,
    }
    counted = secretary.post(f"{COMPOSE}-preview", sent)
    assert [word in counted for word in told] == [shown, shown]
    assert ["43 personnes" in one for one in (page, counted)] == [shown, shown]


def test_a_field_written_otherwise_is_found_told_or_guessed(secretary):
    token = secretary.get(COMPOSE).forms["compose"]["csrf_token"].value
    fields = {"audience": "group:l2-histoire", "connection": scenes.BROKER}

    def told(text):
        page = preview(secretary, token, text=text, **fields).html
        return " ".join("".join(one.text for one in page.select("#preview, #blanks")).split())

    assert "«nom», ((courriel)), #nom# partira tel quel" in told("«nom» ((courriel)) #nom#")
    assert "Au lieu de [nmo], vouliez-vous dire [nom] ?" in told("Bonjour [nmo]")
    assert "Remplir" not in told("Bonjour [name], [e-mail]")
    form = secretary.get(f"{COMPOSE}?group=l2-histoire").forms["compose"]
    form["text"] = "Bonjour [nmo]"
    assert "vouliez-vous dire [nom]" in check(form, status=422).html.select_one("#blanks").text


def test_the_counter_does_not_count_what_nobody_sees(secretary):
    token = secretary.get(COMPOSE).forms["compose"]["csrf_token"].value
    text = "\ufeffCours de\u0301place\u0301\u00a0!\u200b\x0b \n"
    answer = preview(secretary, token, text=text, connection=scenes.BROKER)
    assert "15 caractères sur 160" in answer.html.select_one("output").text
