"""Requests for a yes, and absences, in an institution's archive and in a person's dossier."""

from collections.abc import Iterator
from typing import Protocol

from unisms.model.approvals import Decision
from unisms.model.root import Institution
from unisms.services.ground.facts import Facts


class Decider(Protocol):
    """The person of a dossier."""

    @property
    def uid(self) -> str: ...


def requests(institution: Institution) -> Iterator[Facts]:
    """Yield each request for a yes, with its answers."""
    for name, campaign in institution["campaigns"].items():
        if (approval := campaign.approval) is not None:
            yield {
                "campaign": name,
                "by": approval.by,
                "asked_at": approval.asked_at,
                "asked": list(approval.asked),
                "ended_at": approval.ended_at,
                "answers": [Decision(*one)._asdict() for one in approval.answers],
            }


def absences(institution: Institution) -> Iterator[Facts]:
    """Yield each absence that an approver has noted."""
    if institution.awaiting is not None:
        for uid, absence in institution.awaiting.absences():
            yield {"uid": uid, **absence._asdict()}


def erase(institution: Institution, subject: Decider, _now: int) -> int:
    """Erase the comments that a person has given with their answers; return how many."""
    gone = 0
    for campaign in institution["campaigns"].values() if subject.uid else ():
        approval = campaign.approval
        if approval is not None and (count := approval.forget_comments(subject.uid)):
            gone += count
    return gone


def of_subject(institution: Institution, subject: Decider) -> Iterator[Facts]:
    """Yield what a person has decided about others' messages, and their absence."""
    if not subject.uid:
        return
    for told in absences(institution):
        if subject.uid in (told["uid"], told["deputy"]):
            yield told
    for name, campaign in institution["campaigns"].items():
        for stored in campaign.approval.answers if campaign.approval is not None else ():
            answer = Decision(*stored)
            if answer.uid == subject.uid:
                yield {"campaign": name, **answer._asdict()}
