"""Consent and opt-outs of people, with their proofs, and the one judge of whom a message may reach.

The later of two answers counts. A no is a no to everything but emergencies, or to one theme; a yes
is asked for if the policy of the message's purpose says so. A number that was typed, or stands in a
file, belongs to the person that the directory names for it. A no belongs to the person, whatever
their number. It belongs to the number too, for the person who turns up with it after them, for 36
months or until they prove by a code that it is theirs. If the person was taken out, or has another
number now, the no is kept as a digest (``model.digests``).
"""

from collections.abc import Callable, Sequence

from unisms.model.conditions import Conditions
from unisms.model.folder import Resource
from unisms.model.leavings import note_proof
from unisms.model.people import Subscriber
from unisms.model.proofs import CONSENT, DESK, NO, PAGE, REPLY, TASK, WHOLE, YES, Proof
from unisms.model.recent import always
from unisms.model.root import Institution
from unisms.model.themes import Theme
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.people.suspensions import Suspensions
from unisms.services.rules import periods
from unisms.services.rules.policies import REFUSE, policy_of
from unisms.sms import causes, msisdn, purposes
from unisms.sms.purposes import OF_THEMES, OPT_IN, OVERRIDES, SERVICE


class OtherConditions(Exception):
    """Another version counts than the one to which a yes is said."""


class Reader:
    """The judge of whom messages of one ``purpose`` may reach at ``now`` (epoch seconds).

    All that is the same for everybody is looked up once, when the judge is made. A judge that
    ``asks`` nothing lets everybody pass: who has many to judge may look at that first. Flagged
    numbers are refused as well, but in an emergency.
    """

    def __init__(self, institution: Institution, purpose: Sequence[str], now: int) -> None:
        wanted = purposes.purpose(purpose)
        policy = policy_of(institution, wanted.kind)
        self._people, self._now = institution["people"], now
        self._is_of_themes = wanted.kind in OF_THEMES
        self._themes = _themes(institution, wanted.themes) if self._is_of_themes else ()
        self._policy, self._needs_yes = policy, policy == OPT_IN
        self._hears = policy != OVERRIDES and self._people.has_answers()
        self._heeds_pauses = self._people.has_pauses()
        self._no_foreigners = institution.foreign_numbers == REFUSE
        self._asks_consent = self._hears or self._needs_yes or self._is_of_themes
        self._suspensions = Suspensions(institution, wanted.kind)
        self.asks = self._asks_consent or self._suspensions.asks

    @property
    def concerns(self) -> Callable[[str], bool]:
        """Return whether there may be a ``refusal`` of a number: quick to have, if seldom so."""
        return always if self._asks_consent else self._suspensions.may_concern

    @property
    def asks_at_last(self) -> bool:
        """Whether somebody who was fit when a list was frozen may not be so any more."""
        return self.asks or self._no_foreigners

    @property
    def mark(self) -> tuple[int, str, bool]:
        """Return what a list that is judged now keeps for ``may_differ``: day and policies."""
        recent = self._people.recent
        return (recent.day if recent else 0, self._policy, self._no_foreigners)

    def may_differ(self, mark: Sequence[object]) -> Callable[[str, str], bool]:
        """Return whether something about a number and a uid may be another than at ``mark``.

        Without a mark, or where other policies count by now, all may be.
        """
        if not mark or tuple(mark[1:]) != self.mark[1:]:
            return always
        return self._people.changed_since(int(str(mark[0])))

    def refusal_at_last(self, number: str, uid: str = "") -> str | None:
        """Return why a number fit for a frozen list is written to no more, or ``None``.

        As for ``refusal``. A no that was heard before the freeze has set the number aside. So each
        present no came later, or at that moment, whatever the clocks say.
        """
        if self._no_foreigners and msisdn.is_foreign(number):
            return causes.FOREIGN_NOT_ALLOWED
        return self.refusal(number, uid)

    def refusal(self, number: str, uid: str = "") -> str | None:
        """Return why this number is not written to (``sms.causes``), or ``None``.

        ``uid`` is the person whom the message is for, if that is known; they may have another
        number in the directory. Otherwise the present and former holders of the number decide.
        """
        cause = self._refusal_of_consent(number, uid) if self._asks_consent else None
        return cause or self._suspensions.refusal(number)

    def _refusal_of_consent(self, number: str, uid: str) -> str | None:
        holders = self._people.with_number(number)
        if self._hears:
            if (uid and self._no(uid)) or self.is_refused_by_others(number, uid):
                return causes.OPT_OUT
            if self._heeds_pauses and self._is_paused(uid, holders):
                return causes.PAUSED
        if self._is_of_themes:
            return self._refusal_of_themes(number, uid, holders)
        if self._needs_yes and not any(map(self._said_yes, self._deciders(uid, holders))):
            return causes.NO_CONSENT
        return None

    def is_refused_by_others(self, number: str, uid: str) -> bool:
        """Whether a no of somebody else with this number, now or before, counts for ``uid``."""
        people, holders = self._people, self._people.with_number(number)
        latest = people.refused_at(number)
        for one in holders:
            if one != uid and self._no(one):
                latest = max(latest, people[one].opt_out_at)
        return latest > 0 and latest >= self._proven_at(uid, holders)

    def _no(self, uid: str) -> bool:
        return self._people.word(uid) == NO

    def _said_yes(self, uid: str) -> bool:
        return self._people.word(uid) == YES

    def _proven_at(self, uid: str, holders: Sequence[str]) -> int:
        """When the person, or the last of the holders who said no no, has proved the number."""
        known = [one for one in self._deciders(uid, holders) if not self._no(one)]
        return max((self._people[one].proven_at for one in known), default=0)

    def _deciders(self, uid: str, holders: Sequence[str]) -> Sequence[str]:
        """Return those whose yes counts: the person, if they are known, or else each holder."""
        return (uid,) if uid in self._people else holders

    def _is_paused(self, uid: str, holders: Sequence[str]) -> bool:
        deciders = self._deciders(uid, holders)
        until = self._people.paused_until
        return bool(deciders) and all(until(one) > self._now for one in deciders)

    def _refusal_of_themes(self, number: str, uid: str, holders: Sequence[str]) -> str | None:
        """Return why none of the themes reaches them, or ``None`` if one does."""
        deciders, cause = self._deciders(uid, holders), causes.NO_CONSENT
        for theme in self._themes:
            if self._has_left(theme, number, uid, holders):
                cause = causes.OPT_OUT
            elif not self._needs_yes or any(map(theme.has_member, deciders)):
                return None
        return cause

    def _has_left(self, theme: Theme, number: str, uid: str, holders: Sequence[str]) -> bool:
        if not theme.has_noes():
            return False
        if uid and theme.left_at(uid):
            return True
        latest = max((theme.refused_at(number), *map(theme.left_at, holders)))
        if not latest:
            return False
        deciders = self._deciders(uid, holders)
        proven = (self._people[one].proven_at for one in deciders if not theme.left_at(one))
        return latest >= max(proven, default=0)


def _themes(institution: Institution, names: Sequence[str]) -> tuple[Theme, ...]:
    folder = institution["themes"]
    return tuple(folder[name] for name in names if name in folder)


def version_that_counts(institution: Institution) -> int:
    """The number of the version of the conditions that counts; 0 where none was published."""
    return institution.conditions.number if institution.conditions else 0


def accept(
    actor: Actor, uid: str, now: int, version: int | None = None, *, noted: bool = False
) -> None:
    """Write down that ``uid`` says yes, at ``now`` (epoch seconds), to the present conditions.

    It is a yes to messages of service alone. ``version`` is the number of the version that they had
    before them, if they read it here. With ``noted`` they did not say it here, but at a desk or in
    a letter.

    :raises KeyError: there is nobody of that uid.
    :raises OtherConditions: another version counts by now.
    """
    institution = actor.institution
    number = version_that_counts(institution)
    if version not in (None, number):
        raise OtherConditions
    source, by = (DESK, actor.uid) if noted else (PAGE, "")
    basis = basis_of(institution, SERVICE)
    keep(institution, uid, Proof(now, SERVICE, "", YES, number, source, basis, by))
    verb = "consent.noted_yes" if noted else "consent.given"
    journal.write(actor, verb, institution["people"][uid], now)


def basis_of(institution: Institution, kind: str) -> str:
    """Return the lawful basis on which people who say yes are written to."""
    return CONSENT if policy_of(institution, kind) == OPT_IN else TASK


def opt_out(actor: Actor, uid: str, now: int, *, noted: bool = False) -> None:
    """Write down that ``uid`` says no at ``now`` (epoch seconds).

    Nothing more is sent to them but in an emergency.

    ``noted`` is as for ``accept``.

    :raises KeyError: there is nobody of that uid.
    """
    source, by = (DESK, actor.uid) if noted else (PAGE, "")
    keep(actor.institution, uid, _proof_of_no(now, source, by))
    verb = "consent.noted_no" if noted else "consent.refused"
    journal.write(actor, verb, actor.institution["people"][uid], now)


def keep(institution: Institution, uid: str, proof: Proof) -> None:
    """Let an answer to all messages, or to those of service, count for ``uid``; keep its proof.

    :raises KeyError: there is nobody of that uid.
    """
    people = institution["people"]
    if proof.answer == YES:
        people.consents(uid, proof.at, proof.version)
    else:
        people.opts_out(uid, proof.at)
    people.note(uid, proof)
    note_proof(institution, uid, proof)


def _proof_of_no(now: int, source: str, by: str = "") -> Proof:
    return Proof(now, WHOLE, answer=NO, source=source, by=by)


def refuse_number(
    actor: Actor, institution: Institution, number: str, now: int, source: str = ""
) -> tuple[str, ...]:
    """Write down that whoever answers from this number says no, at ``now`` (epoch seconds).

    It counts for those whose number it is, else for the number. Return their uids. The service has
    read a STOP; a person another word. ``source`` is of ``model.proofs``, where it is another.
    """
    people = institution["people"]
    uids = people.with_number(number)
    proof = _proof_of_no(now, source or (DESK if actor.uid else REPLY), actor.uid)
    for uid in uids:
        keep(institution, uid, proof)
    if not uids and number:
        people.refuse_number(number, now)
    verb = "consent.noted_no" if actor.uid else "reply.stopped"
    refused: list[Resource] = [people[uid] for uid in uids] or [people]
    for resource in refused:
        journal.write(actor, verb, resource, now)
    return uids


def allow_number(actor: Actor, number: str, now: int) -> None:
    """Take back what ``refuse_number`` wrote of a number that is nobody's."""
    people = actor.institution["people"]
    people.allow_number(number)
    journal.write(actor, "reply.allowed", people, now)


def publish(actor: Actor, text: str, now: int) -> int:
    """Let this text be the conditions that count; return the number of the version."""
    institution = actor.institution
    if institution.conditions is None:
        institution.conditions = Conditions()
    number = institution.conditions.publish(text, now, actor.uid)
    journal.write(actor, "conditions.published", institution, now, after={"version": number})
    return number


def is_refused_by_others(institution: Institution, subscriber: Subscriber) -> bool:
    """Whether a no of somebody else with their number, now or before, keeps messages from them."""
    reader, uid = Reader(institution, (), 0), subscriber.__name__
    return subscriber.said != NO and reader.is_refused_by_others(subscriber.msisdn, uid)


def forget(institution: Institution, now: int) -> None:
    """Write again to numbers that were refused 36 months ago, by people who have them no more."""
    institution["people"].forget_recent()
    before = now - periods.seconds_of(institution, periods.REFUSALS)
    institution["people"].forget_refusals(before)
    for theme in institution["themes"].values():
        theme.forget_refusals(before)
