"""The choices made of a file: its conditions, added, ticked, typed and refused."""

import pytest
from import_page import add, choices, record, text, tick, upload


def test_a_condition_on_values_is_added_ticked_and_removed(house, small):
    page = add(small, 3, "is")
    assert page.status_int == 200
    assert "Condition 1" in text(page)
    form = choices(page)
    tick(form, "Etudiant L")
    page = form.submit("action", value="count").follow()
    assert record(house, page)(lambda one: one.rule) == ((3, "is", ("Etudiant L",), -1),)
    assert "Écrire à 1 personne" in text(page)
    page = choices(page).submit("action", value="remove-0").follow()
    assert record(house, page)(lambda one: one.rule) == ()


def test_other_values_may_be_typed_and_stay(house, small):
    form = choices(add(small, 3, "is_not"))
    tick(form, " enseignant ")
    form = choices(form.submit("action", value="count").follow())
    assert [box._value for box in form.fields["value-0"][:-1] if box.checked] == ["Enseignant"]
    form.fields["value-0"][-1].value = "Lecteur"
    form = choices(form.submit("action", value="count").follow())
    page = form.submit("action", value="count").follow()
    assert record(house, page)(lambda one: one.rule) == (
        (3, "is_not", ("Enseignant", "Lecteur"), -1),
    )


def test_rare_values_are_shown_once_asked_for(house, librarian):
    rows = "".join(f"v{number};0639980001\n" * (2 if number < 31 else 1) for number in range(32))
    answer = upload(librarian, "Valeur;Mobile\n" + rows)
    house.worker.drain()
    form = choices(add(answer.follow(), 0, "is"))
    assert len(form.fields["value-0"]) == 31
    tick(form, "V31")
    page = form.submit("action", value="count").follow()
    assert choices(page).fields["value-0"][-2]._value == "V31"
    assert text(page).count('class="choice"') == 31


def test_dates_are_counted_from_a_day_that_may_be_changed(house, small):
    page = add(small, 7, "days_before")
    form = choices(page)
    form["day"], form["days-0"] = "2026-11-20", "1"
    page = form.submit("action", value="count").follow()
    assert record(house, page)(lambda one: (one.day, one.rule)) == (
        "2026-11-20",
        ((7, "days_before", 1, -1),),
    )
    assert choices(page)["day"].value == "2026-11-20"
    assert "date illisible" in text(page)
    assert "31/02/2026" in text(page)


def test_today_itself_is_no_choice(house, small):
    page = add(small, 7, "since")
    assert record(house, page)(lambda one: one.day) == ""
    assert choices(page).submit("action", value="count").status_int == 303
    assert record(house, page)(lambda one: one.day) == ""


def test_the_difference_of_two_dates_proposes_the_other_date(house, small):
    page = add(small, 6, "days_apart")
    assert choices(page)["other-0"].value == "7"
    assert record(house, page)(lambda one: one.rule) == ((6, "days_apart", 14, 7),)


@pytest.mark.parametrize(
    ("column", "operator", "field", "value", "rule"),
    [
        (1, "contains", "text-0", "roux", (1, "contains", "roux", -1)),
        (5, "filled", None, None, (5, "filled", "", -1)),
        (5, "blank", None, None, (5, "blank", "", -1)),
        (7, "days_after", "days-0", "3", (7, "days_after", 3, -1)),
        (7, "longer_ago", "days-0", " 8 ", (7, "longer_ago", 8, -1)),
    ],
)
def test_each_kind_of_condition_has_its_fields(house, small, column, operator, field, value, rule):
    form = choices(add(small, column, operator))
    if field:
        form[field] = value
    page = form.submit("action", value="count").follow()
    assert record(house, page)(lambda one: one.rule) == (rule,)


@pytest.mark.parametrize(
    ("operator", "changes", "sentence"),
    [
        ("is", {}, "Condition 1 : indiquez une valeur"),
        ("days_before", {"days-0": ""}, "Condition 1 : indiquez une valeur"),
        ("days_apart", {"other-0": ""}, "Condition 1 : choisissez l'autre date"),
        ("is", {"condition-0": "99:is"}, "Condition 1 : retirez-la"),
        ("is", {"condition-0": "x"}, "Condition 1 : retirez-la"),
        ("days_before", {"day": "hier"}, "La date qui remplace aujourd'hui n'existe pas"),
        ("filled", {"key": "99"}, "Une colonne choisie n'existe pas"),
    ],
)
def test_what_is_incomplete_or_forged_is_told_and_changes_nothing(
    house, small, operator, changes, sentence
):
    form = choices(add(small, 7, operator))
    for name, value in changes.items():
        form[name].force_value(value)
    before = record(house, small)(lambda one: (one.rule, one.day))
    page = form.submit("action", value="count", status=422)
    assert sentence in text(page)
    assert 'role="alert"' in page
    assert record(house, small)(lambda one: (one.rule, one.day)) == before


def test_twenty_conditions_are_enough(small):
    page = small
    for _ in range(20):
        page = add(page, 1, "filled")
    assert "new-column" not in choices(page).fields
    assert (
        choices(page).submit("action", value="add").follow().text.count('class="condition"') == 20
    )
