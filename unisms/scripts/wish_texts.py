"""The texts of ``unisms send``: in one or two languages, their blanks filled once for all."""

import click

from unisms.model.wordings import OtherText, Wording
from unisms.scripts.opening import Refused
from unisms.services.texts import wordings
from unisms.sms.names import finder
from unisms.sms.notations import ENGLISH, FRENCH
from unisms.sms.placeholders import placeholders
from unisms.sms.visible import visible

TITLE = 40  # characters of the text that make a title where none is given


def wordings_of(institution, wish, template):
    """Return the text that is wished, perhaps that of a ``template``, and its ``Wording``.

    With a text in English the other one is in French; the institution's language comes first.

    :raises Refused: a value is given for what no text has.
    """
    text, english = visible(wish.text or template), visible(wish.text_en)
    fills = tuple(map(_fill, wish.fill))
    _refuse_strangers([name for name, _ in fills], text, english)
    if not english:
        return text, Wording(institution.language, "", fills)
    if institution.language == ENGLISH:
        return english, Wording(ENGLISH, "", fills, (tuple(OtherText(FRENCH, text)),))
    return text, Wording(FRENCH, "", fills, (tuple(OtherText(ENGLISH, english)),))


def _fill(told):
    name, equals, value = told.partition("=")
    if not equals or not name.strip():
        raise click.UsageError(f"--fill {told}: write NAME=VALUE, as --fill room=B12.")
    return name.strip(), value


def _refuse_strangers(names, *texts):
    known = [name for text in texts for name in placeholders(text)]
    find = finder(known)
    if strangers := [name for name in names if find(name) is None]:
        raise Refused(
            f"--fill {', '.join(strangers)}: no text has such a placeholder; there is: "
            f"{', '.join(known) or 'none'}."
        )


def titled(text, wording):
    """Return the beginning of a text, its blanks filled, as the title of its campaign."""
    return wordings.completed(text, wording, (), wording.language)[0][:TITLE]
