"""Every reader of what comes from outside takes a time of the length that it reads, the defences
too.

Each is given its worst: what makes it look at the same characters again and again. The judge is no
clock but a ratio. Four times as much of it takes four times as long, sixteen times where the reader
goes over it again from each place; and it takes no longer than the same length of plain words, but
for a small factor.
"""

import contextlib
import io
import time

import pytest
from webob import Request

from unisms.model import named
from unisms.services.files import delimited, formulas, mixtures, texts
from unisms.services.imports import intake
from unisms.services.people import pasted
from unisms.services.tables import (
    columns,
    countries,
    dates,
    dialcodes,
    neighbours,
    rectangles,
    strangers,
    tables,
    title_words,
    totals,
    undivided,
)
from unisms.sms import encoding, msisdn, sender_id, strays, template, visible
from unisms.tasks.jobs import uncollected
from unisms.web.edge import doorstep
from unisms.web.forms.fields import Wrong
from unisms.web.people import people

SHORT = 1 << 14  # characters
TIMES = 4
SQUARE = TIMES**2 * 0.6  # of the ratio: what is read in a square comes near to ``TIMES**2``
#: seconds of the processor: a reader that takes no longer for the long text is quick enough
NOISE = 0.004
LOOKS = 4
FACTOR = 25  # times the plain words
PARTS = "multipart/form-data; boundary=x"


def spent(read, text):
    """Seconds of this thread that ``read(text)`` takes at the least."""
    best = 9e9
    with uncollected():  # the collector's time tells how much else there is
        for _ in range(3):
            began = time.thread_time()
            read(text)
            best = min(best, time.thread_time() - began)
    return best


def asked(**environ):
    request = Request.blank("/", environ=environ)
    doorstep.read_soon(request.environ)
    return request


def in_parts(content):
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    body = head + content.encode() + b"\r\n--x--\r\n"
    return Request.blank("/", content_type=PARTS, method="POST", body=body)


def refused(text):
    try:
        doorstep.refuse_odd_heads(in_parts(text))
    except doorstep.HTTPBadRequest:
        return True
    return False


def typed_email(text):
    with contextlib.suppress(Wrong):
        people.email("a@" + text)


def records(text):
    lines = list(io.StringIO(text, newline=""))
    return delimited.split(lines, delimited.delimiter_of(lines))


def table(text):
    with contextlib.suppress(tables.Unreadable):
        tables.read(b"Nom;Mobile\n" + text.encode())


LABELS = [
    ("Source", ""),
    ("Date d'édition", ":"),
    ("", "Source "),
    ("", "export du "),
    ("Total", ""),
    ("Total", "1 "),
    ("Somme", ""),
    ("", "page 1"),
    ("", "Total "),
    ("", "12 "),
]
WORDS = "Nom Prénom 0639980000 ; "
#: reader -> what it is given again and again, after what and before what
WORST = {
    "heads of parts": (
        refused,
        ["content-", "\ncontent-", "content-" * 249 + "\n", "content-x\r\n\n", "\r", "-\n"],
    ),
    "parts": (lambda text: in_parts(text).POST, ["--", "--x", "-", "\r", "; ", "--x--"]),
    "lines": (lambda text: doorstep._fields_and_lines(in_parts(text)), ["\n--", "&", "\n"]),
    "cookies": (
        lambda text: dict(asked(HTTP_COOKIE='a="' + text).cookies),
        ["a", "\\", '"', ";", 'a="', "="],
    ),
    "query": (lambda text: asked(QUERY_STRING=text).GET, ["%", "&", "=", "+", "a=b&", "%C3%A9"]),
    "languages": (
        lambda text: asked(HTTP_ACCEPT_LANGUAGE="fr" + text).accept_language,
        [",", "-", ";q=", " ", "a-"],
    ),
    "offers": (
        lambda text: asked(HTTP_ACCEPT="a/b" + text).accept,
        [",", ";", ';a="', "\\", "/", " "],
    ),
    "e-mail": (typed_email, ["@", "a.", "@.", "a@a."]),
    "kind of file": (lambda text: texts.kind_of(text.encode()), [" ", "<", "\n", "\0"]),
    "alphabet of a file": (
        lambda text: texts.decode(text.encode("latin-1")),
        [
            "é",
            "Ã©",
            "\xff",
            "a",
            "é\nÃ©\n",
            "Ã©é",
            "é\n",
            "a\0",
            "\0\0\0a",
            "\xed\xa0\x80",
            "\x92",
            "\x1a",
            "\r",
        ],
    ),
    "records": (
        records,
        [
            '"',
            '""',
            ';"',
            '"\n',
            'a;"b\n',
            '5";"x\n',
            'a;b\n"c\n',
            ' "',
            '; "a\n',
            '"a" b\n',
            "\r",
            ";\n",
        ],
    ),
    "converted twice": (
        lambda text: mixtures.undouble(text, [text]),
        ["Ã", "Ã©", "â€", "Â", "â€™é", "√®", "├", "ÃƒÂ", "Æ’"],
    ),
    "lines quoted as a whole": (
        lambda text: undivided.unquoted(text.splitlines(keepends=True)),
        ['"a;b"\n', '"', '""', '"a"', '"a,""b"\n', "a\n"],
    ),
    "lines broken in two": (
        lambda text: undivided.joined(text.splitlines(keepends=True), ";"),
        ["a\n", "a;b\r\n", "a\nb;c\r\n", "\n;", "\r\n\n"],
    ),
    "lines cut by another delimiter": (
        lambda text: undivided.recut([["a", "b"], *([line] for line in text.splitlines())]),
        ["a,b\n", ",", '"', "a|b\n", ",,|\n"],
    ),
    "table": (
        table,
        [
            ";",
            "a;",
            "a;b\n",
            ";1\n",
            "a\n",
            "Total;1\n",
            "06;a@b.c\n",
            '="1";',
            "1/1/2026;\n",
            " ;\t\n",
        ],
    ),
    "name of a file": (intake._plain_name, ["/", " ", "\\", "a"]),
    "title": (
        lambda text: columns._kind(title_words.plain(text), [], columns._SIGNS),
        ["mail ", "prenom ", "nom de ", "date ", "a", "°"],
    ),
    "first name": (
        lambda text: title_words.FIRST_NAME.search(title_words.plain("prenom " + text)),
        ["a ", "nom", "prenom"],
    ),
    "country code in a cell": (
        lambda text: dialcodes._with_code("33" + text, text),
        [" ", "0", ".0", "(", "+", "\u00a0"],
    ),
    "country code in a title": (
        lambda text: dialcodes.is_titled("indicatif" + text),
        [" pays", " tel", " ", "s"],
    ),
    "codes among words": (dialcodes._AMONG_WORDS.findall, ["+", "00", "+2", "0", " 00 "]),
    "capitals within a title": (title_words.plain, ["a", "aB", "aBc", "é", "°"]),
    "country in a title": (countries.is_title, ["iso ", "pays ", "iso", "code iso ", "country "]),
    "address in a cell": (columns.has_email, ["@", "a@", ".", "a@b. "]),
    "number in a cell": (
        msisdn.read,
        ["1", "06 ", "+", "(0)", "a1", "/ ", "1E", "é", " - ", "٠", " ", "(1) ", "(", "1) "],
    ),
    "numbers of a line": (
        msisdn.several,
        ["1", "06 ", "+", "a1", "/ ", "1) ", " ", "(1", "0639980001 ", ",", "\n", "[1] "],
    ),
    "number among blanks": (
        lambda text: (msisdn.read("+33639980" + text + "(1 "), msisdn.read("1" + text + ".0x")),
        [" ", "0", " 1", ".0", "1.", "(1", "+3 ", "a1", "12/", "INE ", "²", "1A ", "1 1 2026 "],
    ),
    "text as it is seen": (
        visible.visible,
        [
            " ",
            " \n",
            "\u200b",
            "👩\u200d",
            "👩\u200d🎓",
            "1\ufe0f",
            "e\u0301",
            "🏴\U000e0061",
            "\U000e0061",
            "А",
            "ا\u200c",
        ],
    ),
    "formula": (formulas.is_formula, ["+", "+a", "+ a", "(", "@", "+a "]),
    "data in a cell": (rectangles._sort_of, ["1", "1/1/", "(", "@", "="]),
    "title among cells": (title_words.is_title, ["mail ", "prenom ", "nom de ", "date ", "°"]),
    "title with a number": (
        lambda text: rectangles._TITLE_OF_PHONE.match(title_words.plain(text)),
        ["n ", "mobile ", "de ", "num"],
    ),
    "second table": (
        lambda text: neighbours.second(text.split(";")),
        ["a;b;", "a;", "Nom 1;Tel 1;", "Tel 1;", ";"],
    ),
    "title of a number of others": (
        strangers.is_of_others,
        ["pere ", "parent", "altcontact", "a "],
    ),
    "example": (lambda text: totals.is_example([text]), ["ex", "ex ", "p ex", "(", "exemple"]),
    "number among cells": (
        lambda text: columns.looks_like_msisdn("123456789," + text + "x"),
        ["0", ",0", ".", " ", "123456789,0"],
    ),
    "announced delimiter": (
        lambda text: [
            delimited._announced([start + text + "x"])
            for start in ("", '"', "sep", "sep=", "sep=;")
        ],
        [" ", '"', ";", "\t", " ;", "sep="],
    ),
    "sum": (
        lambda text: [totals.is_below([label, start + text + " ~ x"]) for label, start in LABELS],
        ["0", " ", "1 ", "a", "lignes ", ",", "(s)", "(", ".", "1.", ";"],
    ),
    "date": (
        lambda text: dates.read_date("12/11/2026 10:30" + text + "x"),
        ["sam ", "1 nov ", " ", "\t", "0", ".5", "Z", "+01", "à ", "\xa0", "AM", ".00", "UTC"],
    ),
    "placeholders": (template.placeholders, ["[", "[ ", "[a ", "[a", "]", "[a\n", "[["]),
    "strange placeholders": (
        lambda text: strays.mistaken(text, ("a", "a b")),
        [
            "[a",
            "a]",
            "{a ",
            ":a",
            "&a ",
            "{{a|",
            "<a b",
            "$(a",
            "（（a",
            "{",
            "{a",
            "<a",
            "<a ",
            "%a",
            "{{ ",
            "«",
            "« ",
            "«a ",
            "#a",
            "# ",
            "$a",
            "[[",
            "|a",
            "((a",
        ],
    ),
    "segments": (encoding.encode, ["é", "a", "€", "😀", "ç"]),
    "simplified": (encoding.simplify, ["«", " »", "«\u00a0", "n°"]),
    "sender ID": (sender_id.problem_of, ["1", "+", "a", " "]),
    "words of a name": (named.WORD.findall, ["a", "a ", "-", "é"]),
    "an address that is pasted": (pasted.EMAIL.fullmatch, ["a", "a ", "<", "a<", "a@", "@", ">"]),
}


EACH = [(name, read, piece) for name, (read, pieces) in WORST.items() for piece in pieces]


@pytest.mark.parametrize(
    ("read", "piece"),
    [pytest.param(read, piece, id=f"{name} {piece[:12]!r}") for name, read, piece in EACH],
)
def test_what_comes_from_outside_is_read_in_the_time_of_its_length(read, piece):
    short, long = (piece * (length // len(piece)) for length in (SHORT, TIMES * SHORT))
    # Beside other work one look may mislead; what is read in a square is so at each.
    assert any(is_in_proportion(read, short, long) for _ in range(LOOKS))


def is_in_proportion(read, short, long):
    taken = spent(read, long)
    return taken <= NOISE or taken < SQUARE * spent(read, short)


@pytest.mark.parametrize("piece", WORST["heads of parts"][1])
def test_the_look_for_odd_heads_costs_no_more_than_a_look_at_plain_words(piece):
    """A megabyte of lines that repeat the beginning of a head took 125 times as long, with the
    interpreter held."""
    hostile, plain = ((text * (1 << 20))[: 1 << 20] for text in (piece, WORDS))
    looks = ((spent(refused, hostile), spent(refused, plain)) for _ in range(LOOKS))
    assert any(taken < max(FACTOR * usual, NOISE) for taken, usual in looks)


def test_what_is_read_in_a_square_would_be_seen():
    with pytest.raises(AssertionError):
        test_what_comes_from_outside_is_read_in_the_time_of_its_length(
            lambda text: [text.count("b") for _ in range(len(text) // 16)], "ab"
        )
