"""The rules for all messages of an institution."""

import json

import pytest
import scenes

from unisms.model.folder import find
from unisms.services.people import consent
from unisms.services.rights import rights

PAGE = f"{scenes.PARIS}/policies"


def stored(house, name):
    return house.run(lambda root: getattr(find(root, scenes.PARIS), name))


def save(app, quiet=None, status=303, **typed):
    form = app.get(PAGE).forms[1]
    for name, value in typed.items():
        form[name].force_value(value)
    for place, value in enumerate(quiet or ()):
        form.set("quiet_hours", value, place)
    return form.submit(status=status)


def test_every_rule_is_saved_and_shown_again(house, admin):
    rules = {
        "consent": "said_yes",
        "foreign_numbers": "refuse",
        "foreign_price": "0,125",
    }
    save(admin, ("21:00", "7:30"), **rules)
    form = admin.get(PAGE).forms[1]
    assert {name: form[name].value for name in rules} == rules
    assert [field.value for field in form.fields["quiet_hours"]] == ["21:00", "07:30"]
    names = ("consent", "quiet_hours", "foreign_numbers", "foreign_price")
    assert [stored(house, name) for name in names] == [
        "said_yes",
        (1260, 450),
        "refuse",
        125_000,
    ]


def test_each_purpose_has_its_policy_and_the_default_is_not_stored(house, admin):
    assert admin.get(PAGE).forms[1]["policy_emergency"].value == "overrides"
    save(admin, policy_theme="opt_out", policy_emergency="opt_in")
    form = admin.get(PAGE).forms[1]
    names = ("policy_theme", "policy_partner", "policy_emergency")
    assert [form[name].value for name in names] == ["opt_out", "opt_in", "opt_in"]
    assert stored(house, "policies") == (("theme", "opt_out"), ("emergency", "opt_in"))
    save(admin, policy_theme="opt_in", policy_emergency="")
    assert stored(house, "policies") == ()
    save(admin, status=422, policy_theme="overrides")


def test_a_line_a_message_is_kept_where_somebody_switches_it_on(house, admin):
    assert not admin.get(PAGE).forms[1]["keeps_history"].checked
    form = admin.get(PAGE).forms[1]
    form["keeps_history"] = True
    form.submit(status=303)
    assert stored(house, "keeps_history")
    assert admin.get(PAGE).forms[1]["keeps_history"].checked


def test_who_saves_second_keeps_what_they_typed_and_takes_over_what_they_left_alone(house, admin):
    late = admin.get(PAGE).forms[1]
    save(house.person("admin"), ("21:00", "7:30"), consent="said_yes", foreign_price="0,30")
    late["foreign_price"] = "0,40"
    page = late.submit(status=409)
    told = page.html.select_one(".notice.uncertain").text
    assert "Seulement aux personnes qui ont accepté" in told
    assert "said_yes" not in told
    form = page.forms[1]
    assert (form["foreign_price"].value, form["consent"].value) == ("0,40", "said_yes")
    assert [field.value for field in form.fields["quiet_hours"]] == ["21:00", "07:30"]
    form.submit(status=303)
    assert (stored(house, "foreign_price"), stored(house, "consent")) == (400_000, "said_yes")


def test_the_journal_tells_them_as_people_write_them(house, admin):
    save(admin, ("21:00", "7:30"), foreign_price="1")
    [entry] = [one for one in stored(house, "audit").waiting() if one.verb == "policies.changed"]
    assert json.loads(entry.before) == {"foreign_price": "", "quiet_hours": []}
    assert json.loads(entry.after) == {"foreign_price": "1,00", "quiet_hours": ["21:00", "07:30"]}
    assert "Changé par Jeanne Fontaine" in admin.get(PAGE)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("consent", "nobody"),
        ("foreign_numbers", ""),
        ("foreign_price", "-1"),
        ("foreign_price", "cher"),
        ("foreign_price", "0,1234567"),
        ("quiet_hours", ("21:00", "")),
        ("quiet_hours", ("21:00", "21:00")),
        ("quiet_hours", ("25:00", "7:00")),
        ("quiet_hours", ("tard", "tôt")),
    ],
)
def test_a_slip_changes_nothing_and_is_told(house, admin, name, typed):
    before = stored(house, name)
    page = (
        save(admin, typed, status=422)
        if name == "quiet_hours"
        else save(admin, status=422, **{name: typed})
    )
    assert page.html.select_one(f"#{name}-error")
    assert stored(house, name) == before


@pytest.mark.parametrize(
    ("typed", "kept"), [("", 0), ("0", 0), ("0,12 €", 120_000), ("0.0005", 500), ("12", 12_000_000)]
)
def test_a_price_may_be_written_in_several_ways(house, admin, typed, kept):
    save(admin, foreign_price=typed)
    assert stored(house, "foreign_price") == kept


def test_quiet_hours_are_taken_away_again(house, admin):
    save(admin, ("21:00", "7:30"))
    save(admin, ("", ""))
    assert stored(house, "quiet_hours") == ()


def test_who_has_not_agreed_is_set_aside_and_the_check_says_why(house, admin):
    save(admin, consent="said_yes")

    def agree(root):
        consent.accept(
            rights.person(
                find(root, scenes.PARIS),
                next(iter(find(root, f"{scenes.PARIS}/groups/l2-histoire").uids)),
            ),
            next(iter(find(root, f"{scenes.PARIS}/groups/l2-histoire").uids)),
            1,
        )

    house.run(agree)
    path = house.run(scenes.checked)
    page = house.person("zlefevre").get(f"{path}/check")
    assert "n’a pas donné son accord" in page
    assert "Envoyer à 1 personne" in page


def test_others_do_not_see_the_rules(house):
    house.person("abenali").get(PAGE, status=403)


def test_no_period_stands_here_and_the_one_that_is_told_is_the_one_that_is_set(house, admin):
    house.run(lambda root: setattr(find(root, scenes.PARIS), "periods", (("history", 200),)))
    page = admin.get(PAGE)
    assert "retention" not in page.forms[1].fields
    assert "et après 200 jours" in " ".join(page.text.replace("\xa0", " ").split())
    assert page.html.select_one(f"main a[href='{scenes.PARIS}/keeping']")
