"""The follow-up of replies, within a minute: their campaign, a STOP confirmed, others forwarded.

It is apart from the storing, which must be quick: the rows of the latest campaigns are looked at
once for all replies that have come.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from unisms.model.campaigns import Campaign
from unisms.model.replies import KeptReply, Place
from unisms.model.root import Institution, Root
from unisms.services.replies import answers, confirmations, mails
from unisms.services.replies.answers import Answered
from unisms.sms.sender_id import is_same

MOST = 1_000  # replies in one transaction
LATE = confirmations.LATE

Fresh = tuple[Place, KeptReply]


def follow(root: Root, name: str, now: int, public_url: str = "") -> set[str]:
    """Follow up the replies that came to the institution called ``name``, some of them.

    ``public_url`` is the address of the service in mails. Return the paths of the connections by
    which something waits to leave.
    """
    institution = root["institutions"].get(name)
    if institution is None:
        return set()
    box = institution.replies
    places = box.fresh()[:MOST]
    fresh = [(place, kept) for place in places if (kept := box.get(*place)) is not None]
    _link(institution, fresh)
    nudged = _confirm(institution, fresh, now)
    for place in places:
        box.settle(place)
        kept = box.get(*place)
        if kept is not None and not kept.word:
            mails.forward(institution, place, kept, public_url, now)
    return nudged


def _link(institution: Institution, fresh: Sequence[Fresh]) -> None:
    """Write down which message each of these replies answers."""
    campaigns = answers.latest_campaigns(institution)
    for place, found in answered(campaigns, fresh).items():
        name = found.campaign.__name__
        kept = institution.replies.change(place, campaign=name, row=found.number)
        if institution.leavings is not None:
            institution.leavings.answer(kept.at, kept.msisdn, name)


def answered(campaigns: Sequence[Campaign], fresh: Sequence[Fresh]) -> dict[Place, Answered]:
    """Return ``{place: Answered}`` of these replies.

    That is the last message that left to the number before, by the connection and with the sender
    ID that the reply came to; if no such message is known, the last one by that connection.
    """
    found: dict[Place, Answered] = {}
    for (path, to), group in groupby(sorted(fresh, key=_way), _way):
        of_way = [(place, kept.msisdn, kept.at) for place, kept in group]
        carried = [one for one in campaigns if path in ("", one.connection)]
        same = [one for one in carried if is_same(one.sender_id, to)]
        for candidates in (same, carried):
            wanting = [one for one in of_way if one[0] not in found]
            found |= answers.messages(candidates, wanting)
    return found


def _way(fresh: Fresh) -> tuple[str, str]:
    return fresh[1].connection, fresh[1].to


def _confirm(institution: Institution, fresh: Sequence[Fresh], now: int) -> set[str]:
    """Confirm what these replies were obeyed as; return the connections to nudge."""
    obeyed = _last_words(institution, fresh, now)
    if not obeyed:
        return set()
    confirmed = confirmations.confirmed_lately(institution, now)
    nudged = set()
    for place, kept in obeyed:
        sent = confirmations.confirm(institution, kept, confirmed.get(kept.msisdn, ()), now)
        if isinstance(sent, str):
            institution.replies.change(place, unconfirmed=sent)
        else:
            nudged.add(sent.connection)
            institution.replies.change(place, confirmed_at=now)
    return nudged


def _last_words(institution: Institution, fresh: Sequence[Fresh], now: int) -> list[Fresh]:
    """Return of each number the last of these replies that was obeyed, if it still counts.

    Of the others it is noted that it says the same, or that something else counts since.
    """
    last: dict[str, Fresh] = {}
    obeyed = [one for one in sorted(fresh, key=lambda one: one[1].at) if one[1].word]
    for place, kept in obeyed:
        if confirmations.holds(institution, kept, now):
            last[kept.msisdn] = place, kept
    for place, kept in obeyed:
        told = last.get(kept.msisdn, (None, None))
        if told[0] != place:
            why = confirmations.TWICE if _says_same(told[1], kept) else confirmations.OVERTAKEN
            institution.replies.change(place, unconfirmed=why)
    return [*last.values()]


def _says_same(one: KeptReply | None, other: KeptReply) -> bool:
    return one is not None and (one.word, one.theme) == (other.word, other.theme)


def waiting(root: Root, _now: int) -> Iterator[tuple[str, str]]:
    """Yield the tasks that follow up replies."""
    for name, institution in root["institutions"].items():
        if institution.replies.fresh():
            yield "follow_replies", name
