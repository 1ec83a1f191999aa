"""Filters made of what people type: nothing typed is ever a part of their form."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.addons.directories.ldap import filters
from unisms.sms.names import words

NAMES = ("cn", "mail")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a*b", "a\\2ab"),
        ("(x)", "\\28x\\29"),
        ("a\\b", "a\\5cb"),
        ("a\0b", "a\\00b"),
        ("é{}=", "é{}="),
    ],
)
def test_the_signs_of_rfc_4515_are_escaped(value, written):
    assert filters.escaped(value) == written


@given(st.text(max_size=30))
def test_a_value_is_read_back_as_it_was(value):
    written = filters.escaped(value)
    assert not set("*()\0") & set(written)
    assert re.sub(r"\\([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), written) == value


@given(st.text(max_size=40))
def test_whatever_is_searched_the_filter_is_balanced(text):
    written = filters.with_words(text, NAMES)
    depth = 0
    for sign in written:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0


@pytest.mark.parametrize(
    ("text", "patterns"),
    [("lefevre", {"*l*f*vr*"}), ("thomas", {"*th*m*"}), ("é", {"*e*", "*é*", "*è*", "*ê*", "*ë*"})],
)
def test_letters_that_may_have_an_accent_are_wildcards_or_each_accent(text, patterns):
    assert {*re.findall(r"\(cn=([^()]*)\)", filters.with_words(text, NAMES))} == patterns


def test_a_short_word_has_no_more_spellings_than_a_server_takes():
    assert filters.with_words("eaeiouy", ("cn",)).count("(cn=") == filters.MOST_SPELLINGS


@given(st.text(max_size=20))
def test_what_is_found_has_each_word(text):
    assert filters.has_words(text, [text]) or not words(text)
    assert filters.has_words("", [text])


def test_accents_and_capitals_are_no_matter():
    assert filters.has_words("lefevre ZOE", ["Zoé Lefèvre"])
    assert not filters.has_words("roux", ["Zoé Lefèvre", ""])


def test_parentheses_that_people_forget_are_added():
    assert filters.both("uid=a", "", "(b=c)") == "(&(uid=a)(b=c))"
    assert filters.any_of([filters.equal("uid", "a*")]) == "(|(uid=a\\2a))"
