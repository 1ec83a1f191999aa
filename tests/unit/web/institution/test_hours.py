"""The hours and days on which messages leave, by kind of purpose."""

import pytest
import scenes

from unisms.model.folder import find
from unisms.services.rules import timetables

PAGE = f"{scenes.PARIS}/hours"


def stored(house, read):
    return house.run(lambda root: read(find(root, scenes.PARIS)))


def form_of(app):
    return next(form for form in app.get(PAGE).forms.values() if "region" in form.fields)


def save(app, status=303, **typed):
    form = form_of(app)
    for name, value in typed.items():
        if isinstance(value, tuple):
            for place, one in enumerate(value):
                form.set(name, one, place)
        else:
            form[name].force_value(value)
    return form.submit(status=status)


def test_a_new_institution_has_the_hours_of_the_charter_for_themes_and_partners(admin):
    form = form_of(admin)
    assert [field.value for field in form.fields["hours_theme"]] == ["21:30", "08:00"]
    assert [field.checked for field in form.fields["closed_partner"]] == [True] * 3
    assert [field.checked for field in form.fields["closed_service"]] == [False] * 3
    assert (form["undo"].value, form["growth"].value, form["region"].value) == ("100", "20", "FR")


def test_what_is_saved_is_shown_again(house, admin):
    save(
        admin,
        hours_theme=("22:00", "9:00"),
        closed_service=(False, True, True),
        region="FR-57",
        closures="24/12/2026 au 03/01/2027\n\n2027-05-07\n1er mai 2027",
        undo="500",
        growth="5",
    )
    form = form_of(admin)
    assert [field.value for field in form.fields["hours_theme"]] == ["22:00", "09:00"]
    assert [field.checked for field in form.fields["closed_service"]] == [False, True, True]
    assert form["closures"].value.splitlines() == [
        "2026-12-24 → 2027-01-03",
        "2027-05-07",
        "2027-05-01",
    ]
    assert stored(house, timetables.closures_of) == (
        ("2026-12-24", "2027-01-03"),
        ("2027-05-07", "2027-05-07"),
        ("2027-05-01", "2027-05-01"),
    )
    assert stored(house, lambda it: timetables.hours_of(it, "theme").closed) == timetables.DAYS
    assert stored(house, lambda it: timetables.number_of(it, "undo")) == 500


def test_defaults_are_not_stored(house, admin):
    save(admin, undo="500")
    save(admin, undo="100")
    assert stored(house, lambda it: it.timetable) == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("closures", "demain"),
        ("closures", "03/01/2027 au 24/12/2026"),
        ("closures", "\n".join(["2027-05-07"] * 41)),
        ("hours_theme", ("22:00", "")),
        ("region", "DE"),
        ("undo", "beaucoup"),
        ("growth", "-1"),
    ],
)
def test_what_means_nothing_is_told_by_its_field(admin, field, value):
    page = save(admin, status=422, **{field: value})
    assert page.html.select_one(f"#problems a[href='#{field}']")
