"""Strays look like placeholders and are none: they leave as they are written, to everybody.

Placeholders of other programs (``{{nom}}``, ``«nom»``), and ours whose bracket never closes.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from unisms.sms.names import USUAL, finder

Find = Callable[[str], int | None]
Span = tuple[int, int]

_NAME = r"[^\W\d_][\w .'’°-]{0,40}"
_WORD = r"[^\W\d_][\w.-]{0,30}"
#: Marks of other programs that nobody writes but around a field: Mailchimp, Notify, merges of Word.
_FIELDS = (
    *(("*|", "|*"), ("((", "))"), ("{{{", "}}}"), ("{{", "}}"), ("{%", "%}"), ("${", "}")),
    *(("#{", "}"), ("{", "}"), ("<<", ">>"), ("<%=", "%>"), ("%%", "%%"), ("%(", ")s")),
)
#: Marks that stand around other words too: they are told around the name of a column.
_MAYBE_FIELDS = (
    *(("[[", "]]"), ("[%", "%]"), ("«", "»"), ("‹", "›"), ("#", "#"), ("$", "$"), ("@", "@")),
    *(("__", "__"), ("||", "||"), ("|", "|"), ("~", "~"), ("&lt;", "&gt;"), ("$(", ")")),
    *(("［", "］"), ("【", "】"), ("＜", "＞"), ("｛", "｝"), ("（（", "））")),
)


def _between(marks: tuple[tuple[str, str], ...], name: str) -> str:
    """Return the pattern of a name between any of these pairs of marks."""
    pairs = ((re.escape(begin), re.escape(end)) for begin, end in marks)
    return "|".join(rf"{begin}\s*{name}\s*{end}" for begin, end in pairs)


_CLOSED = re.compile(
    rf"({_between(_FIELDS, _NAME)}|<{_NAME}>|%{_WORD}%)"
    rf"|{_between(_MAYBE_FIELDS, f'({_NAME}?)')}|(?<![\w$@])[$@]({_WORD})"
)
#: Expressions of a template language, told where a column's name is a word of theirs.
_EXPRESSION = re.compile(r"[$#]?\{{1,3}[^{}\n]{1,80}\}{1,3}|<(?! )[^<>\n]{1,80}>")
_OURS = re.compile(r"\[\[|\[[^\[\]\n]*\]")
_UNCLOSED = re.compile(r"(?<![\w:;=-])\[\s?[^\W\d_][\w'’-]{0,20}")
_BRACKET = re.compile(r"(?:\$\{|\{\{|(?<!\w)[\[{＜［【｛])[\s!?=]?(?=[^\W\d_])")
_SIGN = re.compile(r"(?:[%$]\(|(?<!\w)(?:%%?|[:#&]))(?=[^\W\d_])")
_END = re.compile(r"[\]}］】｝＞]")
_LONGEST = 41  # characters of a name
_PHRASE = re.compile(rf"[\w .'’°-]{{1,{_LONGEST}}}")
_PHRASE_BEFORE = re.compile(rf"{_PHRASE.pattern}\Z")
_TOKEN = re.compile(r"[\w'’°-]+")
_WORDS = 4  # of the longest name that is looked for


def mistaken(text: str, columns: Sequence[str] = ()) -> tuple[str, ...]:
    """Return what looks like a placeholder and is none, in order, each once.

    ``{prénom}`` and ``<nom>`` do; ``«nom»``, ``#nom#`` and ``[nom`` do if ``nom`` is a column, or
    usually one; ``:nom`` if it is a column.
    """
    own, usual = finder(columns), finder((*columns, *USUAL))
    found: dict[int, str] = {}
    rest = _passed(text, _closed(text, usual), found)
    rest = _passed(rest, _expressions(rest, usual), found)
    rest = _passed(rest, (one.span() for one in _OURS.finditer(rest)))
    rest = _passed(rest, _opened(rest, _BRACKET, usual), found)
    rest = _passed(rest, _opened(rest, _SIGN, own), found)
    _passed(rest, _ended(rest, usual), found)
    return tuple(dict.fromkeys(found[start] for start in sorted(found)))


def unclosed(text: str) -> tuple[str, ...]:
    """Return each bracket that never closes, with the word behind it, in order, each once."""
    return tuple(
        dict.fromkeys(
            _UNCLOSED.findall(_passed(text, (one.span() for one in _OURS.finditer(text))))
        )
    )


def _passed(text: str, spans: Iterable[Span], found: dict[int, str] | None = None) -> str:
    """Return the text with nothing in these spans, and keep in ``found`` what was there."""
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        if found is not None:
            found[start] = text[start:end]
        pieces += text[at:start], "\0" * (end - start)
        at = end
    return "".join((*pieces, text[at:]))


def _closed(text: str, find: Find) -> Iterator[Span]:
    for one in _CLOSED.finditer(text):
        if one[1] or find(next(filter(None, one.groups()[1:]))) is not None:
            yield one.span()


def _expressions(text: str, find: Find) -> Iterator[Span]:
    for one in _EXPRESSION.finditer(text):
        if any(find(name) is not None for name in _phrases(one[0])):
            yield one.span()


def _phrases(words: str) -> Iterator[str]:
    """Yield each word, and each few that stand together."""
    given = _TOKEN.findall(words)
    for first in range(len(given)):
        for last in range(first + 1, min(first + _WORDS, len(given)) + 1):
            yield " ".join(given[first:last])


def _opened(text: str, marks: re.Pattern[str], find: Find) -> Iterator[Span]:
    """Yield each name that a mark opens and none closes, with its mark."""
    after = 0
    for mark in marks.finditer(text):
        phrase = "".join(_PHRASE.findall(text, mark.end(), mark.end() + _LONGEST)[:1])
        ends = [word.end() for word in _TOKEN.finditer(phrase)][:_WORDS]
        end = next((end for end in reversed(ends) if find(phrase[:end]) is not None), 0)
        if end and mark.start() >= after:
            after = mark.end() + end
            yield mark.start(), after


def _ended(text: str, find: Find) -> Iterator[Span]:
    """Yield each name that a bracket closes and none opens, with its bracket."""
    for mark in _END.finditer(text):
        begin = max(0, mark.start() - _LONGEST)
        if phrase := _PHRASE_BEFORE.search(text, begin, mark.start()):
            starts = [begin + word.start() for word in _TOKEN.finditer(text[begin : mark.start()])]
            near = [start for start in starts if start >= phrase.start()][-_WORDS:]
            start = next(
                (start for start in near if find(text[start : mark.start()]) is not None), -1
            )
            if start >= 0:
                yield start, mark.end()
