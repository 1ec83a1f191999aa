"""The mail that tells the author of a campaign, once it is over, what became of it."""

from unisms.model import links
from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign
from unisms.model.folder import look_up
from unisms.model.root import Institution, Root, institution_of
from unisms.services.delivery import closing, progress
from unisms.services.discretion import discretion
from unisms.services.ground import journal, outbox
from unisms.services.ground.actor import Actor
from unisms.services.rights import rights

MANY = 10  # recipients from whom on its author is told, unless they say otherwise
KIND = "campaign.summary"
TEXTS = {
    "fr": (
        "Bilan de votre message : {title}",
        "Bonjour {name},\n\n"
        "Votre message « {title} » est terminé :\n\n"
        "    {delivered} reçus\n"
        "    {failed} en échec\n"
        "    {aside} mis de côté\n\n"
        "Qui ne l'a pas reçu, et pourquoi :\n\n"
        "{link}\n\n"
        "{institution}",
    ),
    "en": (
        "The end of your message: {title}",
        "Hello {name},\n\n"
        "Your message “{title}” is over:\n\n"
        "    {delivered} received\n"
        "    {failed} failed\n"
        "    {aside} set aside\n\n"
        "Who has not received it, and why:\n\n"
        "{link}\n\n"
        "{institution}",
    ),
}


def is_wanted(campaign: Campaign) -> bool:
    """Whether its author is told the end of a campaign: as they chose, else where it is for many.

    Of a trial, and of what the service sends by itself, nobody is.
    """
    if campaign.trial or campaign.errand:
        return False
    chosen = campaign.summary_mailed
    return bool(campaign.counted("recipients") >= MANY) if chosen is None else chosen


def choose(actor: Actor, campaign: Campaign, now: int, *, mailed: bool) -> None:
    """Let ``actor`` be told the end of their campaign by mail, or not."""
    if is_wanted(campaign) != mailed:
        campaign.summary_mailed = mailed
        journal.write(actor, "campaign.summed", campaign, now, after={"summary_mailed": mailed})


def close(root: Root, path: str, now: int) -> bool:
    """Close the campaign at ``path`` as ``closing.close_if_due``, and let its author be told."""
    if not closing.close_if_due(root, path, now):
        return False
    campaign = look_up(root, path)
    institution = institution_of(campaign)
    if is_wanted(campaign) and campaign.author in institution["people"]:
        _post(institution, campaign, now)
    return True


def _post(institution: Institution, campaign: Campaign, now: int) -> None:
    """Let the mail wait, with the figures that the page tells this person."""
    tally = progress.tally(campaign, now)
    if not rights.person(institution, campaign.author).may(Permission.NUMBER_VIEW):
        tally = discretion.tally(campaign, tally)
    values: dict[str, outbox.Value] = {
        "title": campaign.title,
        "delivered": tally.delivered,
        "failed": tally.failed + tally.expired,
        "aside": tally.set_aside,
        "link": links.page_address(campaign, ""),
    }
    outbox.post_to(institution, campaign.author, KIND, values, now)
