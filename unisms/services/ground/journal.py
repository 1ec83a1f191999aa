"""Writing into the audit journals: the service that does a thing writes it, for whatever door."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from unisms.model.audit import AuditEntry
from unisms.model.campaigns import Campaign
from unisms.model.folder import Resource, path_of, root_of
from unisms.model.root import Institution, Root, institution_of

if TYPE_CHECKING:
    from unisms.services.ground.actor import Actor

LONGEST = 4000  # characters of what was before, or after
#: the network address that what is done now comes from; a command has none
address = ContextVar("address", default="")
#: acts on a campaign that the journal tells, by their word in its history; the service's own are
#: not acts
ACTS = {
    "changed": "campaign.changed",
    "released": "campaign.sent",
    "tried": "campaign.tried",
    "paused": "campaign.paused",
    "resumed": "campaign.resumed",
    "stopped": "campaign.stopped",
    "resent": "campaign.resent",
    "mailed": "campaign.mailed",
    "written_off": "campaign.written_off",
    "discarded": "campaign.discarded",
    "scheduled": "campaign.scheduled",
    "hastened": "campaign.hastened",
    "cancelled": "campaign.cancelled",
    "asked": "campaign.asked",
    "approved": "campaign.approved",
    "refused": "campaign.refused",
    "sent_back": "campaign.sent_back",
    "withdrawn": "campaign.withdrawn",
    "reminded": "campaign.reminded",
}


@contextmanager
def unaddressed() -> Iterator[None]:
    """Write down acts of somebody who is not at the address that this request comes from."""
    token = address.set("")
    try:
        yield
    finally:
        address.reset(token)


def write(
    actor: "Actor",
    verb: str,
    resource: Resource,
    now: int,
    *,
    before: object = None,
    after: object = None,
    holder: Institution | Root | None = None,
) -> None:
    """Write into the journal of the institution of ``resource`` that ``actor`` did ``verb``.

    A resource of no institution has the operators' journal. ``now`` is in epoch seconds. ``before``
    and ``after`` are values that JSON can tell; never a secret, never a message's text or number.
    """
    holder = holder or holder_of(resource)
    inside = path_of(resource).removeprefix(path_of(holder).rstrip("/")) or "/"
    told = (told_as_json(before), told_as_json(after))
    holder.audit.record(AuditEntry(int(now), actor.name, verb, inside, address.get(), *told))


def holder_of(resource: Resource) -> Institution | Root:
    """Return the institution that ``resource`` is of, or the root."""
    institution = institution_of(resource)
    return root_of(resource) if institution is None else institution


def told_as_json(value: object) -> str:
    """Return a value as an entry keeps it."""
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False, default=list, sort_keys=True)[:LONGEST]


def act(actor: "Actor", campaign: Campaign, word: str, now: int, detail: str = "") -> None:
    """Add a line to the history of a campaign and, if a person did it, write it into the journal.

    A change by its own author is not told: it is theirs alone until it is sent.
    """
    campaign.remember(now, actor.uid, word, detail)
    verb = ACTS.get("tried" if campaign.trial and word == "released" else word)
    is_own = word == "changed" and actor.uid == campaign.author
    if actor.uid and verb and not is_own:
        write(actor, verb, campaign, now, after=_facts(campaign, word, detail))


def _facts(campaign: Campaign, word: str, detail: str) -> dict[str, int] | None:
    if word in ("released", "scheduled", "cancelled", "hastened"):
        return {"recipients": campaign.counted("recipients")}
    return {"messages": int(detail)} if detail else None
