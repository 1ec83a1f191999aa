"""The rights page: the roles given, giving and withdrawing them, and why."""

import pytest
import scenes

from unisms.model.acl import GIVEN, Permission
from unisms.model.folder import find
from unisms.model.groups import Group
from unisms.model.people import Subscriber
from unisms.model.roles import Grant, Limits, Role
from unisms.model.templates import TemplateFolder

RIGHTS = f"{scenes.PARIS}/rights"
P = Permission
KEEPER = (P.INSTITUTION_VIEW, P.ROLE_MANAGE, P.PERSON_VIEW)


@pytest.fixture
def admin(house):
    house.run(furnish)
    return house.person("admin")


def furnish(root):
    """An institution's own roles, a template folder, an operator, and a deputy with fewer
    rights."""
    paris = find(root, scenes.PARIS)
    paris["roles"].add("keeper", Role("Gardien des rôles", KEEPER))
    paris["roles"].add(
        "guichet",
        Role("Guichet", [P.CAMPAIGN_COMPOSE], Limits(30, 500, False, False, (), (), (480, 1080))),
    )
    paris["templates"].add("bu", TemplateFolder("Bibliothèques"))
    root.passwords["op"] = "hash"
    paris.grants.give("person:mcomptes", "keeper")


def paris(house, look):
    return house.run(lambda root: look(find(root, scenes.PARIS)))


def grants(house, holder):
    return paris(house, lambda paris: paris.grants.of(holder))


def give(house, *grant):
    paris(house, lambda paris: paris.grants.give(*grant))


def journal(house):
    return paris(
        house,
        lambda paris: [(one.by, one.verb, one.before, one.after) for one in paris.audit.waiting()],
    )


def lines(page):
    """Return who has which role where, as the list shows it."""
    return [
        " ".join(line.select_one(".line-main").text.split()) for line in page.html.select(".line")
    ]


def give_role(app, status=303, **fields):
    form = app.get(f"{RIGHTS}-give").forms[1]
    token = {"csrf_token": form["csrf_token"].value}
    return app.post(f"{RIGHTS}-give", token | fields, status=status)


def withdraw(app, holder, role, scope="", query="", status=303):
    token = app.get(f"{RIGHTS}-give").forms[1]["csrf_token"].value
    fields = {"csrf_token": token, "holder": holder, "role": role, "scope": scope}
    return app.post(f"{RIGHTS}-withdraw{query}", fields, status=status)


# ---- the list ----


def test_every_role_given_is_listed_with_its_holder_and_its_place(house, admin):
    give(house, "group:l2-histoire", "guichet", "accounts/scd")
    give(house, "operator:op", "approver", "templates/bu")
    assert lines(admin.get(RIGHTS)) == [
        "Groupe L2 Histoire Guichet · le compte Bibliothèques (SCD)",
        "op exploite la plateforme Responsable · les modèles Bibliothèques",
        "Anaïs Benali abenali Émetteur de groupe · tout l’établissement",
        "Jeanne Fontaine admin Administrateur · tout l’établissement",
        "Malik Roux mcomptes Gestionnaire de comptes · tout l’établissement",
        "Malik Roux mcomptes Gardien des rôles · tout l’établissement",
        "Zoé Lefèvre zlefevre Émetteur · tout l’établissement",
    ]


@pytest.mark.parametrize(
    ("search", "shown"),
    [
        ("zlef", ["Zoé Lefèvre zlefevre Émetteur · tout l’établissement"]),
        (
            "histoire",
            [
                "Groupe L2 Histoire Émetteur · le groupe L2 Histoire",
                "Groupe L1 Histoire",
                "Groupe L3 Histoire",
            ],
        ),
        ("op ", ["op exploite la plateforme"]),
        ("gone", ["gone (n’existe plus) Émetteur · tout l’établissement"]),
        ("nobody at all", []),
    ],
)
def test_a_search_finds_holders_also_without_a_role_and_those_who_are_gone(
    house, admin, search, shown
):
    give(house, "group:l2-histoire", "sender", "groups/l2-histoire")
    give(house, "person:gone", "sender")
    assert lines(admin.get(RIGHTS, {"search": search})) == shown


def test_a_long_list_has_pages_that_follow_each_other(house, admin):
    def many(root):
        paris = find(root, scenes.PARIS)
        paris.grants.withdraw("person:mcomptes", "keeper")
        for number in range(120):
            paris["people"].add(f"p{number:03}", Subscriber(f"Personne {number}"))
            paris.grants.give(f"person:p{number:03}", "subscriber")

    house.run(many)
    pages = [admin.get(RIGHTS)]
    while following := pages[-1].html.select_one("a[rel=next]"):
        pages.append(admin.get(RIGHTS + following["href"]))
    assert [len(lines(page)) for page in pages] == [50, 50, 24]
    assert len({line for page in pages for line in lines(page)}) == 124


def test_what_is_gone_is_shown_as_such_and_withdrawn(house, admin):
    for grant in (
        ("person:gone", "sender"),
        ("group:gone", "sender"),
        ("person:zlefevre", "old", "accounts/gone"),
    ):
        give(house, *grant)
    told = "\n".join(lines(admin.get(RIGHTS)))
    assert told.count("n’existe plus") == 4
    withdraw(admin, "person:gone", "sender")
    withdraw(admin, "group:gone", "sender")
    withdraw(admin, "person:zlefevre", "old", "accounts/gone")
    assert "n’existe plus" not in "\n".join(lines(admin.get(RIGHTS)))


# ---- withdrawing ----


def test_a_role_is_withdrawn_once_asked_and_the_journal_knows(house, admin):
    page = admin.get(RIGHTS, {"search": "lefevre"})
    form = next(form for form in page.forms.values() if "rights-withdraw" in form.action)
    shown = form.submit(status=303).follow()
    assert "Le rôle est retiré" in shown
    assert "search=lefevre" in shown.request.url
    assert grants(house, "person:zlefevre") == []
    assert journal(house) == [
        (
            "admin",
            "role.withdrawn",
            '{"holder": "person:zlefevre", "role": "sender", "scope": ""}',
            "",
        )
    ]


def test_what_was_not_given_is_withdrawn_without_a_word_in_the_journal(house, admin):
    withdraw(admin, "person:zlefevre", "approver")
    assert journal(house) == []


def test_the_last_administrator_stays(house, admin):
    paris(house, lambda paris: paris.grants.withdraw("person:mcomptes", "keeper"))
    page = withdraw(admin, "person:admin", "administrator", status=409)
    assert "Plus personne ne pourrait donner de rôles" in page
    assert grants(house, "person:admin") == [Grant("person:admin", "", "administrator")]
    assert journal(house) == []


def test_what_one_could_not_give_one_does_not_take(house, admin):
    page = withdraw(house.person("mcomptes"), "person:abenali", "group_sender", status=403)
    assert "Voir les numéros de mobile en entier." in page.html.select_one(".notice.failed").text
    assert grants(house, "person:abenali")


# ---- giving ----


@pytest.mark.parametrize(
    ("holder", "role", "scope"),
    [
        ("person:zlefevre", "guichet", ""),
        ("group:l2-histoire", "sender", "accounts/scd"),
        ("person:abenali", "approver", "groups/l2-histoire"),
        ("operator:op", "administrator", "templates/bu"),
    ],
)
def test_a_role_is_given_at_a_place_and_the_journal_knows(house, admin, holder, role, scope):
    page = give_role(admin, holder=holder, role=role, scope=scope).follow()
    assert "Le rôle est donné" in page
    assert Grant(holder, scope, role) in grants(house, holder)
    after = f'{{"holder": "{holder}", "role": "{role}", "scope": "{scope}"}}'
    assert journal(house) == [("admin", "role.given", "", after)]
    give_role(admin, holder=holder, role=role, scope=scope)
    assert len(journal(house)) == 1  # nothing happened the second time
    assert "a donné un rôle" in admin.get(f"{scenes.PARIS}/audit")


def test_people_and_groups_are_searched_and_what_was_chosen_stays(admin):
    page = give_role(
        admin,
        200,
        action="search",
        who="histoire",
        holder="person:zlefevre",
        role="guichet",
        scope="accounts/scd",
    )
    offered = [one["value"] for one in page.html.select("input[name=holder]")]
    assert offered == [
        "person:zlefevre",
        "group:l1-histoire",
        "group:l2-histoire",
        "group:l3-histoire",
        "operator:exploitant",
        "operator:op",
    ]
    chosen = [one["value"] for one in page.html.select("input[checked], option[selected]")]
    assert chosen == ["person:zlefevre", "guichet", "accounts/scd"]
    assert "Aucun résultat" in give_role(admin, 200, action="search", who="zzzz")


def test_the_form_may_come_filled_in(admin):
    page = admin.get(f"{RIGHTS}-give?holder=person:zlefevre&role=sender")
    assert page.html.select_one("input[value='person:zlefevre'][checked]")
    assert page.html.select_one("input[value='sender'][checked]")


def test_the_form_tells_where_limits_are_set(admin):
    link = admin.get(f"{RIGHTS}-give").html.select_one("form p.small a")
    assert "des limites" in link.parent.text
    assert "Personnes par message" in admin.get(link["href"])


def test_an_operator_is_said_to_be_one(admin):
    page = admin.get(f"{RIGHTS}-give")
    assert "n’ont pas accès au vôtre" in page.html.select_one("main details").text
    assert page.html.select_one("main details input[value='operator:op']")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"role": "sender"}, "holder"),
        ({"holder": "person:zlefevre"}, "role"),
        ({"holder": "person:gone", "role": "sender"}, "holder"),
        ({"holder": "group:gone", "role": "sender"}, "holder"),
        ({"holder": "zlefevre", "role": "sender"}, "holder"),
        ({"holder": "person:zlefevre\naccounts/scd", "role": "sender"}, "holder"),
        ({"holder": "person:zlefevre", "role": "gone"}, "role"),
        ({"holder": "person:zlefevre", "role": "sender", "scope": "accounts/gone"}, "scope"),
        ({"holder": "person:zlefevre", "role": "sender", "scope": "people/admin"}, "scope"),
    ],
)
def test_what_cannot_be_given_is_told_at_its_field(house, admin, fields, field):
    before = grants(house, "person:zlefevre")
    page = give_role(admin, 422, **fields)
    assert page.html.select_one(f"#{field}-error")
    assert page.html.select_one(f"#problems a[href='#{field}']")
    assert grants(house, "person:zlefevre") == before
    assert journal(house) == []


def test_nobody_gives_more_than_they_have_and_is_told_what_lacks(house, admin):
    page = give_role(house.person("mcomptes"), 422, holder="person:zlefevre", role="approver")
    told = page.html.select(".notice.failed")[-1].text
    assert "Voir les messages des autres" in told
    assert "Mettre en pause" in told
    assert "Entrer dans les pages" not in told
    assert page.html.select_one("input[value='approver'][checked]")
    assert len(grants(house, "person:zlefevre")) == 1


def test_nobody_gives_a_role_with_wider_limits(house, admin):
    def bind(root):
        paris = find(root, scenes.PARIS)
        paris["roles"].add("bound", Role("Lié", (*KEEPER, P.CAMPAIGN_COMPOSE), Limits(audience=10)))
        paris.grants.give("person:mcomptes", "bound")

    house.run(bind)
    page = give_role(house.person("mcomptes"), 422, holder="person:zlefevre", role="guichet")
    assert "personnes par message" in page.html.select(".notice.failed")[-1].text
    assert len(grants(house, "person:zlefevre")) == 1


# ---- why ----


def explained(page):
    """``{permission in words: chains in words}``."""
    rows = page.html.select("tbody tr")
    return {
        row.th.text: [" ".join(one.split()) for one in row.td.get_text("\n").split("\n") if one]
        for row in rows
    }


def test_a_person_is_explained_by_every_chain(house, admin):
    def nest(root):
        paris = find(root, scenes.PARIS)
        paris["groups"].add("inner", Group("Équipe", ["zlefevre"]))
        paris["groups"].add("outer", Group("Pôle")).groups = ("inner",)
        paris["groups"]["inner"].groups = ("outer",)
        paris.grants.give("group:outer", "group_sender", "accounts/scd")

    house.run(nest)
    page = admin.get(f"{RIGHTS}-of?uid=zlefevre")
    told = " ".join(page.html.select_one("main").text.split())
    assert "Émetteur de groupe · le compte Bibliothèques (SCD) · par le groupe Pôle" in told
    assert "Émetteur · tout l’établissement · donné directement" in told
    chains = explained(page)
    assert (
        len(chains["Écrire un message, choisir ses destinataires et l’envoyer."]) == 4
    )  # two chains of two parts
    assert (
        "Définir, donner et retirer des rôles, dans la limite de ses propres droits." not in chains
    )
    assert "Définir, donner et retirer des rôles" in page.html.select_one("main details").text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_permission_has_its_sentence(admin, language):
    page = admin.get(f"{RIGHTS}-of?uid=admin&lang={language}")
    sentences = [row.th.text for row in page.html.select("tbody tr")]
    assert len(set(sentences)) == len(GIVEN)
    assert all(one.endswith(".") and ":" not in one[:16] for one in sentences)


def test_how_far_each_account_lets_one_go(house, admin):
    give(house, "person:abenali", "guichet", "accounts/scd")
    paris(house, lambda paris: paris.grants.withdraw("person:abenali", "group_sender"))
    page = admin.get(f"{RIGHTS}-of?uid=abenali")
    assert [title.text for title in page.html.select("h3")] == ["Bibliothèques (SCD)"]
    assert [one.text for one in page.html.select("h3 + ul li")] == [
        "30 personnes au plus par message",
        "500 SMS au plus par jour",
        "seulement les textes des modèles",
        "seulement des personnes de l’annuaire ou d’un fichier",
        "envoi de 08:00 à 18:00",
    ]


def test_a_role_at_a_group_reaches_that_group(house, admin):
    give(house, "person:admin", "sender", "groups/l2-histoire")
    give(house, "person:zoe", "sender", "groups/l2-histoire")
    paris(house, lambda paris: paris["people"].add("zoe", Subscriber("Zoé")) and None)
    assert "seulement les groupes\u202f: L2 Histoire" in admin.get(f"{RIGHTS}-of?uid=zoe")
    assert "aucune limite" in admin.get(f"{RIGHTS}-of?uid=admin")


def test_who_charges_no_account_and_who_has_no_role(house, admin):
    assert "Aucun compte ne peut payer" in admin.get(f"{RIGHTS}-of?uid=mcomptes")
    paris(house, lambda paris: paris.grants.withdraw("person:zlefevre", "sender"))
    assert "cette personne n’a accès qu’à ses préférences" in admin.get(f"{RIGHTS}-of?uid=zlefevre")


def test_an_operator_is_explained_too(house, admin):
    give(house, "operator:op", "approver")
    assert "Responsable" in admin.get(f"{RIGHTS}-of?uid=operator:op").html.select_one(".line").text
    admin.get(f"{RIGHTS}-of?uid=operator:nobody", status=404)
    paris(house, lambda paris: paris.grants.withdraw("operator:op", "approver"))
    assert "cet opérateur n’a pas accès" in admin.get(f"{RIGHTS}-of?uid=operator:op")


def test_a_person_is_searched_and_an_unknown_one_is_said_to_be(admin):
    page = admin.get(f"{RIGHTS}-of?search=lefev")
    assert page.html.select_one("a[href$='rights-of?uid=zlefevre']")
    assert "Cet identifiant n’existe pas ici" in admin.get(f"{RIGHTS}-of?uid=nobody", status=404)
    assert "Aucun résultat" in admin.get(f"{RIGHTS}-of?search=zzzz")
    admin.get(f"{RIGHTS}-of")


def test_a_person_known_by_a_password_alone_has_a_page(house, admin):
    paris(house, lambda paris: paris.passwords.update({"robot": "hash"}))
    give(house, "person:robot", "sender")
    assert "Ce que peut faire robot" in admin.get(f"{RIGHTS}-of?uid=robot")


@pytest.mark.parametrize("name", ["rights", "rights-give", "rights-of"])
def test_only_who_manages_roles_sees_them(house, name):
    house.person("abenali").get(f"{scenes.PARIS}/{name}", status=403)
