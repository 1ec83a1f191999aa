"""The mail that forwards a reply to the author of the message that it answers."""

from unisms.model.campaigns import Campaign
from unisms.model.replies import KeptReply, Place
from unisms.model.root import Institution
from unisms.services.ground import journal, outbox
from unisms.services.ground.actor import Actor
from unisms.services.rules.recipients import tells_number

KIND = "reply"
TEXTS = {
    "fr": (
        "Réponse à « {title} »",
        "{who} a répondu à votre message « {title} » :\n\n« {text} »\n\n"
        "Pour lui répondre par SMS, ou ne plus lui écrire, ouvrez la réponse :\n\n{link}\n\n"
        "Si votre rôle n'ouvre pas cette page, parlez-en à une personne qui administre le service.",
    ),
    "en": (
        "Reply to “{title}”",
        "{who} has replied to your message “{title}”:\n\n“{text}”\n\n"
        "To answer by SMS, or to stop writing to them, open the reply:\n\n{link}\n\n"
        "If your role does not open this page, ask someone who administers the service.",
    ),
}
SOMEBODY = {"fr": "Une personne", "en": "Someone"}


def is_wanted(institution: Institution, campaign: Campaign | None) -> bool:
    """Whether replies to a message go to its author by mail: as they chose, or the institution."""
    chosen = campaign.replies_mailed if campaign is not None else None
    return institution.replies_mailed if chosen is None else chosen


def choose(actor: Actor, campaign: Campaign, now: int, *, mailed: bool) -> None:
    """Let replies to their message go to ``actor`` by mail from now on, or no more."""
    if is_wanted(actor.institution, campaign) != mailed:
        campaign.replies_mailed = mailed
        journal.write(actor, "campaign.forwarded", campaign, now, after={"replies_mailed": mailed})


def forward(
    institution: Institution, place: Place, kept: KeptReply, public_url: str, now: int
) -> None:
    """Let a mail wait that tells the author of a message its reply at ``place``; never a number.

    Nothing waits where the reply answers no message, its author wants none, or has no address.
    """
    campaign = institution["campaigns"].get(kept.campaign) if kept.campaign else None
    if not is_wanted(institution, campaign):
        return
    author = institution["people"].get(campaign.author) if campaign is not None else None
    if campaign is None or author is None:
        return
    values = {
        "who": _called(institution, campaign, kept),
        "title": campaign.title,
        "text": kept.text,
        "link": link_to(institution, place, public_url),
    }
    outbox.post(institution, KIND, author.email, values, now, uid=author.__name__)


def _called(institution: Institution, campaign: Campaign, kept: KeptReply) -> outbox.Value:
    """Return the name of whoever wrote; where only a number is known, nobody's."""
    people = institution["people"]
    names = [people[uid].name for uid in people.with_number(kept.msisdn)]
    known = campaign.find_row(kept.row) is not None
    who = ", ".join(names) or (campaign.values(kept.row)[0] if known else "")
    return SOMEBODY if not who or tells_number(who) else who


def link_to(institution: Institution, place: Place, public_url: str) -> str:
    """Return the address of the page of a reply; without ``public_url``, its path alone."""
    month, key = place
    page = f"/institutions/{institution.__name__}/reply?month={month}&key={key}"
    return f"{public_url.rstrip('/')}{page}"
