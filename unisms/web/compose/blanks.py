"""The blanks of a message, filled once for all, and its text in another language."""

from typing import NamedTuple

from unisms.model.wordings import OtherText, Wording
from unisms.services.audience import kinds
from unisms.services.campaigns import manuscripts
from unisms.services.ground.problem import Problem
from unisms.services.texts import wordings
from unisms.sms.names import finder, fold, meant
from unisms.sms.notations import other_than
from unisms.web.compose import titles

#: how the fields of blanks begin, of the text and of the other text; the key of the blank follows
OF_TEXT, OF_OTHER = "blank:", "other-blank:"
OTHER_TEXT = "other_text"
EMPTY = Problem("blank", "empty")


class ShownBlank(NamedTuple):
    """A blank as the page asks for it."""

    field: str  #: the name of its input
    blank: wordings.Blank
    meant: str = ""  #: the column that its name may have meant


def is_field(name):
    """Whether a field of the form is of this part."""
    return name == OTHER_TEXT or name.startswith((OF_TEXT, OF_OTHER))


def first_language(composer):
    """Return the language of the text on ``composer``'s page; its other text is in the other."""
    changed = composer.changed
    told = changed.worded.language if changed is not None else ""
    return told or composer.institution.language


def home(composer):
    """Return the country of the numbers, and the language of the text, on ``composer``'s page."""
    return composer.institution.country, first_language(composer)


def typed(post, language):
    """Return the ``Wording`` that a form sends; ``language`` is that of the text."""
    text = post.get(OTHER_TEXT, "").replace("\r\n", "\n")
    other = OtherText(other_than(language), "", text, _fills(post, OF_OTHER))
    return Wording(language, "", _fills(post, OF_TEXT), (tuple(other),) if text.strip() else ())


def _fills(post, beginning):
    return tuple(
        (name.removeprefix(beginning), value)
        for name, value in post.items()
        if name.startswith(beginning)
    )


def titled(composer, draft, at):
    """Return the draft with its title, that of its text with the blanks filled (``titles.named``).

    ``at`` is the moment when it was begun, epoch seconds.
    """
    filled = manuscripts.completed(composer.request.actor, draft, composer.changed)
    return draft._replace(title=titles.named(composer.institution, filled, at).title)


def facts(composer, draft, columns, *, is_for_somebody):
    """Return the values for this part of the page.

    While nobody is chosen no placeholder is a blank: somebody may have a value for it.
    """
    language = draft.wording.language or first_language(composer)
    other = next(iter(draft.wording.texts), OtherText(other_than(language), ""))
    fills = draft.wording.fills
    inputs = [*_shown(OF_TEXT, draft.text, fills, columns)] if is_for_somebody else []
    others = [*_shown(OF_OTHER, other.written, other.fills, columns)] if is_for_somebody else []
    shared = {one.blank.key for one in inputs}
    sent = [name for name in composer.request.POST if name.startswith((OF_TEXT, OF_OTHER))]
    return {
        "blanks": inputs,
        "other_blanks": others,
        "shared_blanks": shared,
        "other_text": other.written,
        "other_language": other.language,
        "longest_fill": wordings.LONGEST,
        "empty_blank": EMPTY,
        "blanks_change": sent != [one.field for one in (*inputs, *others)],
    }


def _shown(beginning, text, fills, columns):
    found = wordings.blanks(text, fills, columns)
    near = meant([one.name for one in found], columns)
    for one in found:
        yield ShownBlank(f"{beginning}{one.key}", one, near.get(one.name, ""))


class Offered(NamedTuple):
    """A field that a text may have, as the page offers it."""

    column: str
    is_for_all: bool  #: each part of the audience has it


def offered(composer, chosen):
    """Return each field ``Offered`` by the parts of an audience, those that all have first."""
    actor, changed = composer.request.actor, composer.changed
    parts = [
        () if composer.kinds[pair[0]].is_typed else kinds.columns_for(actor, [pair], changed)
        for pair in chosen
    ]
    finders = [finder(columns) for columns in dict.fromkeys(parts)]
    known = {}
    for column in (column for columns in parts for column in columns):
        has_it = all(find(column) is not None for find in finders)
        known.setdefault(fold(column), Offered(column, has_it))
    return sorted(known.values(), key=lambda one: not one.is_for_all)
