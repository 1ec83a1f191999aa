"""Campaigns checked and sent, for tests of whom others leave out."""

from factories import NOW, make_draft

from unisms.services.campaigns import checks, drafts, releases
from unisms.services.delivery import claims
from unisms.sms import states
from unisms.testing.factories import someone

FAKE = "/institutions/paris1/brokers/fake"


def checked(institution, *audience, answers=(), **fields):
    campaign = make_draft(institution, audience=audience, **fields)
    drafts.submit(campaign)
    asked = checks.prepare(institution.__parent__.__parent__, campaign.path, NOW)
    if asked:
        known = dict(zip(asked, answers, strict=True))
        checks.prepare(institution.__parent__.__parent__, campaign.path, NOW, known)
    return campaign


def sent(institution, *audience, takes=100, **fields):
    """Return a campaign released and handed over, its first messages."""
    campaign = checked(institution, *audience, **fields)
    releases.release(someone(institution), campaign, NOW)
    claims.claim_batch(institution.__parent__.__parent__, FAKE, takes, "m", NOW)
    for number, _ in list(campaign.stored_rows()):
        if any(number in claim[0] for claim in campaign.handover.claims):
            campaign.write(number, campaign.row(number).moved(states.ACCEPTED, NOW))
    campaign.handover.claims = ()
    return campaign


def figures(campaign):
    return campaign.counted("recipients"), dict(campaign.counted("set_aside"))
