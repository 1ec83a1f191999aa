"""How far the roles of a person let them go: to whom, with what text, how much, when, and who pays.

Of several roles the most generous counts, each limit for itself.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypedDict

from unisms.model.acl import Permission
from unisms.model.kinds import kinds_behind, parts_behind
from unisms.model.mail_copies import MailCopy
from unisms.model.roles import Limits
from unisms.model.root import Institution
from unisms.model.templates import MessageTemplate
from unisms.model.wordings import Wording
from unisms.services.ground.actor import Actor, Held
from unisms.services.ground.problem import Problem
from unisms.services.rights import rights
from unisms.sms import template
from unisms.sms.template import BLANK
from unisms.sms.visible import visible


class DraftFields(TypedDict, total=False):
    """The fields of a draft, as its author chooses them and a campaign keeps them."""

    title: str
    text: str
    audience: tuple[tuple[str, str], ...]
    account: str
    connection: str
    sender_id: str
    urgent: bool
    purpose: tuple[str, ...]
    reason: str
    on_doubt: str
    plain_values: bool
    leaving_link: bool
    wording: tuple[Any, ...]
    timing: tuple[str | bool, ...]
    mail_copy: tuple[Any, ...]
    minus: tuple[tuple[str, str], ...]
    once: str


class Reach(NamedTuple):
    """How far one may go when a certain account pays."""

    limits: Limits  #: of all roles together; ``hours`` are then pairs of (from, to)
    groups: frozenset[str] | None  #: the only groups one may write to; ``None``: whomever one finds


def of(actor: Actor, account: str) -> Reach | None:
    """Return the ``Reach`` of ``actor`` if ``account`` pays; ``None`` if they may not charge it."""
    institution = actor.institution
    roles = [one for one in _senders(actor) if _charges(institution, one, account)]
    if not roles:
        return None
    limits = [rights.limits_of(institution, one.role) for one in roles]
    return Reach(_together(limits), _only_groups(roles))


def groups(actor: Actor) -> frozenset[str] | None:
    """Return the only groups that ``actor`` may write to, whoever pays; ``None`` for any group."""
    return _only_groups([one for one in _senders(actor) if not one.scope.startswith("templates/")])


def _only_groups(roles: Sequence[Held]) -> frozenset[str] | None:
    groups = frozenset(one.scope.removeprefix("groups/") for one in roles)
    return groups if all(one.scope.startswith("groups/") for one in roles) else None


def _senders(actor: Actor) -> list[Held]:
    known = actor.institution.permissions_of_roles()
    return [one for one in actor.held if Permission.CAMPAIGN_COMPOSE in known.get(one.role, ())]


def _charges(institution: Institution, one: Held, account: str) -> bool:
    if one.scope.startswith("accounts/"):
        return one.scope == f"accounts/{account}"
    named = rights.limits_of(institution, one.role).accounts
    return not one.scope.startswith("templates/") and (not named or account in named)


def _together(limits: Sequence[Limits]) -> Limits:
    return Limits(
        audience=_most([one.audience for one in limits]),
        daily=_most([one.daily for one in limits]),
        free_text=any(one.free_text for one in limits),
        typed_numbers=any(one.typed_numbers for one in limits),
        sender_ids=_union([one.sender_ids for one in limits]),
        hours=_union([one.hours and (one.hours,) for one in limits]),
    )


def _most(numbers: Sequence[int]) -> int:
    return 0 if 0 in numbers else max(numbers)


def _union(sets: Sequence[tuple[tuple[int, int] | str, ...]]) -> tuple[tuple[int, int] | str, ...]:
    return () if () in sets else tuple(dict.fromkeys(item for one in sets for item in one))


def accounts(actor: Actor) -> list[str]:
    """Return the names of the open accounts that ``actor`` may charge.

    The service's own is none of them: it pays for what the service sends by itself.
    """
    return [
        name
        for name, account in actor.institution["accounts"].items()
        if not account.closed and not account.overdraft and of(actor, name) is not None
    ]


def problems(actor: Actor, fields: DraftFields) -> tuple[Problem, ...]:
    """Return every ``Problem`` that keeps these fields of a draft from being theirs."""
    institution, allowed = actor.institution, of(actor, fields["account"])
    if allowed is None:
        exists = fields["account"] in institution["accounts"]
        return (Problem("account", "not_yours"),) if exists else ()
    wrong, limits = [], allowed.limits
    known = kinds_behind(institution)
    if not may_address(institution, allowed.groups, fields["audience"]):
        wrong.append(Problem("audience", "not_yours"))
    if not may_address(institution, allowed.groups, fields.get("minus", ())):
        wrong.append(Problem("minus", "not_yours"))
    chosen = parts_behind(institution, fields["audience"])
    if not limits.typed_numbers and any(known[kind].is_typed for kind, _ in chosen):
        wrong.append(Problem("numbers", "directory_only"))
    if not limits.free_text:
        wrong += _own_words(institution, fields)
    if limits.sender_ids and fields["sender_id"] and fields["sender_id"] not in limits.sender_ids:
        wrong.append(Problem("sender_id", "not_yours"))
    return tuple(wrong)


def _own_words(institution: Institution, fields: DraftFields) -> list[Problem]:
    """Return each ``Problem`` of a text that says more than a template and its blanks."""
    wording = Wording(*fields.get("wording", ()))
    texts = [(fields["text"], wording.composed)]
    texts += [(one.text, one.composed) for one in wording.texts]
    found = []
    for place, (text, composed) in enumerate(texts):
        if follows_template(institution, text):
            continue
        if composed and follows_template(institution, composed):
            found.append(Problem("blanks", "long", BLANK))
        else:
            found.append(Problem("other_text" if place else "text", "template_only"))
    mailed = MailCopy(*fields.get("mail_copy", ()))
    if mailed.subject or mailed.body:
        found.append(Problem("mail_body", "template_only"))
    return found


def may_address(
    institution: Institution, groups: frozenset[str] | None, audience: tuple[tuple[str, str], ...]
) -> bool:
    """Whether the audience is within the ``groups`` one may write to; ``None`` is no bound."""
    if groups is None:
        return True
    known, parts = kinds_behind(institution), parts_behind(institution, audience)
    return all(known[kind].group(name) in groups for kind, name in parts)


def may_read(institution: Institution, groups: frozenset[str], part: tuple[str, str]) -> bool:
    """Whether no group behind a part of an audience is beyond the ``groups`` one may write to."""
    known = kinds_behind(institution)
    named = (known[kind].group(name) for kind, name in parts_behind(institution, (part,)))
    return all(group in groups for group in named if group)


def follows_template(institution: Institution, text: str) -> bool:
    """Whether ``text`` is a template's, its blanks perhaps filled."""
    seen = visible(text)
    return any(template.fits(seen, visible(one.text), BLANK) for one in templates(institution))


def templates(institution: Institution) -> Iterator[MessageTemplate]:
    """Yield the message templates that are not archived, those of departments too."""
    for one in institution["templates"].values():
        for each in [one] if isinstance(one, MessageTemplate) else one.values():
            if not each.archived:
                yield each
