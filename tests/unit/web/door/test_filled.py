"""A page whose form is filled in again with what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from webtest import TestResponse

from unisms.web.door.filled import fill

HEAD = (
    '<!doctype html>\n<html lang="fr"><head><!-- head --><title>A &amp; '
    "B&nbsp;&#8239;</title></head><body>"
)


def page(form, around=""):
    return f"{HEAD}{around}{form}<p>a &lt; b</p><br/></body></html>"


def filled(form, *fields, path="/x", address="/x", around=""):
    return fill(page(form, around), path, address, fields)


def forms(text):
    return TestResponse(text, content_type="text/html", charset="utf-8").forms


def test_a_page_without_that_form_stays_as_it_is():
    text = page(
        '<form method="get" action="/x"><input name="a"></form><form method="post" '
        'action="/y"></form>'
    )
    assert fill(text, "/x", "/x", (("a", "1"),)) == text


def test_what_is_not_filled_in_is_written_as_it_was():
    text = page(
        '<form method="post"><select '
        'name="s"><option>1</option></select><p>a&nbsp;&#233;</p></form>'
    )
    assert fill(text, "/x", "/x", ()) == text


@pytest.mark.parametrize(
    "form",
    [
        '<form method="post">{}</form>',
        '<form method="POST" action="">{}</form>',
        '<form method="post" action="/x/">{}</form>',
        '<form method="post" action="/x?a=b#c">{}</form>',
    ],
)
def test_a_form_is_known_by_where_it_is_sent(form):
    text = filled(form.format('<input name="a">'), ("a", 'é"<&'))
    assert forms(text)[0]["a"].value == 'é"<&'


def test_each_kind_of_field_is_filled():
    form = """<form method="post"><input name="csrf_token" type="hidden" value="new">
    <input type="hidden" name="seen" value="1">
    <input name="a" value="old"><input name="a" value="old2" disabled>
    <textarea name="t" rows="3">
old &amp; old</textarea><textarea name="u">kept</textarea>
    <input type="checkbox" name="c" value="1" checked><input type="checkbox" name="c" value="2">
    <input type="checkbox" name="d"><input type="radio" name="r" value="x" checked>
    <input type="radio" name="r" value="y">
    <select name="s"><option value="1" selected>Un</option><option value="2">Deux</option></select>
    <select name="gone"><option value="1" selected>Un</option></select>
    <input type="password" name="p"><input type="file" name="f">
    <button name="b" value="1">Go</button></form>"""
    typed = [
        ("csrf_token", "old"),
        ("seen", "0"),
        ("a", "1"),
        ("a", "2"),
        ("t", "\n<b>"),
        ("c", "2"),
        ("d", "on"),
    ]
    text = filled(form, *typed, ("r", "y"), ("s", "2"), ("gone", "9"), ("p", "secret"), ("b", "2"))
    assert "secret" not in text
    again = forms(text)[0]
    assert (again["csrf_token"].value, again["seen"].value) == ("new", "0")
    assert [field.value for field in again.fields["a"]] == ["1", "2"]
    assert (again["t"].value.strip("\n"), again["u"].value) == ("<b>", "kept")
    assert [box.checked for box in (*again.fields["c"], *again.fields["d"])] == [False, True, True]
    assert (again["r"].value, again["s"].value, again["gone"].value) == ("y", "2", "1")
    assert text.endswith("<p>a &lt; b</p><br/></body></html>")


def test_of_several_forms_that_go_to_one_place_the_one_is_filled_that_has_most_of_it():
    other = '<form method="post"><input name="search"><input name="a"></form>'
    text = filled(
        '<form method="post"><input name="a"><input name="b"></form>',
        ("a", "1"),
        ("b", "2"),
        around=other,
    )
    first, second = forms(text)[0], forms(text)[1]
    assert (first["a"].value, second["a"].value, second["b"].value) == ("", "1", "2")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_whatever_is_typed_leaves_the_page_whole(typed):
    form = '<form method="post"><input name="a"><textarea name="t"></textarea></form>'
    text = filled(form, ("a", typed), ("t", typed))
    again = forms(text)[0]
    assert (again["a"].value, len(forms(text))) == (typed, 1)
    assert text.endswith("</textarea></form><p>a &lt; b</p><br/></body></html>")
