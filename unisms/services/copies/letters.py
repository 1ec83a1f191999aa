"""The mail of a row as it is when it leaves: its subject, its text, and the HTML of that."""

import re
from collections.abc import Sequence
from functools import lru_cache

from markdown_it import MarkdownIt

from unisms.model.campaigns import Campaign
from unisms.model.mail_copies import AUTHORS
from unisms.model.outbox import Mail
from unisms.model.root import Institution, institution_of
from unisms.services.delivery.claims import SOURCE, renderer
from unisms.services.mail.envelopes import Written
from unisms.sms import placeholders, states, template

_MARKS = re.compile(r"([!-/:-@\[-`{-~])")  # the punctuation that Markdown may read
_SAFE = re.compile(r"(https?|mailto):", re.IGNORECASE)


def write(institution: Institution, mail: Mail) -> Written | None:
    """Return a mail as it leaves; ``None``: its campaign is stopped, erased or gone."""
    told = dict(mail.values)
    campaign, number = institution["campaigns"].get(told["campaign"]), int(told["row"])
    if campaign is None or campaign.erased_at or campaign.state == states.STOPPED:
        return None
    if number > campaign.last_number():
        return None
    return letter_of(campaign, number)


def letter_of(campaign: Campaign, number: int) -> Written:
    """Return the mail of a row: its subject, its text and the HTML of that.

    That of ``AUTHORS`` has no values: fields stand in it as they were written.
    """
    copy, is_authors = campaign.mailed, number == AUTHORS
    values = () if is_authors else campaign.values(number)[SOURCE:]
    if copy.body:
        text = _filled(campaign, copy.body, values)
        marked = _filled(campaign, copy.body, [_quoted(one) for one in values])
    else:
        text = campaign.text if is_authors else renderer(campaign)(number)
        marked = _quoted(text)
    told = {
        "subject": _filled(campaign, copy.subject or campaign.title, values),
        "report": text,
        "institution": institution_of(campaign).title,
    }
    return Written(told, html_of(marked))


def _filled(campaign: Campaign, text: str, values: Sequence[str]) -> str:
    columns = campaign.columns
    whole = placeholders.filled(text, campaign.worded.fills, columns)
    if columns and not values:
        return whole
    return template.prepare(whole, columns).render(values)


def _quoted(value: str) -> str:
    """Return a value so that Markdown reads nothing into it."""
    return _MARKS.sub(r"\\\1", value)


def html_of(text: str) -> str:
    """Return the HTML of Markdown: no HTML of its own, no picture, links to the web and mail."""
    told: str = _markdown().render(text)
    return told


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    found = MarkdownIt("commonmark", {"html": False, "breaks": True})
    found.disable(["image", "html_block", "html_inline", "code", "fence", "reference"])
    found.validateLink = lambda url: bool(_SAFE.match(url))  # type: ignore[method-assign]
    return found
