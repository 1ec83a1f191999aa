"""The page of periods."""

import pytest
import scenes

from unisms.model.folder import find
from unisms.services.rules import periods

KEEPING = f"{scenes.PARIS}/keeping"


def form(page):
    return next(one for one in page.forms.values() if "kept_journal" in one.fields)


def test_each_period_is_shown_with_its_bounds_and_changed(house, admin):
    page = form(admin.get(KEEPING))
    assert (page["retention"].value, page["kept_journal"].value) == ("90", "1096")
    page["kept_journal"], page["retention"] = "400", "30"
    page.submit(status=303)

    def look(root):
        paris = find(root, scenes.PARIS)
        return paris.retention, periods.days_of(paris, periods.JOURNAL), paris.periods

    assert house.run(look) == (30, 400, (("journal", 400),))
    assert form(admin.get(KEEPING))["kept_journal"].value == "400"


def test_a_refusal_is_kept_for_36_months_at_least(house, admin):
    page = form(admin.get(KEEPING))
    page["kept_refusals"] = "365"
    assert "1 096" in page.submit(status=422).text.replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize("typed", ["6", "366", "000000000090" + "9" * 10, "0" * 5_000, "many"])
def test_texts_are_kept_for_a_week_to_a_year(house, admin, typed):
    page = form(admin.get(KEEPING))
    page["retention"] = typed
    page.submit(status=422)
    assert house.run(lambda root: find(root, scenes.PARIS).retention) == 90
