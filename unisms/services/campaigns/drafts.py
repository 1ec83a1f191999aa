"""Drafts of messages: begun, changed, discarded, handed to the check."""

from unisms.model.campaigns import Campaign
from unisms.model.folder import dated_name
from unisms.model.root import institution_of
from unisms.services.campaigns import composition
from unisms.services.delivery.steering import require
from unisms.services.ground import journal
from unisms.sms import states
from unisms.sms.visible import visible


class BadDraft(ValueError):
    """A draft that cannot be kept, with every ``Problem`` of it."""

    def __init__(self, problems):
        super().__init__(problems)
        self.problems = problems


def write(institution, found, by, wanted, *, now, campaign=None, edition=None, name=""):
    """Write the ``Draft`` that the person ``by``, who has the roles ``found``, has ``wanted``.

    Return the campaign: a new one called as for ``draft``, or ``campaign`` changed. Where anything
    keeps it from being written, return a tuple of each ``Problem`` instead, one a field at most.
    ``edition`` is how often ``campaign`` had been changed when this person opened it, as a text.

    :raises WrongState: the campaign cannot be changed any more.
    """
    problems = composition.problems_of(institution, found, by, wanted, now, campaign, edition)
    if problems:
        return problems
    if campaign is None:
        return draft(institution, by, now=now, name=name, **wanted.fields())
    change(campaign, now=now, by=by, **wanted.fields())
    return campaign


def draft(institution, author, *, now, name="", **fields):
    """A new draft among the institution's campaigns, called ``name`` if that is of this day and free. ``fields`` as for
    ``change``."""
    campaign = Campaign(author, now)
    _fill(institution, campaign, fields, author)
    own_name = free_name(institution, now)
    is_free = name[:8] == own_name[:8] and not any(
        name in taken for taken in _campaigns(institution)
    )
    institution["campaigns"].add(name if is_free else own_name, campaign)
    campaign.list_anew()
    journal.act(campaign, now, author, "drafted")
    return campaign


def discard(campaign, by, now):
    """Throw a campaign away of which nothing was sent; the journal keeps that there was one.

    :raises WrongState: something of it may have left.
    """
    require(campaign, states.DISCARD)
    journal.act(campaign, now, by, "discarded")
    campaign.__parent__.remove(campaign.__name__)


def free_name(institution, now):
    """A name for a new campaign that no institution has for another: where they share a connection, the references of
    messages begin with it, and nothing else tells whose the news are. The others are looked at, never written to."""
    return dated_name(institution["campaigns"], now, _campaigns(institution))


def _campaigns(institution):
    """The folders of campaigns of every institution."""
    return [other["campaigns"] for other in institution.__parent__.values()]


def change(campaign, *, now, by, **fields):
    """Change title, text, audience, account, connection (its path), sender_id, urgent, on_doubt or plain_values;
    what was frozen is forgotten.

    :raises BadDraft: with every field at fault; nothing has changed.
    """
    require(campaign, states.CHANGE)
    _fill(institution_of(campaign), campaign, fields, by)
    back_to_draft(campaign)
    journal.act(campaign, now, by, "changed")


def _fill(institution, campaign, fields, by):
    problems = composition.problems_of_fields(institution, fields, by, campaign)
    if problems:
        raise BadDraft(problems)
    for field, value in fields.items():
        setattr(campaign, field, visible(value) if field == "text" else value)


def back_to_draft(campaign, problem=""):
    """Forget what was frozen; ``problem`` is the reason, for the page of the draft."""
    campaign.become(states.DRAFT)
    campaign.problem = problem
    campaign.check = campaign.agreed = ()
    campaign.clear_rows()


def submit(campaign):
    """The draft is to be checked: a worker will prepare it."""
    require(campaign, states.SUBMIT)
    campaign.become(states.PREPARING)
    campaign.problem = ""
