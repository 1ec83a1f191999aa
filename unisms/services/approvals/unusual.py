"""Marks of a message at which a careful colleague would look twice, each with its sentence."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from unisms.model.campaign_lines import Listed
from unisms.model.campaigns import Campaign
from unisms.model.links import address_behind
from unisms.model.root import Institution, institution_of
from unisms.model.rows import MSISDN, STATE
from unisms.services.approvals.needs import SUNDAY, Reason, manner_of, weekday
from unisms.services.rules.hours import minute_of_day, within
from unisms.sms import sites, states
from unisms.sms.names import words
from unisms.sms.purposes import EMERGENCY

LOOKED_AT = 300  # of the latest campaigns, to compare with
RECENT = 7 * 86400  # seconds in which the same text is unusual
COMPARED = 8  # messages with the same text whose people are looked at
ALIKE = 0.9  # of the words of two texts, from which on they are the same
FOREIGN = 10  # percent of the segments to foreign numbers, from which on it is told
EVENING = (21 * 60 + 30, 8 * 60)  # minutes of the day
CAPITALS = 12  # letters in capitals in a row of words, more or less a sentence
MARKS = 3  # exclamation marks
SENT = states.where(released=True)
_CAPITALS = re.compile(r"[^\W\d_]{2,}")
_DOMAIN = re.compile(r"(?:https?://)?([^/:]+)")

FIRST, MOST, MOST_OF_ACCOUNT, AGAIN, SENDER, URGENT, ABROAD, LOUD = (
    "first",
    "most",
    "most_of_account",
    "again",
    "sender",
    "urgent",
    "abroad",
    "loud",
)
#: verdict on a site that is not the institution's -> the mark of the message
OF_SITES = {
    sites.SHORTENER: "site_shortener",
    sites.LOOKALIKE: "site_lookalike",
    sites.FOREIGN_LETTERS: "site_letters",
    sites.OTHER: "site_other",
}
NIGHT, SUNDAYS = "at_night", "on_sunday"


def of(campaign: Campaign, by: str, now: int) -> tuple[Reason, ...]:
    """Return what is unusual about a checked campaign that ``by`` wants to send at ``now``.

    It is compared with the latest campaigns of the institution.
    """
    past = list(_past(campaign))
    own = [one for one in past if one.author in (by, campaign.author)]
    return (
        *_of_size(campaign, past, own),
        *_of_text(campaign, past, now),
        *_of_way(campaign, past),
        *_abroad(campaign),
    )


def of_hour(institution: Institution, at: int) -> tuple[Reason, ...]:
    """Return what is unusual about a message that leaves at ``at``, epoch seconds."""
    found: list[Reason] = []
    if weekday(institution, at) == SUNDAY:
        found.append((SUNDAYS, ""))
    if within(EVENING, minute_of_day(institution, at)):
        found.append((NIGHT, minute_of_day(institution, at)))
    return tuple(found)


def _past(campaign: Campaign) -> Iterator[Campaign]:
    """Yield the latest campaigns of the institution that were sent, trials left out."""
    folder = institution_of(campaign)["campaigns"]
    for name in islice(folder.latest(), LOOKED_AT):
        told = Listed(*(folder.listed(name) or folder[name].listed))
        if told.state in SENT and told.author and name != campaign.__name__:
            one = folder[name]
            if not one.trial:
                yield one


def _of_size(
    campaign: Campaign, past: Sequence[Campaign], own: Sequence[Campaign]
) -> Iterator[Reason]:
    """Tell that it is the first of its author, or larger than any before of theirs or its payer."""
    people = campaign.counted("recipients")
    if not own:
        yield FIRST, ""
    elif people > (most := _most(own)):
        yield MOST, (people, most)
    paid = [one for one in past if one.account == campaign.account]
    if paid and people > (most := _most(paid)):
        yield MOST_OF_ACCOUNT, (people, most)


def _most(campaigns: Sequence[Campaign]) -> int:
    return max(int(one.counted("recipients")) for one in campaigns)


def _of_text(campaign: Campaign, past: Sequence[Campaign], now: int) -> Iterator[Reason]:
    """Tell of a text sent lately, of links that lead elsewhere, of one that shouts."""
    yield from _again(campaign, past, now)
    own = own_sites(institution_of(campaign))
    for site in sites.sites(" ".join(campaign.texts)):
        if code := sites.verdict(site, own):
            shown = sites.readable(site)
            yield OF_SITES[code], site if shown == site else f"{site} ({shown})"
    if any(map(is_loud, campaign.texts)):
        yield LOUD, ""


def own_sites(institution: Institution) -> tuple[str, ...]:
    """Return the sites that are the institution's: as it says, of its mails, of this service."""
    told = [*manner_of(institution).sites, _host(address_behind(institution))]
    for address in (institution.mail_sender, institution.mail_reply_to):
        told.append(address.rpartition("@")[2].strip("> "))
    return tuple(dict.fromkeys(one.lower() for one in told if one))


def _host(address: str) -> str:
    found = _DOMAIN.match(address)
    return found[1] if found else ""


def is_loud(text: str) -> bool:
    """Whether most of a text is in capitals, or it has many exclamation marks."""
    letters = _CAPITALS.findall(text)
    loud = sum(len(one) for one in letters if one.isupper())
    return text.count("!") >= MARKS or (loud >= CAPITALS and 2 * loud > sum(map(len, letters)))


def _again(campaign: Campaign, past: Sequence[Campaign], now: int) -> Iterator[Reason]:
    """Tell of the latest message with the same text to some of the same people, lately."""
    said = {*words(campaign.text)}
    lately = (one for one in past if one.sent_at >= now - RECENT and one.text)
    alike = list(islice((one for one in lately if _is_alike(said, one)), COMPARED))
    numbers = _numbers(campaign) if alike else set()
    for one in alike:
        if shared := len(numbers & _numbers(one)):
            yield AGAIN, (shared, one.title)
            return


def _is_alike(said: set[str], other: Campaign) -> bool:
    """Whether the text of another message has more or less the words that are ``said``."""
    then = {*words(other.text)}
    return bool(said) and len(said & then) >= ALIKE * len(said | then)


def _numbers(campaign: Campaign) -> set[str]:
    """Return the numbers to which a campaign was written, or is to be."""
    aside = (states.SET_ASIDE, states.STOPPED)
    return {row[MSISDN] for _, row in campaign.stored_rows() if row[STATE] not in aside}


def _of_way(campaign: Campaign, past: Sequence[Campaign]) -> Iterator[Reason]:
    """Tell of a sender ID that no campaign before had, and of one that overtakes the others."""
    if campaign.sender_id and campaign.sender_id not in {one.sender_id for one in past}:
        yield SENDER, campaign.sender_id
    if campaign.urgent and campaign.purpose != (EMERGENCY,):
        yield URGENT, ""


def _abroad(campaign: Campaign) -> Iterator[Reason]:
    """Tell a share of foreign numbers that is large."""
    abroad = sum(dict(campaign.counted("abroad", ())).values())
    share = 100 * abroad // max(1, campaign.counted("segments"))
    if share >= FOREIGN:
        yield ABROAD, share
