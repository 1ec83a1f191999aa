"""Mails of campaigns written into the outbox as their messages leave, batch after batch.

A mail holds nothing but the name of its campaign and the number of a row: its text is made when it
leaves (``letters``), so that what was stopped or erased meanwhile says nothing.
"""

from collections.abc import Iterator

from unisms.model.campaigns import Campaign
from unisms.model.folder import look_up, path_of
from unisms.model.mail_copies import (
    AUTHOR,
    AUTHORS,
    FAILED,
    LACKING,
    LEFT,
    WAITING,
    CopyStates,
)
from unisms.model.outbox import FAILED as MAIL_FAILED
from unisms.model.outbox import LEFT as MAIL_LEFT
from unisms.model.outbox import RETURNED, Mail, outbox_of
from unisms.model.root import Institution, Root, institution_of
from unisms.model.rows import STATE
from unisms.services.copies.addresses import Addressee, addressees
from unisms.services.copies.copies import is_wanted, is_written, tally
from unisms.services.copies.mails import COPY
from unisms.services.ground import outbox
from unisms.sms import states

BATCH = 500  # rows that are looked at in one transaction
MOST_WAITING = 300  # mails of a campaign that wait at once: other mails wait behind them
_STATES = {MAIL_LEFT: LEFT, MAIL_FAILED: FAILED, RETURNED: FAILED, LACKING: LACKING}


def waiting(root: Root, _now: int) -> Iterator[tuple[str, str]]:
    """Yield the tasks that write mails of campaigns, where there is room for more."""
    for institution in root["institutions"].values():
        names = institution.outbox.copying if institution.outbox is not None else ()
        for name in names:
            campaign = institution["campaigns"].get(name)
            found = campaign.copies if campaign is not None else None
            if found is None or found.count(WAITING) < MOST_WAITING:
                yield "post_copies", f"{path_of(institution['campaigns'])}/{name}"


def post(root: Root, path: str, now: int) -> bool:
    """Write mails of the campaign at ``path`` into the outbox; return whether there is more to do.

    Rows are taken in order, and only once their message has left or never will. ``now`` is in
    epoch seconds.
    """
    campaign, institution = look_up(root, path), root["institutions"].get(path.split("/")[2])
    if institution is None:
        return False
    if campaign is None or campaign.copies is None or campaign.erased_at:
        _is_done(institution, path.rpartition("/")[2])
        return False
    found, addressee = campaign.copies, addressees(campaign)
    end = campaign.last_number()
    for number in range(found.cursor, min(found.cursor + BATCH, end + 1)):
        row = campaign.stored_row(number)
        if row[STATE] == states.QUEUED or found.count(WAITING) >= MOST_WAITING:
            return False  # the sweep comes back
        found.cursor = number + 1
        if is_wanted(campaign, row) and not is_written(found, number):
            _write(campaign, found, number, addressee(number), now)
    if found.cursor <= end:
        return True
    _write_authors(campaign, found, now)
    is_over = states.STAGES[campaign.state].waits == states.OVER
    if is_over and not found.count(WAITING):
        _is_done(institution, campaign.__name__)
    return False


def written(root: Root, path: str) -> int:
    """Return how many mails of the campaign at ``path`` were written so far."""
    campaign = look_up(root, path)
    mailed = tally(campaign) if campaign is not None else None
    return mailed.all if mailed is not None else 0


def _write(campaign: Campaign, found: CopyStates, number: int, to: Addressee, now: int) -> None:
    institution = institution_of(campaign)
    values: dict[str, outbox.Value] = {"campaign": campaign.__name__, "row": number}
    person = institution["people"].get(to.uid) if to.uid else None
    language = person.language if person and person.language else institution.language
    name = outbox.post(institution, COPY, to.address, values, now, language=language, uid=to.uid)
    state = outbox_of(institution).mail(name).state if name else LACKING
    found.note(number, _STATES.get(state, WAITING))


def _write_authors(campaign: Campaign, found: CopyStates, now: int) -> None:
    """Write the author's own copy, once all others are written."""
    author = institution_of(campaign)["people"].get(campaign.author)
    if AUTHOR in campaign.mailed.to and not found.has_authors:
        found.has_authors = True
        if author is not None:
            _write(campaign, found, AUTHORS, Addressee(author.email, campaign.author), now)


def _is_done(institution: Institution, name: str) -> None:
    box = outbox_of(institution)
    box.copying = tuple(one for one in box.copying if one != name)


def settle_lost(institution: Institution, _now: int) -> None:
    """Let the mails fail that nobody has told of: they were thrown away, or waited too long."""
    box = institution.outbox
    if box is None or not box.copying:
        return
    there = {mail.values for _, mail in box.waiting() if mail.kind == COPY}
    for name in box.copying:
        campaign = institution["campaigns"].get(name)
        if campaign is not None and campaign.copies is not None:
            for number in [*campaign.copies.numbers(WAITING)]:
                if (("campaign", name), ("row", str(number))) not in there:
                    campaign.copies.note(number, FAILED)


def note(institution: Institution, mail: Mail, state: str) -> None:
    """Note what became of a mail: ``state`` is that of the outbox, or one of ``MAILED``."""
    told = dict(mail.values)
    campaign = institution["campaigns"].get(told.get("campaign", ""))
    if campaign is not None and campaign.copies is not None and told["row"].isdecimal():
        campaign.copies.note(int(told["row"]), _STATES.get(state, state))
