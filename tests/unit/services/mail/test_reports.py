"""A bounce is read, whatever wrote it, and nothing in it stops the reading."""

import pytest
import reports as samples
from hypothesis import given
from hypothesis import strategies as st

from unisms.services.mail import causes, reports

NAME, MARK = "1800000000abcdef01", "0123456789abcdef"
TO = f"bounce+{NAME}-{MARK}@univ.fr"


def test_a_report_tells_its_mail_its_status_and_the_words():
    told = reports.read(samples.postfix(TO))
    assert told == ((NAME, MARK), True, True, "5.1.1", "smtp; 550 5.1.1 User unknown")


@pytest.mark.parametrize(
    ("status", "words", "told"),
    [
        ("5.0.0", "", "5.0.0"),
        ("5.0.0", "smtp; 550 5.1.1 User unknown", "5.1.1"),
        ("5.0.0", "smtp; 550 User unknown", "5.0.0"),
        ("5.0.0", "smtp; 554 Refused", "5.0.0"),
        ("5.0.0", "X-Unix; 67", "5.0.0"),
        ("4.0.0", "smtp; 450 4.2.2 over quota", "4.2.2"),
        ("5.2.1", "smtp; 550 whatever", "5.2.1"),
        ("nonsense", "", "5.0.0"),
    ],
)
def test_the_words_of_a_server_know_better_than_a_status_that_says_nothing(status, words, told):
    assert reports.read(samples.postfix(TO, status=status, words=words)).status == told


def test_a_report_of_an_address_beyond_ascii_is_read_alike():
    octets = samples.postfix(TO).replace(b"message/delivery", b"Message/Global-delivery")
    assert reports.read(octets).status == "5.1.1"


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_what_is_still_under_way_has_no_status(action):
    told = reports.read(samples.postfix(TO, action))
    assert (told.is_status, told.status) == (True, "")


@pytest.mark.parametrize("header", reports.ADDRESSED)
def test_its_mail_is_told_by_any_header_by_the_envelope_or_by_what_is_returned(header):
    assert reports.read(f"{header}: {TO}\n\nx".encode()).token == (NAME, MARK)
    assert reports.read(b"To: bounce@univ.fr\n\nx", TO).token == (NAME, MARK)
    assert reports.read(f"To: x@univ.fr\n\nReturn-Path: <{TO}>".encode()).token == (NAME, MARK)
    assert reports.read(b"To: bounce@univ.fr\n\nx").token is None


def test_an_answer_of_a_program_is_told():
    told = reports.read(samples.ANSWER.format(to=TO).encode())
    assert (told.is_answer, told.is_status) == (True, False)
    assert not reports.read(samples.TEXT.format(to=TO).encode()).is_answer


@given(st.binary(), st.binary())
def test_nothing_that_comes_back_stops_the_reading(before, after):
    reports.read(before + samples.postfix(TO)[:600] + after)
    reports.read(samples.postfix(TO).replace(b"Reporting-MTA", before))


@pytest.mark.parametrize("words", ["Unrouteable address", "no such user here"])
def test_what_is_told_to_people_alone_is_read_where_the_report_has_no_words(words):
    octets = samples.postfix(TO, status="5.0.0", words="").replace(
        b"be delivered.", f"be delivered:\n\n  gone@univ.fr\n    {words}".encode()
    )
    told = reports.read(octets)
    assert (told.status, told.words) == ("5.0.0", f"gone@univ.fr {words}")
    assert causes.cause_of(told.status, told.words) == causes.RECIPIENT


def test_a_report_without_a_text_for_people_has_no_words():
    octets = samples.postfix(TO, words="").replace(b"text/plain", b"multipart/mixed; boundary=c")
    assert reports.read(octets).words == ""
    assert reports.read(samples.postfix(TO, words="").replace(b"text/plain", b"x/y")).words == ""
