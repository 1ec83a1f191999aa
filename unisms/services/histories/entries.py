"""Lines of a campaign's rows: which campaigns wait for theirs, and writing them.

A large campaign takes a second. It is not to slow a message that leaves, so its lines are written
when it is over, or ten minutes after it began. The state of a message stays in its row, so receipts
change no line.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import islice

from unisms.model import digests
from unisms.model.campaigns import Campaign
from unisms.model.folder import look_up
from unisms.model.history import NUMBER, Entered, mark_of_number
from unisms.model.root import Institution, Root
from unisms.model.rows import MSISDN, STATE
from unisms.sms import states

PATIENCE = 600  # seconds after which a campaign under way has its lines
AT_ONCE = 100  # campaigns of an institution that a sweep finds: an upgrade brings thousands


def waiting(root: Root, now: int) -> Iterator[tuple[str, str]]:
    """Yield the tasks that write the lines of the campaigns whose time has come.

    The first sent is the first, because lines are told in the order in which they were written.
    """
    for institution in root["institutions"].values():
        for _, name in sorted(islice(_due(institution, now), AT_ONCE)):
            yield "enter_history", f"/institutions/{institution.__name__}/campaigns/{name}"


def _due(institution: Institution, now: int) -> Iterator[tuple[int, str]]:
    """Yield when each campaign was sent that need wait no more, and its name."""
    campaigns = institution["campaigns"]
    for name in institution.history.waiting() if institution.history is not None else ():
        campaign = campaigns.get(name)
        if campaign is None or campaign.state == states.CLOSED or _is_old(campaign, now):
            yield (campaign.sent_at if campaign is not None else 0), name


def _is_old(campaign: Campaign, now: int) -> bool:
    """Whether it began long ago, or in the future by a clock that was wrong."""
    return not 0 <= now - campaign.sent_at < PATIENCE


def enter(root: Root, path: str) -> int:
    """Write the lines of the campaign at ``path``, if it is there; return how many."""
    *_, institution_name, _, name = path.split("/")
    institution = root["institutions"].get(institution_name)
    history = institution.history if institution is not None else None
    if institution is None or history is None:
        return 0
    history.wait_no_more(name)
    campaign = look_up(root, path)
    if campaign is None or campaign.erased_at or campaign.trial:
        return 0  # a trial tells its author what somebody else will read
    known = history.entered(name)
    first = known.rows + 1 if known else 1
    rows = _rows(institution, campaign, first)
    loose = rows.pop("", [])
    month = known.month if known else f"{datetime.fromtimestamp(campaign.sent_at, UTC):%Y-%m}"
    entered = Entered(name, month, campaign.last_number(), known.loose if known else ())
    history.enter(entered.loosened(loose), rows)
    return sum(len(of_uid) for uid, of_uid in rows.items() if uid[0] != NUMBER)


def _rows(institution: Institution, campaign: Campaign, first: int) -> dict[str, list[int]]:
    """Return the numbers of the rows of each person, from row ``first`` on; of nobody at ``""``.

    Numbers of several people have no history that anybody may ask for: their lines stand under
    their digests. Those that are nobody's have none: a file of 40,000 numbers, sent to each month,
    would rewrite as many lines each time.
    """
    people, uid_of, found = institution["people"], campaign.uid, dict[str, list[int]]()
    mark = _marks(institution)
    for number, row in campaign.stored_rows(first):
        uid = uid_of(number) or people.alone_with(row[MSISDN])
        if row[STATE] == states.SET_ASIDE or uid not in people:
            uid = mark(row[MSISDN]) if len(people.with_number(row[MSISDN])) > 1 else ""
        found.setdefault(uid, []).append(number)
    return found


def _marks(institution: Institution) -> Callable[[str], str]:
    """Return what tells a number in the place of a uid; empty, if the key of digests is another."""
    try:
        digests.note_key(institution)
    except (digests.AnotherKey, digests.NoKey):
        return lambda _: ""
    return partial(mark_of_number, institution)
