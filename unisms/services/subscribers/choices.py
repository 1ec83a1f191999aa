"""The conditions that a person has accepted and, apart from them, what they agree to receive.

Accepting the conditions of use is no consent (CNIL on consent: GDPR, article 4, point 11, and
article 7, paragraph 2). Each purpose has a box and a proof of its own. A purpose that reaches
everybody who was informed (policy ``opt_out``) needs no box to be ticked: there the box says no.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from unisms.model.proofs import CONDITIONS, NO, PAGE, TASK, YES, Proof
from unisms.model.root import Institution
from unisms.model.themes import Theme
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.people import consent, themes
from unisms.services.people.consent import OtherConditions
from unisms.services.people.themes import ASKED, LEFT, MEMBER, Choices, Membership, SaidNo
from unisms.services.rules.policies import policy_of
from unisms.services.subscribers import departures, petitions
from unisms.sms.purposes import OPT_IN, PARTNER, SERVICE


class OwnTheme(NamedTuple):
    """A theme, with what its box says to a person."""

    membership: Membership
    asks: bool  #: whether messages need a yes; else the box says no
    ticked: bool

    @property
    def theme(self) -> Theme:
        return self.membership.theme

    @property
    def is_received(self) -> bool:
        """Whether its messages come: not yet where an owner has still to decide."""
        return self.membership.state == MEMBER if self.asks else not self.ticked


class Ticked(NamedTuple):
    """The answer of somebody about one theme."""

    ticked: bool
    choices: Choices = ()
    version: int = 0  #: the number of the wording that they had before them


class OnlyPart(ValueError):
    """They tell which part of a theme they want, without the yes of its own box."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(names)
        self.names = names  #: of the themes


class Changes(NamedTuple):
    """The themes that a person has joined, asked for or left, by name."""

    joined: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def asks_for_service(institution: Institution) -> bool:
    """Whether messages of service need a yes here."""
    return policy_of(institution, SERVICE) == OPT_IN


def accepted(institution: Institution, uid: str) -> Proof | None:
    """Return the last proof that ``uid`` has accepted the conditions, or ``None``.

    A yes to messages of service, as it was noted before the two were apart, is one too.
    """
    kinds = (CONDITIONS, SERVICE)
    proofs = institution["people"].proofs(uid)
    found = (one for one in proofs if one.kind in kinds and one.answer == YES and one.version)
    return max(found, key=lambda one: one.at, default=None)


def accept_conditions(actor: Actor, version: int, now: int) -> None:
    """Note that ``actor`` accepts this version of the conditions; they agree to nothing else by it.

    A second time, as by a button pressed twice, nothing is noted.

    :raises OtherConditions: another version counts by now.
    """
    institution, uid = actor.institution, actor.uid
    if not version or version != consent.version_that_counts(institution):
        raise OtherConditions
    proof = accepted(institution, uid)
    if proof is not None and proof.version == version:
        return
    people = institution["people"]
    people.note(uid, Proof(now, CONDITIONS, version=version, source=PAGE))
    journal.write(actor, "consent.conditions", people[uid], now, after={"version": version})


def offers(institution: Institution, uid: str) -> list[OwnTheme]:
    """Return what ``uid`` may choose, partners last."""
    found = [_offer(institution, one) for one in themes.of_person(institution, uid)]
    return sorted(
        (one for one in found if _is_offered(one, uid)),
        key=lambda one: (one.theme.kind == PARTNER, one.theme.title),
    )


def _offer(institution: Institution, one: Membership) -> OwnTheme:
    asks = policy_of(institution, one.theme.kind) == OPT_IN
    ticked = one.state in (MEMBER, ASKED) if asks else one.state == LEFT
    return OwnTheme(one, asks, ticked)


def _is_offered(offer: OwnTheme, uid: str) -> bool:
    """Whether a theme is shown: they may leave it, or join it (again)."""
    may_leave = not offer.asks or offer.membership.state in (MEMBER, ASKED)
    return may_leave or themes.is_open_to(offer.theme, uid)


def save(
    actor: Actor, chosen: Mapping[str, Ticked], now: int, service: Ticked | None = None
) -> Changes:
    """Let ``actor`` receive what they have ticked, at ``now`` (epoch seconds).

    ``chosen`` is by the name of a theme; one that is not among them stays as it is, and so do
    messages of service without an answer to them. Each change is a proof of its own. Nothing is
    written where an error is raised.

    :raises OnlyPart: a part of a theme is chosen without its yes: that is no consent.
    :raises OtherConditions: another wording counts by now of something that they agree to.
    :raises SaidNo: they want no message at all: that is to be taken back first.
    """
    institution, uid = actor.institution, actor.uid
    known = [one for one in offers(institution, uid) if one.theme.__name__ in chosen]
    pairs = [(one, chosen[one.theme.__name__]) for one in known]
    if parts := [one.theme.__name__ for one, choice in pairs if _is_only_part(one, choice)]:
        raise OnlyPart(parts)
    joins = [pair for pair in pairs if _is_yes(*pair)]
    says_yes = service is not None and service.ticked
    if (joins or says_yes) and institution["people"].word(uid) == NO:
        raise SaidNo
    if any(choice.version != one.theme.wordings.number for one, choice in joins):
        raise OtherConditions
    if service is not None:  # before all others: it may be refused
        _answer(actor, service, now)
    left = {one.theme.__name__: one.theme for one, choice in pairs if _is_no(one, choice)}
    if left:
        departures.leave(actor, left, now)
    told = [(one.theme.__name__, _join(actor, one, choice, now)) for one, choice in joins]
    return Changes(
        tuple(name for name, state in told if state == MEMBER),
        tuple(name for name, state in told if state == ASKED),
        tuple(left),
    )


def _answer(actor: Actor, service: Ticked, now: int) -> None:
    """Keep a yes to messages of service, or take it back.

    :raises OtherConditions: other conditions count by now; nothing is written.
    """
    if not service.ticked:
        departures.withdraw(actor, now)
    elif actor.institution["people"].word(actor.uid) != YES:
        consent.accept(actor, actor.uid, now, service.version)


def _is_yes(offer: OwnTheme, choice: Ticked) -> bool:
    """Whether a choice is a yes that was not said yet, or another choice of what to receive."""
    if not offer.asks:
        return offer.ticked and not choice.ticked
    if not choice.ticked or offer.membership.state == ASKED:
        return False
    member = offer.membership.member
    return member is None or member.choices != themes.chosen(offer.theme, choice.choices)


def _is_only_part(offer: OwnTheme, choice: Ticked) -> bool:
    """Whether somebody who is not in a theme has ticked a part of it, but not its own box."""
    is_left_out = offer.asks and not offer.ticked and not choice.ticked
    return is_left_out and any(values for _, values in choice.choices)


def _is_no(offer: OwnTheme, choice: Ticked) -> bool:
    return offer.ticked and not choice.ticked if offer.asks else choice.ticked and not offer.ticked


def _join(actor: Actor, offer: OwnTheme, choice: Ticked, now: int) -> str:
    theme, uid = offer.theme, actor.uid
    if offer.asks:
        if themes.join(actor, theme, uid, now, choices=choice.choices):
            return MEMBER
        actor.institution["me"].forget_left(uid)  # else an undo would decide in the owner's place
        petitions.tell_of_asking(theme, uid, now)
        return ASKED
    proof = Proof(now, theme.kind, theme.__name__, YES, choice.version, PAGE, TASK)
    themes.keep(theme, uid, proof)
    journal.write(actor, "theme.joined", theme, now)
    return MEMBER
