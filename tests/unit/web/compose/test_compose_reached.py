"""The people that a message reaches, told while it is written: how many, who, and read as whom."""

import pytest
import scenes
from compose_page import COMPOSE, check, path_of, preview, receive, stored

from unisms.model.accounts import Account
from unisms.model.folder import find
from unisms.model.groups import Group
from unisms.model.people import Subscriber
from unisms.model.roles import Limits, Role
from unisms.services.audience import glances
from unisms.services.imports import intake
from unisms.services.people import consent
from unisms.services.rights import rights


def told(page, place):
    return " ".join(page.html.select_one(place).text.split())


@pytest.fixture
def count(secretary):
    """``count(text="…", audience=…)``: the page's live parts, of what somebody types."""
    token = secretary.get(COMPOSE).forms["compose"]["csrf_token"].value
    return lambda **fields: preview(
        secretary, token, **{"text": "Bonjour", "connection": scenes.BROKER, **fields}
    )


@pytest.fixture
def enrol(house):
    """``enrol(uid=(name, number), …)``: a group of these people, called ``few``."""

    def add(root, people):
        institution = find(root, scenes.PARIS)
        for uid, (name, number) in people.items():
            institution["people"].add(uid, Subscriber(name, number))
        institution["groups"].add("few", Group("Les rares", people))

    return lambda **people: house.run(add, people)


def test_nobody_is_promised_a_message_while_there_are_too_many_numbers(count):
    page = count(numbers="\n".join(f"06399{n:05}" for n in range(80_000, 80_201)))
    assert told(page, "#reached") == "201 personnes choisies"


def test_a_choice_of_nobody_is_told_as_what_it_is(house, count, enrol):
    def furnish(root):
        scenes.themes(root)
        paris = find(root, scenes.PARIS)
        paris["groups"].add("none", Group("Personne", ()))
        paris["themes"]["sport"].owner = "zlefevre"

    house.run(furnish)
    enrol(a1=("Ana", "+33639989901"))
    apart = told(count(audience="group:few", purpose="theme/sport"), "#reached")
    assert "aucune des personnes choisies n’est abonnée au thème" in apart
    assert "pas abonné au thème" in apart
    assert "accord" not in apart
    assert "il n’y a personne dans ce que vous avez choisi" in told(
        count(audience="group:none"), "#reached"
    )
    assert told(count(), "#reached") == "Aucun destinataire n’est encore choisi"


def test_how_many_get_it_and_who_does_not_stands_right_under_to_whom(
    house, count, secretary, enrol
):
    enrol(
        a1=("Ana", "+33639989901"),
        b1=("Bo", ""),
        c1=("Cy", "+33199006011"),
        d1=("Di", "+33639989902"),
    )
    house.run(
        lambda root: consent.opt_out(
            rights.person(find(root, scenes.PARIS), "d1"), "d1", 1_790_000_000
        )
    )
    assert told(count(audience="group:few"), "#reached") == (
        "1 personne recevra le message · 1 sans numéro · ligne fixe : 1 · 1 désinscrit"
    )
    assert (
        told(count(audience="person:b1"), "#reached")
        == "Personne ne recevra le message · 1 sans numéro"
    )
    assert told(count(), "#reached") == "Aucun destinataire n’est encore choisi"
    assert secretary.get(COMPOSE).html.select_one(".to-field + #reached")


def test_of_very_many_it_is_told_about_how_many(house, count, monkeypatch):
    monkeypatch.setattr(glances, "LOOKED_AT", 10)
    answer = count(text="ê [nom]", audience="group:l2-histoire")
    assert told(answer, "#reached") == "Environ 45 personnes recevront le message"


def test_groups_that_are_ticked_out_of_sight_are_told(house, count, enrol):
    three = ["group:l2-histoire", "group:l1-histoire", "group:few"]
    enrol()
    assert told(count(audience=three), "#ticked") == ""  # all are seen
    house.run(
        lambda root: (
            find(root, f"{scenes.PARIS}/groups").add("another", Group("Une autre")) and None
        )
    )
    assert (
        told(count(audience=three), "#ticked")
        == "3 groupes cochés : L2 Histoire, L1 Histoire, Les rares"
    )
    assert told(count(audience=three[:1]), "#ticked") == "1 groupe coché : L2 Histoire"


def test_the_phone_shows_the_first_who_gets_the_message(house, count, enrol):
    enrol(a1=("Ana", ""), b1=("Bo", "+33639989901"), c1=("Abel", "+33639989902"))
    shown = count(text="Bonjour [nom]", audience="group:few").html.select_one(".bubble").text
    assert shown == "Bonjour Abel"  # in the order of the list
    nobody = count(text="Bonjour [nom]", audience="person:a1").html.select_one(".bubble").text
    assert nobody == "Bonjour Ana"


@pytest.mark.parametrize(
    ("lines", "rule", "shown"),
    [
        ("Aïcha;0199006011;A1\nBo;0639980002;B2", (), "Bo en B2"),
        ("Aïcha;0639980001;\nBo;0639980002;B2", (), "Bo en B2"),
        ("Aïcha;0639980001;A1\nBo;0639980002;B2", ((2, "is", ("B2",), -1),), "Bo en B2"),
        ("Aïcha;0199006011;A1", (), "Aïcha en A1"),
        ("Aïcha;0639980001;A1", ((2, "is", ("C3",), -1),), "Aïcha en A1"),
    ],
)
def test_of_a_file_the_phone_shows_the_first_line_that_gets_the_message(house, lines, rule, shown):
    def bring(root):
        content = f"Nom;Mobile;Salle\n{lines}\n".encode()
        record = intake.receive(
            rights.person(find(root, scenes.PARIS), "abenali"), "liste.csv", content, 1
        )
        intake.read(record)
        record.rule = rule
        return record.__name__

    form = house.person("abenali").get(f"{COMPOSE}?import={house.run(bring)}").forms["compose"]
    form["text"] = "[Nom] en [Salle]"
    assert form.submit("action", value="count").html.select_one(".bubble").text == shown


def test_a_dear_letter_in_a_name_is_told_with_how_many_have_one(count, enrol):
    enrol(
        a1=("Zoë", "+33639989901"),
        b1=("Anaïs", "+33639989902"),
        c1=("Noël", "+33639989903"),
        d1=("Léo", ""),
    )
    answer = count(text="Bonjour [nom], " + "a" * 100, audience="group:few")
    notice = answer.html.select_one(".notice")
    assert (
        " ".join(notice.p.text.split())
        == "« ï », « ë », dans un nom (3 personnes), font compter 2 SMS au lieu d’1."
    )
    assert "1 SMS au lieu de 2" in notice.button.text
    short = count(text="Bonjour [nom]", audience="person:a1")
    assert "« ë », dans un nom (1 personne), limite le SMS à 70 caractères" in " ".join(
        short.text.split()
    )
    assert not short.html.select(".notice")
    both = count(text="Fête : [nom], " + "a" * 100, audience="person:a1")
    assert "De même « ë », dans un nom (1 personne)." in " ".join(both.text.split())
    assert [key.text for key in both.html.select("kbd")] == ["ê", "e"]
    unused = count(text="Fête", audience="group:few")
    assert "dans un nom" not in unused
    plain = count(text="Bonjour [nom], " + "a" * 100, audience="group:few", plain_values="yes")
    assert "dans un nom" not in plain


def test_of_very_many_at_least_so_many_have_the_letter(house, count, enrol, monkeypatch):
    monkeypatch.setattr(glances, "LOOKED_AT", 2)
    enrol(a1=("Zoë", "+33639989901"), b1=("Bo", "+33639989902"), c1=("Noël", "+33639989903"))
    answer = count(text="Bonjour [nom], " + "a" * 100, audience="group:few")
    assert "au moins 1 personne" in " ".join(answer.text.split())


def test_a_dear_letter_of_a_file_is_told_with_its_column(house):
    record = house.run(lambda root: receive(root, room="Œ2"))
    form = house.person("abenali").get(f"{COMPOSE}?import={record}").forms["compose"]
    form["text"] = "a" * 100 + " [Salle]"
    page = form.submit("action", value="count")
    assert "« Œ », dans le champ [Salle] (1 personne), fait compter 2 SMS au lieu d’1." in " ".join(
        page.text.split()
    )


def test_whoever_has_several_lines_with_the_letter_is_one_person(house):
    def bring(root):
        lines = (
            "Nom;Mobile;Titre\nZoé;0639980001;Œuvres\nZoé;0639980001;Cœur\n"
            "Bo;0639980002;Œdipe\n;0639980003;Œ\n"
        )
        record = intake.receive(
            rights.person(find(root, scenes.PARIS), "abenali"), "liste.csv", lines.encode(), 1
        )
        intake.read(record)
        record.key_column = 0
        return record.__name__

    form = house.person("abenali").get(f"{COMPOSE}?import={house.run(bring)}").forms["compose"]
    form["text"] = "[Titre]"
    told = " ".join(form.submit("action", value="count").text.split())
    assert (
        "« Œ », « œ », dans le champ [Titre] (3 personnes), limitent le SMS à 70 caractères."
        in told
    )


def test_namesakes_are_told_apart_by_their_groups(secretary, enrol):
    enrol(
        jx=("Jeanne Zwix", "+33639989947"),
        jy=("Jeanne Zwix", ""),
        jz=("Élise Zwix", "+33639989948"),
    )
    form = secretary.get(COMPOSE).forms["compose"]
    form["who"] = "zwix"
    found = form.submit("action", value="search").html.select("#found .choice span:not(.soft)")
    assert [" ".join(one.text.split()) for one in found] == [
        "Élise Zwix jz · …48",
        "Jeanne Zwix jx · Les rares · …47",
        "Jeanne Zwix jy · Les rares · sans numéro",
    ]


def test_groups_stand_in_french_order_and_by_their_number(house, secretary, enrol):
    def add(root):
        for number, title in enumerate(("TD 10", "TD 2", "Étude", "Essai", "Zoo")):
            find(root, f"{scenes.PARIS}/groups").add(f"n{number}", Group(title))

    house.run(add)
    titles = [
        one.contents[0].strip()
        for one in secretary.get(COMPOSE).html.select("#groups .choice > span")
    ]
    own = [title for title in titles if title in ("TD 10", "TD 2", "Étude", "Essai", "Zoo")]
    assert own == ["Essai", "Étude", "TD 2", "TD 10", "Zoo"]


def test_an_account_is_preselected_where_there_is_one_and_else_asked_for(house, secretary):
    form = secretary.get(f"{COMPOSE}?group=l2-histoire").forms["compose"]
    assert (form["account"].value, form["account"].options[0][2]) == ("", "Choisissez un compte")
    form["text"] = "Bonjour"
    page = form.submit("action", value="check", status=422)
    assert "Choisissez le compte qui paie" in told(page, "#account-error")
    house.run(
        lambda root: [
            setattr(find(root, f"{scenes.PARIS}/accounts/{one}"), "closed", True) for one in CLOSED
        ]
    )
    assert secretary.get(COMPOSE).forms["compose"]["account"].value == "scd"


CLOSED = ("scolarite", "sport")


@pytest.mark.parametrize(("alike", "bounded"), [(True, True), (False, False)])
def test_who_has_one_limit_whoever_pays_reads_it_before_choosing(house, secretary, alike, bounded):
    def bind(root):
        institution = find(root, scenes.PARIS)
        writes = ["institution:view", "campaign:compose"]
        institution["roles"].add("one", Role("Une", writes, Limits(audience=50)))
        institution["roles"].add("two", Role("Deux", writes, Limits(audience=50 if alike else 20)))
        institution.grants.withdraw("person:zlefevre", "sender")
        institution.grants.give("person:zlefevre", "one", "accounts/scd")
        institution.grants.give("person:zlefevre", "two", "accounts/sport")

    house.run(bind)
    page = secretary.get(COMPOSE)
    assert page.forms["compose"]["account"].value == ""
    assert bool(page.html.select(".bounds")) == bounded


def test_a_text_that_is_too_long_for_everybody_is_not_checked(house, secretary, count):
    form = secretary.get(f"{COMPOSE}?group=l2-histoire").forms["compose"]
    form["text"], form["account"] = "a" * (8 * 153 + 1), "scd"
    page = check(form, status=422)
    assert (
        told(page, "#text-error")
        == "Le message est trop long : 9 SMS, 8 au plus. Raccourcissez-le."
    )
    assert house.run(lambda root: list(find(root, f"{scenes.PARIS}/campaigns"))) == []
    assert told(page, "output") == "1 SMS de trop : 8 au plus"
    form["text"] = "a" * (8 * 153 - 5) + "[nom]"
    live = count(text=form["text"].value, audience="group:l2-histoire")
    assert told(live, "output").endswith("SMS de trop : 8 au plus")
    check(form, status=303)  # it may fit for somebody


def test_who_reads_english_is_offered_and_may_write_english_fields(house, secretary):
    page = secretary.get(f"{COMPOSE}?group=l2-histoire&lang=en")
    assert [chip["data-insert"] for chip in page.html.select(".chip")] == [
        "[name]",
        "[identifier]",
        "[email]",
    ]
    form = page.forms["compose"]
    form["text"], form["account"] = "Hello [name], [identifier], [email]", "scd"
    path = path_of(check(form))
    house.worker.drain()
    assert stored(house, path, "state", "columns") == (
        "checked",
        ("nom", "identifiant", "courriel"),
    )
    form["text"] = "Hello [nmo]"
    assert "did you mean [name]" in told(check(form, status=422), "#blanks")


def test_without_a_script_no_figure_stands_beside_what_is_typed(secretary):
    page = secretary.get(f"{COMPOSE}?group=l2-histoire")
    live = [
        page.html.select_one(place)
        for place in ("#reached", "#ticked", "#numbers-read", ".count-line")
    ]
    assert [(one.get("hidden"), one.get("data-live")) for one in live] == [("", "")] * 4
    form = page.forms["compose"]
    form["text"], form["numbers"] = "Bonjour", "0639980001 0639980002"
    assert page.html.select_one("noscript button")["value"] == "count"
    answer = form.submit("action", value="count")
    assert not answer.html.select("form [hidden]:not(.filter-box, #unsaved, #offered)")
    assert told(answer, "#numbers-read") == "2 numéros lus"
    assert page.html.select_one("#search")["formaction"] == "#whom"


def test_a_bracket_that_is_not_closed_is_told(count):
    assert "[ mardi : il manque le crochet fermant." in told(
        count(text="Cours [ mardi"), "#preview"
    )
    assert "fermant" not in told(
        count(text="Bonjour [nom", audience="group:l2-histoire"), "#preview"
    )


def test_brackets_that_are_no_field_are_not_told_to_cost(count):
    assert "Comptent double" not in count(text="Cours [salle]", audience="group:l2-histoire")


def test_more_numbers_than_may_be_typed_are_a_file_for_who_may_bring_one(house):
    librarian = house.person("abenali")
    token = librarian.get(COMPOSE).forms["compose"]["csrf_token"].value
    typed = "\n".join(f"0639{n:06}" for n in range(980000, 980450))
    for numbers, what in ((typed[: 300 * 11], "deux messages"), (typed, "plusieurs messages")):
        answer = preview(librarian, token, numbers=numbers, connection=scenes.BROKER)
        assert f"200 au plus : importez un fichier, ou faites {what}." in told(
            answer, "#numbers-read"
        )


def test_the_account_is_bold_on_the_check(house, secretary):
    house.run(
        lambda root: find(root, f"{scenes.PARIS}/accounts").add("aaa", Account("Zoologie")) and None
    )
    path = house.run(lambda root: scenes.checked(root, account="scolarite"))
    assert (
        secretary.get(f"{path}/check").html.select_one(".facts dd strong").text
        == "Scolarité UFR 09"
    )
