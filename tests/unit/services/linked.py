"""Messages with links that have left, for tests of what follows."""

from factories import NOW, make_release

from unisms.services.delivery import claims
from unisms.services.links import departures


def sent(institution, recipients=2, **fields):
    """A campaign whose messages have left, with links at their ends."""
    campaign = make_release(institution, recipients, **{"leaving_link": True, **fields})
    root = institution.__parent__.__parent__
    claims.claim_batch(root, campaign.connection, 50, "here", NOW)
    return campaign


def token(campaign, row=1):
    return claims.messages_of(campaign, (row,))[0].text[-11:]


def find(institution, token):
    """The link of a token at an institution, or ``None``."""
    code = institution.links.code if institution.links is not None else "xx"
    return departures.find(institution.__parent__.__parent__, code, token)


def link(campaign, row=1):
    return find(campaign.__parent__.__parent__, token(campaign, row))


def journal(institution, begins=("link", "theme")):
    institution.audit.seal()
    told = [(one.at, one.verb, one.path) for one in institution.audit.latest(0)]
    return [(verb, place) for _, verb, place in sorted(told) if verb.startswith(begins)]
