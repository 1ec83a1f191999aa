"""The kinds of audience: whether one is there, who may use it, and which columns it brings."""

from unisms.model.campaigns import FOLDERS
from unisms.services.audience import audience
from unisms.sms import template


def exists(institution, kind, name):
    """Whether the audience may name this."""
    if kind == "import":
        record = institution["imports"].get(name)
        return record is not None and record.state != "forgotten"
    folder = FOLDERS.get(kind)
    return name in institution[folder] if folder else kind == "number"


def may_use(actor, kind, name):
    """Whether ``actor`` may write to this: a file of people is its author's alone."""
    institution = actor.institution
    return exists(institution, kind, name) and (
        kind != "import" or institution["imports"][name].author == actor.uid
    )


def may_keep(actor, pair, campaign=None):
    """Whether ``actor`` may use this, or leave it in a ``campaign`` that has it."""
    kept = campaign is not None and pair in campaign.audience and exists(actor.institution, *pair)
    return kept or may_use(actor, *pair)


def columns_for(actor, pairs, campaign=None):
    """Return the columns that ``actor`` may put into a text to these ``pairs`` of audience.

    Of the file of somebody else, which a ``campaign`` has, only those that its text uses: what
    else is in the file stays its author's.
    """
    institution = actor.institution
    own = [pair for pair in pairs if may_use(actor, *pair)]
    others = [pair for pair in pairs if pair not in own]
    used = (
        template.columns_used(campaign.text, audience.columns_of(institution, others))
        if campaign
        else ()
    )
    return tuple(dict.fromkeys((*audience.columns_of(institution, own), *used)))


MOST_PERSONS = 500
