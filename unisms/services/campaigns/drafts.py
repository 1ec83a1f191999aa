"""Drafts of messages: begun, changed, discarded, handed to the check."""

from unisms.model.campaigns import Campaign
from unisms.model.folder import dated_name
from unisms.services.audience.kinds import columns_for, may_keep
from unisms.services.brokers.connections import usable
from unisms.services.campaigns.estimates import LONGEST_TEXT
from unisms.services.delivery.steering import require
from unisms.services.ground import journal
from unisms.sms import states, template
from unisms.sms.visible import visible


class BadDraft(ValueError):
    """A draft that cannot be kept; ``problems`` are pairs of field and code for the page."""

    def __init__(self, problems):
        super().__init__(problems)
        self.problems = problems


def draft(actor, *, now, name="", **fields):
    """Add a draft of ``actor`` to the institution's campaigns and return it.

    It is called ``name`` if that is of this day and free. ``fields`` as for ``change``.
    """
    institution, campaign = actor.institution, Campaign(actor.uid, now)
    _fill(actor, campaign, fields)
    own_name = free_name(institution, now)
    is_free = name[:8] == own_name[:8] and not any(
        name in taken for taken in _campaigns(institution)
    )
    institution["campaigns"].add(name if is_free else own_name, campaign)
    campaign.list_anew()
    journal.act(actor, campaign, "drafted", now)
    return campaign


def discard(actor, campaign, now):
    """Throw a campaign away of which nothing was sent; the journal keeps that there was one.

    :raises WrongState: something of it may have left.
    """
    require(campaign, states.DISCARD)
    journal.act(actor, campaign, "discarded", now)
    campaign.__parent__.remove(campaign.__name__)


def free_name(institution, now):
    """A name for a new campaign that no institution has for another: where they share a connection, the references of
    messages begin with it, and nothing else tells whose the news are. The others are looked at, never written to."""
    return dated_name(institution["campaigns"], now, _campaigns(institution))


def _campaigns(institution):
    """The folders of campaigns of every institution."""
    return [other["campaigns"] for other in institution.__parent__.values()]


def change(actor, campaign, *, now, **fields):
    """Change title, text, audience, account, connection (its path), sender_id, urgent, on_doubt or plain_values;
    what was frozen is forgotten.

    :raises BadDraft: with every field at fault; nothing has changed.
    """
    require(campaign, states.CHANGE)
    _fill(actor, campaign, fields)
    back_to_draft(campaign)
    journal.act(actor, campaign, "changed", now)


def _fill(actor, campaign, fields):
    problems = problems_of(actor, fields, campaign)
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


def problems_of(actor, fields, campaign=None):
    """Return pairs of field and code: what keeps these fields from being a draft of ``actor``.

    The audience that a ``campaign`` has already stays allowed when it is changed, though ``actor``
    could not choose it.
    """
    institution, problems, text = actor.institution, [], visible(fields.get("text", ""))
    if not text:
        problems.append(("text", "empty"))
    elif len(text) > LONGEST_TEXT:
        problems.append(("text", f"too_long:{LONGEST_TEXT}"))
        text = ""  # its placeholders can wait: there may be a great many
    if not fields.get("audience"):
        problems.append(("audience", "empty"))
    elif not all(may_keep(actor, pair, campaign) for pair in fields["audience"]):
        problems.append(("audience", "unknown"))
    elif unknown := template.unknown(text, columns_for(actor, fields["audience"], campaign)):
        problems.append(("text", f"unknown_placeholder:{', '.join(unknown)}"))
    if fields.get("account") not in institution["accounts"]:
        problems.append(("account", "unknown"))
    elif institution["accounts"][fields["account"]].closed:
        problems.append(("account", "closed"))
    connection = usable(institution).get(fields.get("connection"))
    if connection is None:
        problems.append(("connection", "unknown"))
    elif fields.get("sender_id") and fields["sender_id"] not in connection.accepted(
        institution.__name__
    ):
        problems.append(("sender_id", "unknown"))
    return tuple(problems)


def submit(campaign):
    """The draft is to be checked: a worker will prepare it."""
    require(campaign, states.SUBMIT)
    campaign.become(states.PREPARING)
    campaign.problem = ""
