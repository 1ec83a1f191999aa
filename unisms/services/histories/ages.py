"""The ages of histories: text and number as long as the institution keeps those, then the rest.

The rest is a line a message (day, department, purpose, end) for three years at most, where the
institution wants it. It is off unless somebody switches it on.
"""

from unisms.model.campaigns import Campaign
from unisms.model.history import PastCampaign
from unisms.model.root import Institution, institution_of
from unisms.model.rows import STATE
from unisms.services.rules import periods
from unisms.sms import states

DAY = 86400
NOTHING = " "  # of a row that has not left
LETTERS = {
    states.ACCEPTED: "a",
    states.DELIVERED: "d",
    states.FAILED: "f",
    states.EXPIRED: "e",
    states.UNCERTAIN: "u",
}
STATES = {letter: state for state, letter in LETTERS.items()}


def let_go(campaign: Campaign) -> None:
    """Keep the rest of a campaign that is about to be erased, or let its lines go."""
    institution = institution_of(campaign)
    if institution.history is None:
        return
    entered = institution.history.entered(campaign.__name__)
    past = None
    if institution.keeps_history and entered is not None:
        past = _past_of(institution, campaign, entered.month)
    institution.history.let_go(campaign.__name__, past)


def _past_of(institution: Institution, campaign: Campaign, month: str) -> PastCampaign:
    account = institution["accounts"].get(campaign.account)
    department = account.title if account is not None else campaign.account
    day = campaign.sent_at - campaign.sent_at % DAY + DAY // 2  # noon: the day is kept, no hour
    return PastCampaign(day, month, department, campaign.purpose, _ends(campaign))


def _ends(campaign: Campaign) -> str:
    """Return the letter of each row's state, from row 1 on."""
    letters = [NOTHING] * campaign.last_number()
    for number, row in campaign.stored_rows():
        letters[number - 1] = LETTERS.get(row[STATE], NOTHING)
    return "".join(letters)


def end_of(past: PastCampaign, row: int) -> str:
    """Return the state in which a row of an erased campaign ended; empty: it had not left."""
    return STATES.get(past.ends[row - 1 : row], "")


def forget(institution: Institution, now: int) -> None:
    """Forget what is three years old, or is kept no more, and the lines that led to it."""
    history = institution.history
    if history is not None:
        kept = periods.seconds_of(institution, periods.HISTORY)
        history.forget_past(now - kept if institution.keeps_history else now + DAY)
        history.clean()
