"""A problem: what keeps something from being done, and its sentence in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeAlias

#: a number, a text, or a tuple of such, which JSON has as a list
Detail: TypeAlias = int | str | tuple[int | str, ...] | list[int | str]


class Problem(NamedTuple):
    """The reason why something is not done, as a value for pages, commands and programs alike."""

    field: str  #: of the form, or the act that is refused: ``send``, ``resend``
    code: str
    detail: Detail = ""  #: never packed into one text


ANY = OTHER = "*"  # field, or code, of the sentences that serve where there is no own


class Sentence(NamedTuple):
    """The sentence of a problem, in French; its English stands in the catalogue of its wing."""

    french: str
    #: Names of the placeholders, in the order of the detail, each perhaps with how it is written:
    #: ``left|number``. One that is written as ``list`` takes the whole detail.
    names: str = ""
    headline: "Sentence | None" = None  #: said above it where there is room; it takes no detail


class Counted(NamedTuple):
    """The sentence of a problem that counts; the detail, or its first part, is the count."""

    one: str
    many: str
    names: str
    headline: Sentence | None = None


#: sentences by field and code
Sentences = Mapping[tuple[str, str], Sentence | Counted]


class Translations(Protocol):
    """The words of a language, as ``gettext`` of the standard library has them."""

    def gettext(self, message: str) -> str: ...
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str: ...


def tell(
    problem: Problem,
    sentences: Sentences,
    translations: Translations,
    styles: Mapping[str, Callable[..., str]],
) -> str:
    """Return the sentence of ``problem``; ``styles`` are functions that write a detail, by name."""
    sentence = _sentence(problem, sentences)
    styles = {"list": ", ".join, "": str, **styles}
    names = [name.partition("|")[::2] for name in sentence.names.split()]
    details = _details(problem.detail, names)
    return _translated(sentence, details, translations) % {
        name: styles[style](detail) for (name, style), detail in zip(names, details, strict=False)
    }


def headline(problem: Problem, sentences: Sentences, translations: Translations) -> str:
    """Return the words above the sentence of ``problem``; nothing where it has none."""
    above = _sentence(problem, sentences).headline
    return translations.gettext(above.french) if above else ""


def _sentence(problem: Problem, sentences: Sentences) -> Sentence | Counted:
    field, code, _ = problem
    pairs = ((field, code), (field, OTHER), (ANY, code), (ANY, OTHER))
    return next(sentences[pair] for pair in pairs if pair in sentences)


def _details(detail: Detail, names: Sequence[tuple[str, str]]) -> Sequence[Detail]:
    if not isinstance(detail, tuple | list) or [style for _, style in names] == ["list"]:
        return (detail,)
    return detail


def _translated(sentence: Sentence | Counted, details: Any, translations: Translations) -> str:
    if isinstance(sentence, Counted):
        return translations.ngettext(sentence.one, sentence.many, details[0])
    return translations.gettext(sentence.french)
