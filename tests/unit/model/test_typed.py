"""Forms that somebody has typed, as they are stored."""

from factories import NOW

from unisms.model.typed import TypedForm


def test_what_is_typed_takes_the_place_of_what_was():
    form = TypedForm("/institutions/paris1/campaigns", "compose")
    assert (form.fields, form.edition, form.saved_at, form.page) == ((), 0, 0, "")
    for text in ("Bonjour", "Bonsoir"):
        form.write([("text", text)], NOW)
    assert (form.fields, form.edition, form.saved_at) == ((("text", "Bonsoir"),), 2, NOW)


def test_a_field_is_read_by_its_name():
    form = TypedForm("/", "maintenance")
    form.write([("said", "À midi"), ("said", "À une heure")], NOW)
    assert (form.value("said"), form.value("until")) == ("À midi", "")
