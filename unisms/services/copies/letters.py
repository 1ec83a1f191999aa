"""The mail of a row as it is when it leaves: its subject, its text, and the HTML of that."""

import re
from functools import lru_cache

from markdown_it import MarkdownIt

from unisms.model.campaigns import Campaign
from unisms.model.mail_copies import AUTHORS
from unisms.model.outbox import Mail
from unisms.model.root import Institution
from unisms.services.copies.addresses import SOURCE
from unisms.services.delivery.claims import renderer
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
    subject, text, html = _worded(campaign, number)
    return Written({"subject": subject, "report": text, "institution": institution.title}, html)


def sample(campaign: Campaign, number: int) -> Written:
    """Return the mail of a row as the check shows it."""
    subject, text, html = _worded(campaign, number)
    return Written({"subject": subject, "report": text}, html)


def _worded(campaign: Campaign, number: int) -> tuple[str, str, str]:
    """Return the subject, the text and the HTML of the mail of a row; an author has no values."""
    copy = campaign.mailed
    values = campaign.values(number)[SOURCE:] if number != AUTHORS else ()
    subject = _filled(campaign, copy.subject or campaign.title, values)
    if not copy.body:
        text = renderer(campaign)(number) if number != AUTHORS else campaign.text
        return subject, text, html_of(_quoted(text))
    plain = _filled(campaign, copy.body, values)
    return subject, plain, html_of(_filled(campaign, copy.body, [_quoted(one) for one in values]))


def _filled(campaign: Campaign, text: str, values: object) -> str:
    columns = campaign.columns
    whole = placeholders.filled(text, campaign.worded.fills, columns)
    if not values and columns:
        return whole
    return template.prepare(whole, columns).render(values)  # type: ignore[arg-type]


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
