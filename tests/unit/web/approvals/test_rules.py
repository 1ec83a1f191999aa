"""The rules of a yes on their pages: of the institution, and of an account; the absence."""

import time

import approval_scenes
import pytest
import scenes

from unisms.model.approvals import Absence, ApprovalRules, Manner
from unisms.model.folder import find
from unisms.services.approvals import upkeep

PARIS = scenes.PARIS
RULES, OF_ACCOUNT, ABSENCE = (
    f"{PARIS}/approval-rules",
    f"{PARIS}/accounts/scd/approval",
    f"{PARIS}/absence",
)


def form(page):
    return next(one for one in page.forms.values() if "seen" in one.fields)


def stored(house, place=PARIS):
    return house.run(lambda root: find(root, place).approval_rules)


def fill(page, **values):
    filled = form(page)
    for name, value in values.items():
        if isinstance(value, (list, tuple)):
            for field, one in zip(filled.fields[name], value, strict=True):
                field.value = one
        elif value is True:
            filled[name].checked = True
        else:
            filled[name] = value
    return filled


def test_what_waits_is_looked_at_anew_once_the_rules_change(house, admin):
    path = house.run(approval_scenes.awaiting)
    fill(admin.get(RULES), recipients="500").submit(status=303)
    due = house.run(lambda root: [*upkeep.waiting(root, int(time.time()) + 1)])
    assert due == [("tend_approval", path)]


def test_without_rules_nothing_is_stored(house, admin):
    form(admin.get(RULES)).submit(status=303)
    assert stored(house) is None


def test_each_rule_is_kept_and_shown_again(house, admin):
    filled = fill(
        admin.get(RULES),
        recipients="500",
        cost="12,50",
        groups="L2 Histoire\nm1-droit",
        by_role=True,
        people="abenali, zlefevre",
        night=("21:00", "07:00"),
        weekend=True,
        emergencies=True,
        approvers="admin",
        oneself=True,
        remind_after="2",
        escalate_after="6",
        expire_after="48",
        sites="https://Univ-Paris1.fr/\npantheonsorbonne.fr",
    )
    filled.fields["kinds"][0].checked = filled.fields["kinds"][2].checked = True
    page = filled.submit(status=303).follow()
    rules, manner = house.run(
        lambda root: (find(root, PARIS).approval_rules, find(root, PARIS).approval_manner)
    )
    assert ApprovalRules(*rules) == ApprovalRules(
        recipients=500,
        cost=12_500,
        audiences=(
            ("group", ""),
            ("import", ""),
            ("group", "l2-histoire"),
            ("group", "m1-droit"),
        ),
        by_role=True,
        people=("abenali", "zlefevre"),
        night=(21 * 60, 7 * 60),
        weekend=True,
        emergencies=True,
        approvers=("admin",),
    )
    assert Manner(*manner) == Manner(True, 2, 6, 48, ("univ-paris1.fr", "pantheonsorbonne.fr"))
    again = form(page)
    assert (again["cost"].value, again["groups"].value) == ("12,50", "l2-histoire\nm1-droit")
    assert [field.value for field in again.fields["night"]] == ["21:00", "07:00"]
    again.submit(status=303)
    assert stored(house) == rules


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"recipients": "-1"}, "Un nombre entier"),
        ({"cost": "beaucoup"}, "Un montant en euros"),
        ({"groups": "L9 Alchimie"}, "Ces groupes n’existent pas\u202f: L9 Alchimie."),
        ({"people": "nobody"}, "Ces identifiants ne sont pas dans l’annuaire\u202f: nobody."),
        ({"approvers": "zlefevre"}, "Ces personnes ne peuvent pas valider ici\u202f: zlefevre."),
        ({"night": ("21:00", "")}, "Deux heures différentes"),
        ({"sites": "pas un site"}, "Ce n’est pas un nom de site\u202f: pas un site."),
        ({"escalate_after": "99", "expire_after": "99"}, "Avant la fin de l’attente."),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(house, admin, values, sentence):
    page = fill(admin.get(RULES), **values).submit(status=422)
    assert sentence in page.text
    assert stored(house) is None


def test_an_account_has_rules_of_its_own_and_approvers(house, admin):
    def give(root):
        find(root, PARIS).grants.give("person:zlefevre", "approver", "accounts/scd")

    house.run(give)
    page = admin.get(f"{PARIS}/accounts/scd/settings")
    page = page.click(href="/accounts/scd/approval")
    assert "Seraient demandés aujourd’hui : Zoé Lefèvre" in " ".join(page.text.split())
    fill(page, recipients="50", approvers="zlefevre").submit(status=303)
    rules = ApprovalRules(*stored(house, f"{PARIS}/accounts/scd"))
    assert (rules.recipients, rules.approvers) == (50, ("zlefevre",))
    assert stored(house) is None


def test_the_page_says_where_nobody_could_approve(house, admin):
    def take_away(root):
        institution = find(root, PARIS)
        permitted = [*institution.permissions_of_roles()["administrator"]]
        from unisms.model.roles import Role

        kept = [one for one in permitted if one != "campaign:approve"]
        institution["roles"].add("administrator", Role("A", kept))

    house.run(take_away)
    assert "Personne ne peut valider" in admin.get(RULES).text


def test_the_journal_tells_who_changed_what(house, admin):
    fill(admin.get(RULES), recipients="500").submit(status=303)
    fill(admin.get(OF_ACCOUNT), recipients="50").submit(status=303)
    page = admin.get(f"{PARIS}/audit").html.select_one("main table").text
    assert "a modifié les validations" in page
    assert "a modifié les validations d’un compte" in page


def absent(house, uid="admin"):
    return house.run(lambda root: find(root, PARIS).awaiting.absence(uid))


def of_absence(page):
    return next(one for one in page.forms.values() if "deputy" in one.fields)


def test_an_approver_notes_an_absence_and_is_back(house, admin):
    page = admin.get(f"{PARIS}/preferences").click("Mon absence")
    filled = of_absence(page)
    filled["since"], filled["until"] = "2099-12-24", "2099-12-31"
    filled["deputy"] = "zlefevre"
    page = filled.submit(status=303).follow()
    assert "C’est enregistré" in page.text
    assert absent(house) == Absence("2099-12-24", "2099-12-31", "zlefevre")
    assert of_absence(page)["since"].value == "2099-12-24"
    back = next(one for one in page.forms.values() if one.action.endswith("/absence-end"))
    back.submit(status=303)
    assert absent(house) is None


def test_an_absence_that_makes_no_sense_is_said_at_its_fields(house, admin):
    filled = of_absence(admin.get(ABSENCE))
    filled["since"], filled["until"] = "2099-12-31", "2099-12-24"
    page = filled.submit(status=422)
    assert "Le dernier jour vient après le premier" in page.text
    assert of_absence(page)["since"].value == "2099-12-31"


def test_somebody_whom_no_role_lets_approve_has_no_form(house, secretary):
    page = secretary.get(ABSENCE)
    assert not [one for one in page.forms.values() if "deputy" in one.fields]
    assert "Mon absence" not in secretary.get(f"{PARIS}/preferences").text
    token = page.html.select_one("[name=csrf_token]")["value"]
    told = {"csrf_token": token, "since": "2099-12-24", "until": "2099-12-31", "deputy": ""}
    secretary.post(ABSENCE, told, status=403)
