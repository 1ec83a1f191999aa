"""Drafts of messages: begun, changed, discarded, handed to the check."""

from typing import Unpack

from unisms.model.campaigns import Campaign
from unisms.services.brokers import references
from unisms.services.campaigns import composition, manuscripts
from unisms.services.campaigns.manuscripts import Draft
from unisms.services.delivery.steering import require
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.ground.problem import Problem
from unisms.services.rights.reaches import DraftFields
from unisms.sms import states
from unisms.sms.visible import visible


class BadDraft(ValueError):
    """A draft that cannot be kept, with every ``Problem`` of it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


def write(
    actor: Actor,
    wanted: Draft,
    *,
    now: int,
    campaign: Campaign | None = None,
    edition: str | None = None,
    name: str = "",
) -> Campaign | tuple[Problem, ...]:
    """Write the ``Draft`` that ``actor`` has ``wanted``.

    Return the campaign: a new one called as for ``draft``, or ``campaign`` changed. Where anything
    keeps it from being written, return a tuple of each ``Problem`` instead, one a field at most.
    Its purpose is then the one that follows (``manuscripts.purposeful``), and its texts are filled.
    ``edition`` is how often ``campaign`` had been changed when this person opened it, as a text.

    :raises WrongState: the campaign cannot be changed any more.
    """
    wanted = manuscripts.purposeful(actor.institution, wanted)
    wanted = manuscripts.completed(actor, wanted, campaign)
    problems = composition.problems_of(actor, wanted, now, campaign, edition)
    if problems:
        return problems
    if campaign is None:
        return draft(actor, now=now, name=name, **wanted.fields())
    change(actor, campaign, now=now, **wanted.fields())
    return campaign


def draft(actor: Actor, *, now: int, name: str = "", **fields: Unpack[DraftFields]) -> Campaign:
    """Add a draft of ``actor`` to the institution's campaigns and return it.

    It is called ``name`` if that is of this day and free. ``fields`` as for ``change``.
    """
    institution, campaign = actor.institution, Campaign(actor.uid, now)
    _fill(actor, campaign, fields)
    own_name = references.free_name(institution, now)
    is_free = name[:8] == own_name[:8] and not any(
        name in taken for taken in references.campaigns_of_all(institution)
    )
    institution["campaigns"].add(name if is_free else own_name, campaign)
    campaign.list_anew()
    journal.act(actor, campaign, "drafted", now)
    return campaign


def discard(actor: Actor, campaign: Campaign, now: int) -> None:
    """Throw a campaign away of which nothing was sent; the journal keeps that there was one.

    :raises WrongState: something of it may have left.
    """
    require(campaign, states.DISCARD)
    journal.act(actor, campaign, "discarded", now)
    campaign.__parent__.remove(campaign.__name__)


def change(actor: Actor, campaign: Campaign, *, now: int, **fields: Unpack[DraftFields]) -> None:
    """Change fields of a campaign, and forget the frozen audience.

    The fields are title, text, audience, account, connection (its path), sender_id, urgent,
    purpose, wording, timing and minus (as they are stored), reason, on_doubt, plain_values,
    leaving_link, once and mail_copy.

    :raises BadDraft: with every field at fault; nothing has changed.
    """
    require(campaign, states.CHANGE)
    _fill(actor, campaign, fields)
    campaign.schedule = ()
    back_to_draft(campaign)
    journal.act(actor, campaign, "changed", now)


def _fill(actor: Actor, campaign: Campaign, fields: DraftFields) -> None:
    problems = composition.problems_of_fields(actor, fields, campaign)
    if problems:
        raise BadDraft(problems)
    for field, value in fields.items():
        setattr(campaign, field, visible(str(value)) if field == "text" else value)
    campaign.say_exercise(actor.institution.language)


def back_to_draft(campaign: Campaign, problem: str = "", state: str = states.DRAFT) -> None:
    """Forget what was frozen; ``problem`` is the reason, for the page of the draft.

    ``state`` is another one that has that page.
    """
    campaign.become(state)
    campaign.problem = problem
    campaign.check = campaign.agreed = ()
    campaign.clear_rows()


def submit(campaign: Campaign) -> None:
    """The draft is to be checked: a worker will prepare it."""
    require(campaign, states.SUBMIT)
    campaign.become(states.PREPARING)
    campaign.problem = ""
