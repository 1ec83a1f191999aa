"""The line of mails: taken in turns out of all outboxes, and what became of each written down.

A mail that was taken is leased: should its worker die, another one takes it later. Between the
answer of the server and its commit a worker may die, and the mail leaves twice then, with one
Message-ID.
"""

from collections.abc import Iterator, Sequence
from email.errors import MessageError
from itertools import islice
from typing import NamedTuple

from unisms.model.outbox import (
    FAILED,
    LEAVING,
    LEFT,
    WAITING,
    Away,
    Enclosure,
    Mail,
    Outbox,
    outbox_of,
)
from unisms.model.root import Institution, Root, holders
from unisms.services.ground import lives
from unisms.services.ground.outbox import ERASED, PATIENCE
from unisms.services.mail import bounces, causes, envelopes, markup
from unisms.services.mail.envelopes import (
    NO_MAKERS,
    Letter,
    MailAnswer,
    MailServerAway,
    Makers,
)
from unisms.services.mail.letters import LeasedMail, Letterhead, Texts, Unwritable, compose
from unisms.services.mail.servers import MailServer

BATCH = 10  # mails that are taken at once: as many may leave twice if a worker is killed
LEASE = 600  # seconds
AHEAD = 60  # seconds of mails that may be taken before their moment, at the set rate
FIRST, LONGEST = 60, 12 * 3600  # seconds until a mail is tried again
LONGEST_AWAY = 900  # seconds until a server that took nothing is tried again
KEPT_WORDS = 200  # characters of an answer
WITHDRAWN = "withdrawn"  # a mail that is not to leave any more
ENDED = {LEFT, FAILED}
MOST_UNANSWERED = 3  # tries after which a mail may have arrived as often
MANY = 10  # addresses that no server refuses one after the other, unless it is wrong itself


class HandedOver(NamedTuple):
    """A letter and the answer to it; ``None``: it was not handed over."""

    letter: Letter
    answer: MailAnswer | None


def to_send(root: Root, now: int) -> Iterator[tuple[str]]:
    """Yield the task that sends, if a mail waits that is due."""
    if not _rests(root, now) and any(_due(one, now, 1) for one in _outboxes(root).values()):
        yield ("send_mails",)


def claim(
    root: Root, texts: Texts, server: MailServer, now: int, makers: Makers = NO_MAKERS
) -> list[Letter]:
    """Take mails that are due, as many as may leave now; return them as letters.

    ``now`` is in epoch seconds. The holders take turns: the first mail of each comes before the
    second one of any. A mail that cannot be written fails.
    """
    if lives.is_held(root) or _rests(root, now):
        return []
    turns = sorted(
        (turn, due, holder, name)
        for holder, outbox in _outboxes(root).items()
        for turn, (due, name) in enumerate(_due(outbox, now, BATCH))
    )
    found = [
        _take(holder_called(root, holder), texts, server, name, now, makers)
        for _, _, holder, name in turns[: _allowed(root, server, now) if turns else 0]
    ]
    return [one for one in found if one is not None]


def _outboxes(root: Root) -> dict[str, Outbox]:
    """Return the outboxes that there are, by the name of their holder; the root has none."""
    found = (("" if one is root else one.__name__, one.outbox) for one in holders(root))
    return {name: outbox for name, outbox in found if outbox is not None}


def _due(outbox: Outbox, now: int, most: int) -> list[tuple[int, str]]:
    return [one for one in islice(outbox.due(), most) if one[0] <= now]


def _rests(root: Root, now: int) -> bool:
    """Whether the mail server took nothing a while ago, and is not tried yet."""
    away = away_of(root)
    return away is not None and now < away.again <= now + LONGEST_AWAY


def away_of(root: Root) -> Away | None:
    """Return the trouble with the mail server, or ``None``."""
    return Away(*root.outbox.away) if root.outbox is not None and root.outbox.away else None


def try_again(root: Root, now: int) -> None:
    """Let a mail server that took nothing be tried at once, at ``now`` (epoch seconds)."""
    away = away_of(root)
    if away is not None:
        outbox_of(root).away = tuple(away._replace(again=now))


def _allowed(root: Root, server: MailServer, now: int) -> int:
    """Take of the rate what may be taken now; return how many mails that is."""
    ours = outbox_of(root)
    begins = ours.paced_until if now <= ours.paced_until <= now + AHEAD else float(now)
    free = int((now + AHEAD - begins) * server.rate / 60)
    allowed = min(BATCH, max(free, 0))
    ours.paced_until = begins + allowed * 60 / server.rate
    return allowed


def _take(
    owner: Institution | Root,
    texts: Texts,
    server: MailServer,
    name: str,
    now: int,
    makers: Makers,
) -> Letter | None:
    """Take a mail out of its outbox as a letter; ``None``: it has none, or is withdrawn."""
    outbox = outbox_of(owner)
    mail = outbox.mail(name)
    try:
        made = _made(owner, outbox, name, makers)
        if made is None:
            outbox.remove(name)
            makers[mail.kind].note(owner, mail, WITHDRAWN)
            return None
        lease, mark = now + LEASE, envelopes.mark_of(owner, name)
        taken = LeasedMail(name, made[0], lease, mark, made[1])
        letter = compose(house_of(owner), server, texts, taken)
    except (Unwritable, MessageError, ValueError):
        failed = _failed(mail, causes.TEXT, now)
        outbox.change(name, failed)
        _tell(makers, owner, mail, failed.state)
        return None
    outbox.change(name, mail._replace(state=LEAVING, due=taken.lease))
    return letter


def _made(
    owner: Institution | Root, outbox: Outbox, name: str, makers: Makers
) -> tuple[Mail, Enclosure | None] | None:
    """Return a mail with the values of its texts, and its enclosure; ``None``: it is withdrawn."""
    mail = outbox.mail(name)
    if mail.kind not in makers:
        return mail, outbox.enclosure(name)
    written = makers[mail.kind].write(owner, mail)
    if written is None:
        return None
    html, values = written.html, tuple(written.values.items())
    return mail._replace(values=values), Enclosure(markup.styled(html), ()) if html else None


def _tell(makers: Makers, holder: Institution | Root, mail: Mail, state: str) -> None:
    if mail.kind in makers and state in ENDED:
        makers[mail.kind].note(holder, mail, state)


def holder_called(root: Root, name: str) -> Institution | Root:
    """Return the institution called ``name``, or the root if that is empty.

    :raises KeyError: there is no such institution (any more).
    """
    return root["institutions"][name] if name else root


def house_of(holder: Institution | Root) -> Letterhead:
    """Return the holder as its mails show it."""
    if not isinstance(holder, Institution):
        return Letterhead("", "unisms", "unisms", "", Institution.accent)
    sender = holder.mail_sender or holder.title
    return Letterhead(holder.__name__, holder.title, sender, holder.mail_reply_to, holder.accent)


def settle(
    root: Root,
    outcomes: Sequence[HandedOver],
    trouble: MailServerAway | None,
    now: int,
    makers: Makers = NO_MAKERS,
) -> dict[str, int]:
    """Write down what became of letters; return how many mails have each state now.

    ``trouble`` is that of the server, if it took nothing any more. A mail that was forgotten
    meanwhile stays so. One that somebody else has taken since is theirs, unless it has left.
    """
    if trouble is not None:
        _note_away(root, trouble, now)
    elif away_of(root) is not None and any(one.answer is not None for one in outcomes):
        outbox_of(root).away = ()
    counts = {LEFT: 0, WAITING: 0, FAILED: 0}
    outboxes, believes = _outboxes(root), _believes(outcomes)
    for letter, answer in outcomes:
        outbox = outboxes.get(letter.holder)
        mail = outbox.get(letter.name) if outbox is not None else None
        if outbox is None or mail is None or mail.state != LEAVING:
            continue
        settled = _settled(mail, answer, now, keeps=mail.kind in makers)
        if mail.due == letter.lease or settled.state == LEFT:
            outbox.change(letter.name, settled)
            counts[settled.state] += 1
            holder = holder_called(root, letter.holder)
            _tell(makers, holder, mail, settled.state)
            status = causes.status_told(answer) if believes and answer is not None else ""
            if settled.cause == causes.RECIPIENT and status:
                bounces.mark(holder, mail, status, now)
            if settled.kind == ERASED and settled.state != WAITING:
                outbox.remove(letter.name)
    return counts


def _believes(outcomes: Sequence[HandedOver]) -> bool:
    """Whether what a server says of addresses may be true: not if it knows none of many."""
    answers = [one.answer for one in outcomes if one.answer is not None]
    return len(answers) < MANY or any(one.code < 300 for one in answers)


def _settled(mail: Mail, answer: MailAnswer | None, now: int, *, keeps: bool = False) -> Mail:
    """Return a mail as it is after an answer, or after none was asked for.

    It ``keeps`` its values if they say nothing by themselves.
    """
    if answer is None:
        return mail._replace(state=WAITING, due=now)
    if 200 <= answer.code < 300:
        # A link in the text may be secret: it is theirs alone from now on.
        values = mail.values if keeps else ()
        silent = mail._replace(values=values, unsubscribe="", cause="", answer="")
        return silent._replace(state=LEFT, settled_at=now)
    status = causes.status_of(answer)
    cause = answer.cause or causes.cause_of(status, answer.words)
    unanswered = mail.unanswered + (cause == causes.UNANSWERED)
    told = mail._replace(tries=mail.tries + 1, answer=_words(answer), unanswered=unanswered)
    if answer.code >= 500 or mail.at + PATIENCE <= now or unanswered >= MOST_UNANSWERED:
        return _failed(told, cause, now)
    return told._replace(state=WAITING, cause=cause, due=now + pause(told.tries))


def _failed(mail: Mail, cause: str, now: int) -> Mail:
    return mail._replace(state=FAILED, cause=cause, settled_at=now)


def _words(answer: MailAnswer) -> str:
    words = " ".join(answer.words.split())
    return f"{answer.code} {words}".strip()[:KEPT_WORDS]


def pause(tries: int) -> int:
    """Return the seconds until a mail is tried again, after so many tries: a minute, then more."""
    return FIRST * 4 ** (tries - 1) if tries < 6 else LONGEST


def _note_away(root: Root, trouble: MailServerAway, now: int) -> None:
    """Note that the mail server takes nothing, and when it is tried again."""
    before = away_of(root)
    since, tries = (before.since, before.tries + 1) if before else (now, 1)
    again = now + min(FIRST * tries**2, LONGEST_AWAY)
    words = trouble.answer[:KEPT_WORDS]
    outbox_of(root).away = tuple(Away(since, again, tries, trouble.why, words))
