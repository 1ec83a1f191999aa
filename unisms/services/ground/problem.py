"""A problem: what keeps something from being done, and its sentence in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

#: a number, a text, or a tuple of such, which JSON has as a list
Detail: TypeAlias = int | str | tuple[int | str, ...] | list[int | str]


class Problem(NamedTuple):
    """The reason why something is not done, as a value for pages, commands and programs alike."""

    field: str  #: of the form, or the act that is refused: ``send``, ``resend``
    code: str
    detail: Detail = ""  #: never packed into one text


ANY, OTHER = "any", "other"  # field and code of the sentences that serve where there is no own


class Sentence(NamedTuple):
    """The sentence of a problem, in French; its English stands in the catalogue of its wing."""

    french: str
    #: Names of the placeholders, in the order of the detail, each perhaps with how it is written:
    #: ``left|number``. One that is written as ``list`` takes the whole detail.
    names: str = ""


def tell(
    problem: Problem,
    sentences: Mapping[tuple[str, str], Sentence],
    gettext: Callable[[str], str],
    styles: Mapping[str, Callable[..., str]],
) -> str:
    """Return the sentence of ``problem``, of the table ``sentences`` by field and code.

    ``gettext`` translates a text; ``styles`` are functions that write a detail, by name.
    """
    sentence = _sentence(problem, sentences)
    styles = {"list": ", ".join, "": str, **styles}
    names = [name.partition("|")[::2] for name in sentence.names.split()]
    details = zip(names, _details(problem.detail, names), strict=False)
    return gettext(sentence.french) % {
        name: styles[style](detail) for (name, style), detail in details
    }


def _sentence(problem: Problem, sentences: Mapping[tuple[str, str], Sentence]) -> Sentence:
    own = sentences.get(problem[:2]) or sentences.get((ANY, problem.code))
    return own or sentences[ANY, OTHER]


def _details(detail: Detail, names: Sequence[tuple[str, str]]) -> Sequence[Detail]:
    if not isinstance(detail, tuple | list) or [style for _, style in names] == ["list"]:
        return (detail,)
    return detail
