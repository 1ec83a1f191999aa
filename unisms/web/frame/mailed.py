"""The mails beside a message as pages show them: how many, what they say, what became of them."""

from typing import NamedTuple

from markupsafe import Markup

from unisms.model.mail_copies import AUTHORS, MailCopy
from unisms.services.copies import copies, letters
from unisms.services.copies.copies import Expected
from unisms.services.discretion import discretion
from unisms.web.frame.sight import seen_whole_of


class MailFacts(NamedTuple):
    """The facts that a page shows of the mails of a campaign."""

    copy: MailCopy
    expected: Expected | None  #: ``None``: the reader would learn from it who said no
    subject: str
    page: Markup  #: as the reader of the mail sees it


def is_told(request, campaign):
    """Whether counts of mails tell this person nothing that they may not know."""
    return seen_whole_of(request, campaign) or not discretion.secrets(campaign)


def became_of(request, campaign):
    """Return what became of the mails of a campaign, ``Mailed``; ``None``: there are none to tell.

    Of none is told to whoever would learn from it who said no.
    """
    return copies.tally(campaign) if is_told(request, campaign) else None


def mails_of(request, campaign):
    """Return the ``MailFacts`` of a frozen campaign; ``None``: nothing is mailed."""
    if not campaign.mailed.to:
        return None
    whole = seen_whole_of(request, campaign)
    says = letters.letter_of(campaign, 1 if whole and campaign.last_number() else AUTHORS)
    return MailFacts(
        campaign.mailed,
        copies.expected(campaign) if is_told(request, campaign) else None,
        says.values["subject"],
        Markup(says.html),  # noqa: S704 made of Markdown that knows no HTML
    )
