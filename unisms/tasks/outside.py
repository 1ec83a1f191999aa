"""Audiences that outsiders know: asked between two transactions, with none open."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from unisms import seams
from unisms.ports import AudienceAway, AudienceGone, Person
from unisms.seams.registry import Announcements
from unisms.services.audience.questions import AWAY, GONE, Answer, Question
from unisms.tasks.trying import within

log = logging.getLogger(__name__)
PATIENCE = 30  # seconds that an outsider has to answer


def answers(registry: Announcements, questions: Iterable[Question]) -> dict[Question, Answer]:
    """Return ``{question: Answer}``. An outsider that is slow or fails is an answer, too."""
    return {question: answer(registry, question) for question in questions}


def answer(registry: Announcements, question: Question) -> Answer:
    """Return the ``Answer`` of one outsider."""
    try:
        kind = registry.audience_kinds[question.kind]
        return Answer(within(PATIENCE, lambda: _people(kind.ask(question.about))))
    except AudienceGone:
        return Answer(problem=GONE)
    except AudienceAway as trouble:
        log.warning("audience %s: no answer (%s)", question.kind, trouble.code or "away")
        return Answer(problem=trouble.code or AWAY)
    except OSError as trouble:  # a timeout is one
        log.warning("audience %s: no answer (%s)", question.kind, type(trouble).__name__)
    except Exception as trouble:  # noqa: BLE001 a kind may be somebody else's
        log.error("audience %s: %s", question.kind, seams.risen(trouble))
    return Answer(problem=AWAY)


def _people(told: Iterable[Iterable[Any]]) -> tuple[Person, ...]:
    """Take an answer in while it may still fail: of it, the freeze believes everything."""
    return tuple(_plain(*one) for one in told)


def _plain(
    uid: str,
    name: str,
    msisdns: Iterable[str] = (),
    email: str = "",
    attributes: Mapping[str, str] | None = None,
    *_field: object,
) -> Person:
    known = {str(title): str(value) for title, value in (attributes or {}).items()}
    return Person(str(uid), str(name), tuple(map(str, msisdns)), str(email), known)
