"""The addresses that bounces come back to."""

import pytest
from factories import NOW, make_institution

from unisms.services.mail import envelopes

NAME = "1800000000abcdef01"


def test_an_address_tells_its_mail_whatever_its_capitals(root):
    paris = make_institution(root)
    mark = envelopes.mark_of(paris, NAME)
    told = envelopes.return_address("bounce@univ.fr", NAME, mark)
    assert envelopes.token_in(f"To: <{told}>") == (NAME, mark)
    assert envelopes.token_in(told.upper()) == (NAME, mark)
    assert len(told.partition("@")[0]) <= 64  # RFC 5321, section 4.5.3.1.1


def test_each_holder_and_each_mail_has_another_mark(root):
    paris = make_institution(root)
    other = make_institution(root, "lyon")
    marks = {envelopes.mark_of(one, name) for one in (root, paris, other) for name in (NAME, "b")}
    assert len(marks) == 6


@pytest.mark.parametrize("text", ["", "bounce@univ.fr", "bounce+1800000000abcdef01@univ.fr"])
def test_another_address_tells_nothing(text):
    assert envelopes.token_in(text) is None


def test_where_nobody_reads_bounces_there_is_none():
    assert envelopes.return_address("", NAME, str(NOW)) == ""
