"""The roles: to read, copy, make, change and delete."""

import pytest
import scenes

from unisms.model.acl import ROLES, Permission
from unisms.model.connections import SenderId
from unisms.model.folder import find
from unisms.model.roles import Limits, Role
from unisms.web.rights.role_form import FIELDS

ALL = f"{scenes.PARIS}/roles"
P = Permission
BOUND = Limits(30, 500, False, False, ("BU",), ("scd",), (480, 1080))
FULL = {
    "title": "Alertes",
    "permissions": ["institution:view", "campaign:compose"],
    "audience": "1 000",
    "daily": "",
    "templates_only": "yes",
    "sender_ids": ["BU"],
    "accounts": ["scd", "sport"],
    "hours": ["22:00", "6:30"],
}


@pytest.fixture
def admin(house):
    house.run(furnish)
    return house.person("admin")


def furnish(root):
    paris = find(root, scenes.PARIS)
    paris["brokers"]["simulateur"].sender_ids = ("BU", "Scolarité")
    paris["roles"].add("guichet", Role("Guichet", [P.INSTITUTION_VIEW, P.CAMPAIGN_COMPOSE], BOUND))
    paris["roles"].add("keeper", Role("Gardien des rôles", [P.INSTITUTION_VIEW, P.ROLE_MANAGE]))
    paris.grants.give("person:mcomptes", "keeper")


def paris(house, look):
    return house.run(lambda root: look(find(root, scenes.PARIS)))


def stored(house, name):
    """Title, permissions and limits of a role, or nothing."""

    def look(paris):
        role = paris["roles"].get(name)
        return role and (role.title, role.permissions, Limits(*role.limits))

    return paris(house, look)


def journal(house):
    return paris(house, lambda paris: [(one.verb, one.path) for one in paris.audit.waiting()])


def main_form(page):
    return next(form for form in page.forms.values() if "title" in form.fields)


def post(app, path, status, **fields):
    """Send the form of the page ``path`` with these fields and no others."""
    form = main_form(app.get(path))
    kept = {name: form[name].value for name in ("csrf_token", "seen") if name in form.fields}
    sent = [
        (name, one)
        for name, told in fields.items()
        for one in ([told] if isinstance(told, str) else told)
    ]
    return app.post(path, [*kept.items(), *sent], status=status)


# ---- reading ----


def test_the_built_in_roles_are_told_with_what_they_permit(admin):
    page = admin.get(f"{ALL}/")
    told = {one.summary.text.split("  ")[0]: one for one in page.html.select("main details")}
    assert len(told) == len(ROLES) + 3
    approver = next(one for title, one in told.items() if title.startswith("Responsable"))
    assert len(approver.select("li")) == len(ROLES["approver"])
    assert approver.select_one("a")["href"].endswith("roles/new?copy=approver")


def test_the_institutions_own_are_told_with_their_limits(admin):
    page = admin.get(f"{ALL}/")
    guichet = next(one for one in page.html.select("main details") if one.summary.text == "Guichet")
    told = " ".join(guichet.text.split())
    assert "30 personnes au plus par message" in told
    assert "expéditeurs affichés : BU" in told
    assert "comptes : Bibliothèques (SCD)" in told
    assert [link["href"].rpartition("/roles/")[2] for link in guichet.select("a")] == [
        "guichet/",
        "new?copy=guichet",
    ]


def test_without_any_of_its_own_an_institution_is_told_how_to_begin(house):
    paris(house, lambda paris: paris["roles"].remove("guichet-bu") and None)
    assert "Copiez un rôle prédéfini" in house.person("admin").get(f"{ALL}/")


@pytest.mark.parametrize("path", ["/", "/new", "/guichet/"])
def test_only_who_manages_roles_sees_them(house, admin, path):
    house.person("abenali").get(f"{ALL}{path}", status=403)


# ---- making ----


def test_a_role_is_made_with_its_limits_and_the_journal_knows(house, admin):
    page = post(admin, f"{ALL}/new", 303, **FULL).follow()
    assert "Le rôle est créé" in page
    limits = Limits(1000, 0, False, True, ("BU",), ("scd", "sport"), (1320, 390))
    assert stored(house, "alertes") == ("Alertes", ("institution:view", "campaign:compose"), limits)
    assert journal(house) == [("role.made", "/roles/alertes")]


def test_the_sender_ids_of_a_shared_contract_are_those_that_one_may_show(house, admin):
    def ask(root):
        shared = find(root, "/brokers/commun")
        for word, institution, state in (
            ("SIEN", "paris1", "accepted"),
            ("AUTRE", "nice", "accepted"),
            ("DEMANDE", "paris1", "requested"),
        ):
            shared.put_sender(SenderId(word, institution, state))

    house.run(ask)
    page = admin.get(f"{scenes.PARIS}/roles/new")
    assert "SIEN" in page
    assert "AUTRE" not in page
    assert "DEMANDE" not in page


def test_a_role_is_copied_with_its_limits_and_without_its_title(admin):
    form = main_form(admin.get(f"{ALL}/new?copy=guichet"))
    assert (form["title"].value, form["audience"].value, form["daily"].value) == ("", "30", "500")
    assert [one.value for one in form.fields["hours"]] == ["08:00", "18:00"]
    form["title"] = "Guichet du soir"
    form.submit(status=303)
    form = main_form(admin.get(f"{ALL}/new?copy=approver"))
    ticked = [one._value for one in form.fields["permissions"] if one.checked]
    assert set(ticked) == set(ROLES["approver"])
    assert not [
        one
        for one in main_form(admin.get(f"{ALL}/new?copy=gone")).fields["permissions"]
        if one.checked
    ]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", ""),
        ("title", "x" * 81),
        ("title", "Sender"),
        ("title", "group sender"),
        ("title", "ÉMETTEUR"),
        ("title", "guichet"),
        ("permissions", []),
        ("permissions", ["platform:operate"]),
        ("permissions", ["campaign:shred"]),
        ("audience", "0"),
        ("audience", "many"),
        ("daily", "-1"),
        ("sender_ids", ["Autre"]),
        ("accounts", ["gone"]),
        ("hours", ["08:00", ""]),
        ("hours", ["08:00", "08:00"]),
        ("hours", ["25:00", "8h"]),
        ("hours", ["8h", "9h"]),
        ("hours", ["01:00", "02:00", "03:00"]),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_the_rest_stays(house, admin, field, typed):
    page = post(admin, f"{ALL}/new", 422, **FULL | {field: typed})
    assert page.html.select_one(f"#{field}-error")
    if field != "title":
        assert page.html.select_one("#title")["value"] == "Alertes"
    assert "alertes" not in paris(house, lambda paris: list(paris["roles"]))
    assert journal(house) == []


def test_a_role_cannot_permit_more_than_its_maker_may(house, admin):
    deputy = house.person("mcomptes")
    page = deputy.get(f"{ALL}/new?copy=approver")
    assert "vous ne l’avez pas" in page.text
    page = post(deputy, f"{ALL}/new", 422, title="Alertes", permissions=["number:view"])
    assert page.html.select_one("#permissions-error")
    post(deputy, f"{ALL}/new", 303, title="Alertes", permissions=["institution:view"])


def test_a_role_cannot_be_wider_than_its_makers_own(house, admin):
    bound = (P.INSTITUTION_VIEW, P.ROLE_MANAGE, P.CAMPAIGN_COMPOSE)
    paris(house, lambda paris: paris["roles"].add("bound", Role("Lié", bound, BOUND)) and None)
    paris(house, lambda paris: paris.grants.give("person:mcomptes", "bound"))
    wide = {"title": "Large", "permissions": "campaign:compose", "accounts": "scd"}
    page = post(house.person("mcomptes"), f"{ALL}/new", 422, **wide)
    told = [one["href"] for one in page.html.select("#problems a")]
    wider = ("audience", "daily", "free_text", "typed_numbers", "sender_ids", "hours")
    assert told == [f"#{FIELDS.get(name, name)}" for name in wider]
    assert all(page.html.select_one(where) for where in told)


def test_a_new_role_never_gets_the_name_that_somebody_still_holds(house, admin):
    paris(house, lambda paris: paris.grants.give("person:zlefevre", "alertes"))
    post(admin, f"{ALL}/new", 303, **FULL)
    assert stored(house, "alertes") is None
    assert stored(house, "alertes-2")


# ---- changing ----


def test_a_role_is_changed_for_all_who_have_it(house, admin):
    page = post(admin, f"{ALL}/guichet/", 303, **FULL).follow()
    assert "Le rôle est modifié" in page
    title, permissions, limits = stored(house, "guichet")
    assert (title, permissions, limits.hours, limits.daily) == (
        "Alertes",
        tuple(FULL["permissions"]),
        (1320, 390),
        0,
    )
    assert journal(house) == [("role.changed", "/roles/guichet")]
    assert "Changé par Jeanne Fontaine" in admin.get(f"{ALL}/guichet/")


def test_the_form_as_it_comes_changes_nothing(house, admin):
    before = stored(house, "guichet")
    main_form(admin.get(f"{ALL}/guichet/")).submit(status=303)
    assert stored(house, "guichet") == before
    assert journal(house) == []


def test_who_saves_second_sees_what_the_first_changed(house, admin):
    late = main_form(admin.get(f"{ALL}/guichet/"))
    post(
        house.person("admin"),
        f"{ALL}/guichet/",
        303,
        **FULL | {"accounts": ["sport"], "permissions": ["reply:view"]},
    )
    late["audience"] = "10"
    page = late.submit(status=409)
    told = page.html.select_one(".notice.uncertain").text
    for word in ("1000", "Sport et culture", "22:00, 06:30", "Lire les réponses reçues."):
        assert word in told
    assert stored(house, "guichet")[2].audience == 1000


def test_a_change_needs_what_the_role_permitted_and_what_it_will(house, admin):
    deputy = house.person("mcomptes")
    for permissions in (["institution:view"], ["institution:view", "number:view"]):
        page = post(deputy, f"{ALL}/guichet/", 422, title="Guichet", permissions=permissions)
        assert page.html.select_one("#permissions-error")
    assert stored(house, "guichet")[1] == ("institution:view", "campaign:compose")


def test_a_change_leaves_somebody_who_can_give_roles(house, admin):
    paris(house, lambda paris: paris.grants.withdraw("person:admin", "administrator"))
    page = post(
        house.person("mcomptes"),
        f"{ALL}/keeper/",
        422,
        title="Gardien",
        permissions=["institution:view"],
    )
    assert (
        "plus personne ne pourrait donner de rôles"
        in page.html.select_one("#permissions-error").text
    )
    assert stored(house, "keeper")[0] == "Gardien des rôles"


def test_what_the_role_names_and_is_gone_is_shown_and_kept(house, admin):
    gone = Limits(sender_ids=("Ancien",), accounts=("gone",))
    paris(house, lambda paris: setattr(paris["roles"]["guichet"], "limits", tuple(gone)))
    form = main_form(admin.get(f"{ALL}/guichet/"))
    assert "gone (n’existe plus)" in admin.get(f"{ALL}/guichet/")
    form.submit(status=303)
    assert stored(house, "guichet")[2] == gone


# ---- deleting ----


def remove(app, name, **options):
    page = app.get(f"{ALL}/{name}/")
    return next(form for form in page.forms.values() if form.action.endswith("/remove")).submit(
        **options
    )


def test_a_role_that_nobody_has_is_deleted(house, admin):
    assert "Le rôle est supprimé" in remove(admin, "guichet", status=303).follow()
    assert stored(house, "guichet") is None
    assert journal(house) == [("role.removed", "/roles")]


def test_a_role_that_somebody_has_stays_and_they_are_named(house, admin):
    def many(paris):
        paris.grants.give("group:l2-histoire", "guichet", "accounts/scd")
        for number in range(30):
            paris.grants.give(f"person:p{number:02}", "guichet")

    paris(house, many)
    page = remove(admin, "guichet", status=409)
    told = page.html.select_one(".notice.failed").text
    assert "Groupe L2 Histoire · le compte Bibliothèques (SCD)" in " ".join(told.split())
    assert "et 11 autres" in told
    assert stored(house, "guichet")
    assert main_form(page).action.endswith("/guichet/")
    assert journal(house) == []


def test_a_role_that_may_do_more_is_not_deleted(house, admin):
    page = remove(house.person("mcomptes"), "guichet", status=403)
    assert "choisir ses destinataires" in page.html.select_one(".notice.failed").text
    assert stored(house, "guichet")


def test_what_a_role_is_for_is_told_where_it_is_given(house, admin):
    post(admin, f"{ALL}/new", 303, **FULL, about="Pour  les alertes de la nuit")
    assert (
        admin.get(f"{ALL}/").html.select_one("summary .about").text == "Pour les alertes de la nuit"
    )
    choices = admin.get(f"{scenes.PARIS}/rights-give").html.select("#role .choice")
    told = {choice.input["value"]: choice.select_one(".about").text for choice in choices}
    assert told["alertes"] == "Pour les alertes de la nuit"
    assert told["guichet"] == "Rôle de votre établissement."
    assert told["sender"].startswith("Écrit à des personnes")
    copied = main_form(admin.get(f"{ALL}/new?copy=alertes"))
    assert copied["about"].value == "Pour les alertes de la nuit"
    post(admin, f"{ALL}/alertes/", 422, **FULL, about="x" * 201)


def test_the_button_that_deletes_a_role_names_it(admin):
    button = admin.get(f"{ALL}/guichet/").html.select_one("details.ask .danger.sure")
    assert button.text.replace("\u202f", " ") == "Supprimer « Guichet »"
