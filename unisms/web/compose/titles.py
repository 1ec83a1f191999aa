"""Titles of messages that nobody has named: the template or first words, the audience, the day."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from babel import dates

from unisms.model.kinds import kinds_behind
from unisms.model.root import institution_of
from unisms.services.audience.audience import LONGEST_TEXT
from unisms.services.rights import reaches
from unisms.sms import template
from unisms.sms.template import BLANK
from unisms.sms.visible import visible
from unisms.web.frame.unsent import first_words

SHOWN = 2  # groups and files that a title names
LONGEST = 120  # characters, as of a title that is typed
_FIELD = re.compile(r"\[[^\[\]]*\]")
_GREETING = re.compile(
    r"\s*(?:bonjour|bonsoir|hello|hi|dear|ch(?:er|ère)s?|madame|monsieur)\b"
    r"(?:[\s,]+(?:à tou[st]e?s?|all|everyone|et|ch(?:er|ère)s?"
    r"|madame|monsieur|\[[^\[\]]*\]))*[\s,:;.!]*",
    re.IGNORECASE,
)


def named(institution, draft, at):
    """Return the draft with the title that was typed, or else one made of its text and audience.

    ``at`` is the moment when it was begun, epoch seconds.
    """
    return (
        draft
        if draft.title
        else draft._replace(title=_made(institution, draft.text[:LONGEST_TEXT], draft.audience, at))
    )


def is_made(title, campaign):
    """Whether nobody has typed this title of ``campaign``: it was made of its text and audience.

    ``campaign`` may be ``None``.
    """
    if campaign is None:
        return False
    made = _made(institution_of(campaign), campaign.text, campaign.audience, campaign.created_at)
    return title in (made, first_words(campaign.text))


def _made(institution, text, audience, at):
    zone = ZoneInfo(institution.time_zone)
    day = dates.format_date(datetime.fromtimestamp(at, zone), "d MMM", locale=institution.language)
    said = _template_of(institution, text) or _opening(text)
    return " · ".join(filter(None, (said, _whom(institution, audience), day)))[:LONGEST]


def _template_of(institution, text):
    """The title of the template that ``text`` is, its blanks perhaps filled; empty of any other."""
    seen = visible(text)
    forms = (
        one
        for one in reaches.templates(institution)
        if template.fits(seen, visible(one.text), BLANK)
    )
    return next((one.title for one in forms), "")


def _opening(text):
    """Return the first words of ``text``, without a greeting and without the names of fields.

    The greeting is the same in every message.
    """
    said = " ".join(_FIELD.sub("…", _GREETING.sub("", text, count=1)).split()) or " ".join(
        text.split()
    )
    return first_words(said[:1].upper() + said[1:]).rstrip(" .,;:")


def _whom(institution, audience):
    """The groups and files that it is for.

    Names and numbers of people stand in no title, which many read.
    """
    known = kinds_behind(institution)
    people_first = sorted(audience, key=lambda pair: not known[pair[0]].is_of_people)
    named = (known[kind].title(institution, name) for kind, name in people_first)
    titles = [title for title in named if title]
    more = len(titles) - SHOWN
    return ", ".join(titles[:SHOWN]) + (f" + {more}" if more > 0 else "")
