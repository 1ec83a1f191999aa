"""Writing a message: to whom, what, who pays."""

import pytest
import scenes

from unisms.model.accounts import Account
from unisms.model.acl import SENDER
from unisms.model.folder import find
from unisms.model.roles import Limits, Role
from unisms.services import composing, importing
from unisms.web import samples

COMPOSE = "/institutions/paris1/campaigns/compose"


@pytest.fixture
def secretary(house):
    return house.person("zlefevre")


@pytest.fixture
def form(secretary):
    form = secretary.get(f"{COMPOSE}?group=l2-histoire").forms["compose"]
    form["text"] = "Votre cours est déplacé."
    return form


def check(form, **options):
    return form.submit("action", value="check", **options)


def campaigns(house):
    return house.run(lambda root: [one.__name__ for one in find(root, f"{scenes.PARIS}/campaigns").values()])


def stored(house, path, *names):
    return house.run(lambda root: tuple(getattr(find(root, path), name) for name in names))


def path_of(answer):
    return answer.location.removeprefix("http://localhost").removesuffix("/check")


def test_a_draft_is_kept_and_checked_by_the_worker(house, form):
    answer = check(form, status=303)
    path = path_of(answer)
    kept = stored(house, path, "author", "title", "text", "audience", "account", "state")
    assert kept == (
        "zlefevre",
        "Votre cours est déplacé.",
        "Votre cours est déplacé.",
        (("group", "l2-histoire"),),
        "scd",
        "preparing",
    )
    house.worker.drain()
    assert stored(house, path, "state") == ("checked",)


def test_a_long_text_lends_its_first_words_as_title(house, form):
    form["text"] = "Bonjour, la bibliothèque de la Sorbonne ferme exceptionnellement à 17 heures"
    assert stored(house, path_of(check(form)), "title") == ("Bonjour, la bibliothèque de la Sorbonne ferme…",)


def test_what_is_missing_is_told_by_its_field_and_what_was_typed_stays(house, secretary):
    form = secretary.get(COMPOSE).forms["compose"]
    form["numbers"] = "06 39 98 00 01\n01 44 07 80 00, pas un numéro"
    form["title"] = "Réunion"
    page = check(form, status=422)
    problems = [link["href"] for link in page.html.select("#problems a")]
    assert problems == ["#numbers", "#text"]
    assert "01 44 07 80 00, pas un numéro" in page.html.select_one("#numbers-error").text
    assert page.html.select_one("#text")["aria-invalid"] == "true"
    again = page.forms["compose"]
    assert again["title"].value == "Réunion"
    assert again["numbers"].value.splitlines() == ["06 39 98 00 01", "01 44 07 80 00, pas un numéro"]
    assert campaigns(house) == []


def test_numbers_abroad_are_told_as_such_where_the_institution_refuses_them(house, secretary):
    house.run(lambda root: setattr(find(root, scenes.PARIS), "foreign_numbers", "refuse"))
    form = secretary.get(COMPOSE).forms["compose"]
    form["text"], form["numbers"] = "Bonjour", "06 39 98 00 01\n+32 470 12 34 56"
    told = check(form, status=422).html.select_one("#numbers-error").text
    assert "n’écrit pas à l’étranger\u202f: +32 470 12 34 56." in told


def test_nobody_is_told_too(secretary):
    form = secretary.get(COMPOSE).forms["compose"]
    form["text"] = "Bonjour"
    page = check(form, status=422)
    assert "un groupe ou un numéro." in page.html.select_one("#audience-error").text
    assert [link["href"] for link in page.html.select("#problems a")] == ["#audience"]


def test_a_file_is_spoken_of_to_those_who_may_give_one(house):
    page = check(house.person("abenali").get(COMPOSE).forms["compose"], status=422)
    assert "un numéro ou un fichier" in page.html.select_one("#audience-error").text
    assert [link["href"] for link in page.html.select("#problems a")] == ["#audience", "#text"]


def test_too_many_typed_numbers_belong_in_a_file(secretary):
    form = secretary.get(COMPOSE).forms["compose"]
    form["text"], form["numbers"] = "Bonjour", "\n".join(f"06 39 98 {n // 100:02} {n % 100:02}" for n in range(201))
    assert "200 numéros" in check(form, status=422).html.select_one("#numbers-error").text


def test_who_may_write_to_some_groups_only_is_asked_for_nobody_else(house, secretary):
    def narrow(root):
        grants = find(root, scenes.PARIS).grants
        grants.withdraw("person:zlefevre", "sender")
        grants.give("person:zlefevre", "sender", "groups/l2-histoire")

    house.run(narrow)
    page = secretary.get(COMPOSE)
    assert [box["value"] for box in page.html.select("input[name=audience]")] == ["group:l2-histoire"]
    assert not page.html.select("#numbers, #who")


def test_a_field_that_recipients_do_not_have_is_told(form):
    form["text"] = "Votre cours [date] en [salle]"
    assert "date, salle" in check(form, status=422).html.select_one("#text-error").text


@pytest.mark.parametrize("page", [f"{COMPOSE}?group=l2-histoire", "{path}/edit"])
def test_a_text_that_is_too_long_is_told_and_stays(house, secretary, page):
    path = house.run(scenes.checked)
    form = secretary.get(page.format(path=path)).forms["compose"]
    form["text"] = "a" * 4001
    answer = check(form, status=422)
    assert "4000 caractères au plus" in answer.html.select_one("#text-error").text
    assert answer.forms["compose"]["text"].value == "a" * 4001
    assert "C’est trop long" in answer.html.select_one("output").text
    assert stored(house, path, "text", "state") == (scenes.TEXT, "checked")
    form["text"] = "a" * 4000
    check(form, status=303)


def test_numbers_go_by_themselves(house, secretary):
    form = secretary.get(COMPOSE).forms["compose"]
    form["text"], form["numbers"] = "Bonjour", "06 39 98 00 01 ; 0639980002"
    assert stored(house, path_of(check(form)), "audience") == (
        (("number", "06 39 98 00 01"), ("number", "0639980002")),
    )


def test_nobody_found_is_said_under_the_field_that_searched(form):
    form["who"] = "zzzz"
    page = form.submit("action", value="search")
    assert "Personne ne correspond à" in page.html.select_one(".field:has(#who) + #found [role=status]").text


@pytest.mark.parametrize("search", ["marchand", "MARCHAND", "06 39 98 00 10", "hmarchand"])
def test_people_are_found_by_name_uid_or_number(house, form, search):
    form["who"] = search
    page = form.submit("action", value="search")
    found = [box["value"] for box in page.html.select("#found input")]
    assert found
    assert page.forms["compose"]["text"].value == "Votre cours est déplacé."
    assert not page.html.select_one("#problems")


def test_a_person_found_can_be_chosen_and_stays_while_one_searches_on(house, form):
    form["who"] = "hmarchand"
    found = form.submit("action", value="search").forms["compose"]
    box = next(field for field in found.fields["audience"] if field._value == "person:hmarchand")
    box.checked = True
    found["who"] = "zzzz"
    again = found.submit("action", value="search")
    assert again.html.select_one("#found input")["checked"] == ""
    assert "Personne d’autre" in again
    assert ("person", "hmarchand") in stored(house, path_of(check(again.forms["compose"])), "audience")[0]


def test_a_template_is_inserted_after_what_is_there(form):
    form["template"] = "cours-deplace"
    page = form.submit("action", value="template")
    text = page.forms["compose"]["text"].value
    assert text.splitlines()[0] == "Votre cours est déplacé."
    assert "Planning" in text


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
    assert "plain_values" not in page.forms["compose"].submit("action", value="").forms["compose"].fields


def test_a_page_without_script_can_refresh_its_counter(form):
    form["text"] = "é" * 200
    assert "2 SMS" in form.submit("action", value="").html.select_one(".counter").text


def preview(app, token, **fields):
    return app.post("/institutions/paris1/campaigns/compose-preview", {"csrf_token": token, **fields})


def test_the_counter_counts_the_dearest_and_shows_the_first(house, secretary):
    token = secretary.get(COMPOSE).forms["compose"]["csrf_token"].value
    answer = preview(
        secretary, token, text="Bonjour [nom] !", audience="group:l2-histoire", connection=scenes.BROKER, account="scd"
    )
    counter, phone = answer.html.select_one("#preview"), answer.html.select_one("#phone")
    assert phone["hx-swap-oob"] == "true"
    assert "43 personnes, 2,15\xa0€ au plus" in counter.text
    assert "Mis de côté\u202f: sans numéro (2)" in counter.text
    assert "Compté avec les valeurs les plus longues" in counter.text
    assert phone.select_one(".bubble").text.startswith("Bonjour ")
    assert "[nom]" not in phone.text


def test_nothing_written_costs_nothing(house, secretary):
    token = secretary.get(COMPOSE).forms["compose"]["csrf_token"].value
    answer = preview(secretary, token, text="", audience="group:l2-histoire", connection=scenes.BROKER, account="scd")
    told = " ".join(answer.html.select_one("output").text.split())
    assert told.startswith("0 SMS · 0 caractères sur 160 · 43 personnes, 0,00")


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
    answer = preview(librarian, token, text="Bonjour", audience=f"import:{record}", connection=scenes.BROKER)
    assert "environ 1 personne, 0,05" in answer.html.select_one("output").text


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
    assert "sans valeur" not in preview(secretary, token, **fields)
    assert "destinataires\u202f: salle" in preview(secretary, token, audience="group:l2-histoire", **fields)


def test_what_is_typed_is_shown_not_run(secretary):
    token = secretary.get(COMPOSE).forms["compose"]["csrf_token"].value
    answer = preview(secretary, token, text="<script>alert(1)</script>[<b>]", connection=scenes.BROKER)
    assert "<script>" not in answer.text
    assert "<b>" not in answer.text


def test_a_secretary_has_neither_files_nor_urgency(house, secretary):
    record = house.run(lambda root: receive(root))
    page = secretary.get(f"{COMPOSE}?import={record}")
    assert "liste.csv" not in page
    assert not page.html.select_one("#urgent-yes")
    form = page.forms["compose"]
    token = form["csrf_token"].value
    forged = {
        "csrf_token": token,
        "action": "check",
        "text": "Bonjour",
        "audience": [f"import:{record}", "group:l2-histoire", "number:0639980001"],
        "urgent": "yes",
        "account": "scd",
        "connection": scenes.BROKER,
    }
    answer = secretary.post(COMPOSE, forged, status=303)
    assert stored(house, path_of(answer), "audience", "urgent") == ((("group", "l2-histoire"),), False)


def receive(root, author="abenali", room="B12"):
    institution = find(root, scenes.PARIS)
    content = f"Nom;Mobile;Salle\nZoé;0639980001;{room}\n".encode()
    record = importing.receive(institution, "liste.csv", content, author, 1)
    importing.read(record)
    return record.__name__


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
    assert page.html.select_one(".bubble").text == "ê " + "é" * 3998 + "…"
    assert not page.html.select_one("button[value=simplify]")
    ((first, dearest),) = samples._known_files.values()
    assert (len(first[-1]), len(dearest[-1])) == (4001, 4001)


def test_the_dearest_values_of_a_file_are_looked_for_once(house, monkeypatch):
    monkeypatch.setattr(samples, "_known_files", dict.fromkeys(range(200)))
    record = house.run(receive)
    librarian = house.person("abenali")
    for _ in range(2):
        librarian.get(f"{COMPOSE}?import={record}")
    assert len(samples._known_files) == 1


def test_of_others_files_one_sees_nothing(house):
    house.run(lambda root: receive(root, "admin"))
    assert "liste.csv" not in house.person("abenali").get(COMPOSE)


def test_an_administrator_may_hurry(house):
    page = house.person("admin").get(f"{COMPOSE}?group=l2-histoire")
    assert "n’attend pas la fin des heures calmes" in page.html.select_one("label[for=urgent-yes]").text
    form = page.forms["compose"]
    form["text"], form["urgent"], form["on_doubt"] = "Alerte", True, "resend"
    assert stored(house, path_of(check(form)), "urgent", "on_doubt") == (True, "resend")


@pytest.mark.parametrize(
    ("field", "value"), [("account", "nowhere"), ("connection", "/institutions/nice/brokers/simulateur")]
)
def test_a_forged_payer_or_supplier_is_refused(secretary, field, value):
    form = secretary.get(f"{COMPOSE}?group=l2-histoire").forms["compose"]
    form["text"] = "Bonjour"
    form[field].force_value(value)
    page = check(form, status=422)
    assert page.html.select_one(f"#problems a[href='#{field}']")


def test_a_group_that_is_gone_is_told(house, form):
    house.run(lambda root: find(root, f"{scenes.PARIS}/groups").remove("l2-histoire") and None)
    assert "n’existe plus" in check(form, status=422)


def test_one_without_the_right_may_not_write(house):
    house.person("mcomptes").get(COMPOSE, status=403)


def test_a_draft_is_changed_and_checked_again(house, secretary):
    path = house.run(scenes.checked)
    form = secretary.get(f"{path}/edit").forms["compose"]
    assert form["text"].value == scenes.TEXT
    form["text"] = "Autre chose"
    check(form, status=303)
    assert stored(house, path, "text", "state") == ("Autre chose", "preparing")


def test_a_draft_changed_badly_is_not_changed(house, secretary):
    path = house.run(scenes.checked)
    form = secretary.get(f"{path}/edit").forms["compose"]
    form["text"] = ""
    check(form, status=422)
    assert "Modifier le message" in form.submit("action", value="search")
    assert stored(house, path, "text", "state") == (scenes.TEXT, "checked")


def test_what_was_sent_meanwhile_cannot_be_changed(house, secretary):
    path = house.run(scenes.checked)
    form = secretary.get(f"{path}/edit").forms["compose"]
    house.run(lambda root: composing.release(find(root, path), "zlefevre", 1))
    check(form, status=409)
    assert secretary.get(f"{path}/edit").location.endswith(f"{path}/")


@pytest.mark.parametrize(
    ("problem", "sentence"), [("empty_audience", "personne à qui écrire"), ("audience_gone", "a disparu")]
)
def test_why_the_check_stopped_is_told(house, secretary, problem, sentence):
    path = house.run(scenes.draft)
    house.run(lambda root: setattr(find(root, path), "problem", problem))
    assert sentence in secretary.get(f"{path}/edit")


def test_another_secretarys_draft_is_closed(house):
    path = house.run(scenes.draft)
    house.person("abenali").get(f"{path}/edit", status=403)


def test_the_own_contract_stands_before_the_shared_one(house, secretary):
    page = secretary.get(COMPOSE)
    assert page.forms["compose"]["connection"].value == scenes.BROKER
    assert "Simulateur commun" in page


def test_accounts_are_offered_by_their_title(house, secretary):
    house.run(lambda root: find(root, f"{scenes.PARIS}/accounts").add("aaa", Account("Zoologie")) and None)
    options = secretary.get(COMPOSE).forms["compose"]["account"].options
    assert [option[2].partition(" ·")[0] for option in options] == [
        "Bibliothèques (SCD)",
        "Scolarité UFR 09",
        "Sport et culture",
        "Zoologie",
    ]


def test_the_payer_and_the_contract_of_the_last_message_are_proposed(house, secretary):
    now, shared = 1_790_000_000, "/brokers/commun"

    def furnish(root):
        scenes.draft(root, now=now + 60, account="sport", connection=shared)
        scenes.draft(root, now=now, account="scd")
        scenes.draft(root, author="admin", now=now + 90_000, account="scd")

    def proposed():
        form = secretary.get(COMPOSE).forms["compose"]
        return form["account"].value, form["connection"].value

    house.run(furnish)
    assert proposed() == ("sport", shared)
    house.run(lambda root: setattr(find(root, f"{scenes.PARIS}/accounts/sport"), "closed", True))
    house.run(lambda root: find(root, "/brokers").remove("commun") and None)
    assert proposed() == ("scd", scenes.BROKER)


def test_who_never_wrote_is_offered_a_contract_by_which_messages_leave(house):
    def trouble(*paths):
        house.run(lambda root: [setattr(find(root, path), "trouble", "away") for path in paths] and None)

    def offered():
        return house.person("zlefevre").get(COMPOSE).forms["compose"]["connection"].value

    first, *others = house.run(lambda root: list(composing.connections(find(root, scenes.PARIS))))
    assert offered() == first
    trouble(first)
    assert offered() == others[0]
    trouble(*others)
    assert offered() == first


def test_a_contract_whose_try_has_failed_is_not_offered_first(house):
    first, other = house.run(lambda root: list(composing.connections(find(root, scenes.PARIS)))[:2])
    house.run(lambda root: setattr(find(root, first), "tested", (1_790_000_000, False, "refused", "")))
    assert house.person("zlefevre").get(COMPOSE).forms["compose"]["connection"].value == other


def test_a_closed_account_is_not_offered_and_does_not_pay(house, secretary):
    path = house.run(scenes.draft)
    form = secretary.get(f"{COMPOSE}?group=l2-histoire").forms["compose"]
    form["text"], form["account"] = "Bonjour", "scolarite"
    house.run(lambda root: setattr(find(root, f"{scenes.PARIS}/accounts/scolarite"), "closed", True))
    page = check(form, status=422)
    assert "Ce compte est fermé" in page.html.select_one("#account-error").text
    for shown in (page, secretary.get(COMPOSE), secretary.get(f"{path}/edit")):
        assert "scolarite" not in [option[0] for option in shown.forms["compose"]["account"].options]
    assert page.forms["compose"]["account"].value == ""


def test_senders_of_the_contract_are_offered(house, secretary):
    house.run(lambda root: setattr(find(root, scenes.BROKER), "sender_ids", ("Paris1", "SCD")))
    form = secretary.get(f"{COMPOSE}?group=l2-histoire").forms["compose"]
    form["text"], form["sender_id"] = "Bonjour", "SCD"
    assert stored(house, path_of(check(form)), "sender_id") == ("SCD",)


def test_another_contract_offers_its_own_senders_at_once(house, secretary):
    house.run(lambda root: setattr(find(root, scenes.BROKER), "sender_ids", ("Paris1", "SCD")))
    token = secretary.get(COMPOSE).forms["compose"]["csrf_token"].value
    own = preview(secretary, token, connection=scenes.BROKER, sender_id="SCD").html.select_one("#senders")
    assert own["hx-swap-oob"] == "true"
    assert [option["value"] for option in own.select("option")] == ["", "Paris1", "SCD"]
    assert own.select_one("option[selected]")["value"] == "SCD"
    shared = preview(secretary, token, connection="/brokers/commun", sender_id="SCD").html.select_one("#senders")
    assert not shared.select("select")


def test_a_sender_that_the_contract_does_not_accept_is_refused(house, secretary):
    house.run(lambda root: setattr(find(root, scenes.BROKER), "sender_ids", ("Paris1",)))
    form = secretary.get(f"{COMPOSE}?group=l2-histoire").forms["compose"]
    form["text"], form["sender_id"] = "Bonjour", "Paris1"
    house.run(lambda root: setattr(find(root, scenes.BROKER), "sender_ids", ()))
    assert "n’accepte pas cet expéditeur" in check(form, status=422).html.select_one("#sender_id-error").text


def test_many_groups_can_be_filtered(house, secretary):
    def add(root):
        from unisms.model.groups import Group

        for number in range(12):
            find(root, f"{scenes.PARIS}/groups").add(f"g{number}", Group(f"Groupe {number}"))

    house.run(add)
    assert secretary.get(COMPOSE).html.select_one("[data-filter=groups]")


def test_who_has_limits_reads_them_before_writing(house, secretary):
    assert not secretary.get(COMPOSE).html.select(".bounds")

    def bind(root):
        institution = find(root, scenes.PARIS)
        institution["roles"].add(
            "bound", Role("Guichet", SENDER, Limits(audience=50, free_text=False, hours=(480, 1080)))
        )
        institution.grants.withdraw("person:zlefevre", "sender")
        institution.grants.give("person:zlefevre", "bound")

    house.run(bind)
    told = secretary.get(COMPOSE).html.select_one(".bounds").text
    for limit in ("50 personnes au plus par message", "seulement les textes des modèles", "envoi de 08:00 à 18:00"):
        assert limit in told


def test_a_field_written_in_other_signs_is_told_while_one_writes(secretary):
    token = secretary.get(COMPOSE).forms["compose"]["csrf_token"].value
    shown = preview(secretary, token, text="Bonjour {prénom}").html.select_one("#preview").text
    assert "{prénom} partira tel quel" in shown
    assert "tel quel" not in preview(secretary, token, text="Bonjour [nom]").html.select_one("#preview").text
