"""The institution's own people: found, taken out, given passwords, signed out.

Their messages are never touched.
"""

import re

from unisms.model.folder import is_reserved
from unisms.model.people import Subscriber
from unisms.model.reliance import rely_on
from unisms.model.roles import PERSON, Grant
from unisms.model.root import AUTHORED, Institution, Root
from unisms.model.searched import SHOWN
from unisms.services.brokers import proposals
from unisms.services.door import passwords, second_factor, sessions, throttle
from unisms.services.door.passwords import TooWeak
from unisms.services.ground import journal, outbox, records
from unisms.services.ground.actor import Actor
from unisms.services.people import reminders, themes, unsent_forms
from unisms.services.rights import daily, rights
from unisms.services.rights.rights import LastAdministrator, NotYours

IDENTITY = ("name", "msisdn", "email")  # these tell one person from another, and reach them
LONGEST_NAME, LONGEST_EMAIL = 80, 254  # characters; the second: RFC 5321, 4.5.3.1.3
_UID = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def is_uid(text: str) -> bool:
    """Whether somebody may have ``text`` as their uid: it is short, plain, and no page's name."""
    return _UID.fullmatch(text) is not None and not is_reserved(text)


def is_email(text: str) -> bool:
    """Whether ``text`` looks like an address that mail can be sent to."""
    fits = len(text) <= LONGEST_EMAIL and text.isprintable()
    return fits and _EMAIL.fullmatch(text) is not None


def search(institution: Institution, text: str, *, by_number: bool, most: int = SHOWN) -> list[str]:
    """Return the uids of the first ``most`` people that a search finds.

    Without ``by_number`` no number finds anybody, not even a whole one: whoever may not see numbers
    must not try whose they are.
    """
    return institution["people"].search(text.strip(), most, by_number=by_number)


def give_password(actor: Actor, uid: str, now: int, password: str = "") -> str:
    """Give ``uid`` this password, or one that is drawn, and end their sessions; return it.

    :raises TooWeak: it could be guessed.
    :raises NotYours: who has it could do more than ``actor``.
    """
    institution = actor.institution
    refuse_more_powerful(actor, uid)
    password = password or passwords.drawn()
    person = institution["people"].get(uid)
    names = (*(person.name.split() if person else ()), *institution.title.split())
    passwords.set_chosen(institution, uid, password, names)
    sign_out(institution, uid, now)
    _write(actor, "password.given", uid, now)
    return password


def take_second_factor(actor: Actor, uid: str, now: int) -> None:
    """Let the password of ``uid`` be enough again, and end their sessions.

    :raises NotYours: they may do more than ``actor``.
    """
    refuse_more_powerful(actor, uid)
    second_factor.remove(actor.institution, uid)
    sign_out(actor.institution, uid, now)
    _write(actor, "second_factor.taken", uid, now)


def end_sessions(actor: Actor, uid: str, now: int) -> None:
    """Sign ``uid`` out everywhere.

    :raises NotYours: they may do more than ``actor``, and could be kept out.
    """
    refuse_more_powerful(actor, uid)
    sign_out(actor.institution, uid, now)
    _write(actor, "sessions.ended", uid, now)


def choose_directory(actor: Actor, uid: str, directory: str, now: int) -> None:
    """Let the directory of this name, and no other, tell who ``uid`` is; end their sessions.

    Whoever has that uid and their password there comes in with the roles of ``uid`` here. With
    ``""``, none is chosen: whoever has roles comes in by the only directory that lets people in.

    :raises KeyError: there is no such directory, or it lets nobody in.
    :raises NotYours: they may do more than ``actor``.
    """
    institution = actor.institution
    refuse_more_powerful(actor, uid)
    if directory and not institution["directories"][directory].signs_in:
        raise KeyError(directory)
    person, after = institution["people"][uid], {"directory": directory}
    before, person.came_from = {"directory": person.came_from}, directory
    sign_out(institution, uid, now)
    journal.write(actor, "person.directory_chosen", person, now, before=before, after=after)


def sign_out(institution: Institution | Root, uid: str, now: int) -> None:
    """End every session of ``uid``."""
    sessions.end_all(institution, uid, now)


def remove(actor: Actor, uid: str, now: int) -> list[Grant]:
    """Take somebody out of the institution and its groups; return the roles they had.

    Their roles, password, second factor, sessions and uploaded files go too.

    :raises NotYours: they may do more than ``actor``.
    :raises LastAdministrator: nobody would be left who can give roles.
    """
    institution = actor.institution
    refuse_more_powerful(actor, uid)
    institution.grants.note_change()
    if {*rights.administrators(institution)} == {uid}:
        raise LastAdministrator
    grants = institution.grants.of(f"{PERSON}{uid}")
    for grant in grants:
        institution.grants.withdraw(grant.holder, grant.role, grant.scope)
    _leave_groups(institution, uid)
    forget(institution, uid, now)
    forget_here(institution, uid)
    people, roles = institution["people"], [(grant.role, grant.scope) for grant in grants]
    before = {"uid": uid, "name": people[uid].name, **({"roles": roles} if roles else {})}
    people.remove(uid)
    themes.forget_person(institution, uid, now)
    outbox.forget_person(institution, uid)
    if institution.leavings is not None:
        institution.leavings.forget_person(uid)
    journal.write(actor, "person.removed", people, now, before=before)
    return grants


def add(actor: Actor, uid: str, subscriber: Subscriber, now: int) -> Subscriber:
    """Add somebody who is in no group yet; return their record, signed by ``actor``.

    The traces of a former person of that uid do not matter.

    :raises NotYours: ``uid`` signs in already, and may do more than ``actor``.
    """
    prepare(actor, uid, now)
    after, folder = {"name": subscriber.name}, actor.institution["people"]
    return records.add(actor, "person.added", folder, uid, subscriber, now, after=after)


def enlist(
    actor: Actor, uid: str, roll: str, now: int, *, name: str, msisdn: str, email: str
) -> None:
    """Add somebody whom a file of the roll called ``roll`` brings; one entry tells of the file.

    :raises NotYours: as for ``add``.
    """
    prepare(actor, uid, now)
    subscriber = Subscriber(name, msisdn, email)
    subscriber.rolls = (roll,)
    actor.institution["people"].add(uid, records.sign(actor, subscriber, now))


def prepare(actor: Actor, uid: str, now: int) -> None:
    """Leave no trace of a former person called ``uid``, before somebody is added so.

    :raises NotYours: ``uid`` signs in already, and may do more than ``actor``.
    """
    institution = actor.institution
    refuse_more_powerful(actor, uid)
    _leave_groups(institution, uid)
    themes.forget_person(institution, uid, now)
    # a proposal that was kept while the former person was taken out
    proposals.forget_person(institution, uid)


def identify(
    actor: Actor,
    uid: str,
    *,
    name: str | None = None,
    msisdn: str | None = None,
    email: str | None = None,
) -> None:
    """Give ``uid`` another name, number or address; what is ``None`` stays as it is.

    Each door by which these change is to come through here: codes, and letters, go where they tell.

    :raises NotYours: they may do more than ``actor``, who could be taken for them.
    """
    refuse_more_powerful(actor, uid)
    people = actor.institution["people"]
    if name is not None:
        people.rename(uid, name)
    if msisdn is not None:
        people.renumber(uid, msisdn)
    if email is not None:
        people.readdress(uid, email)


def prove_number(actor: Actor, number: str, now: int) -> tuple[str, ...]:
    """Let ``actor``, who has typed the code that was sent to ``number``, have it from now on.

    Return the uids of those who have it no more. Whatever these may do, the number is not theirs.
    """
    people, pages = actor.institution["people"], actor.institution["me"]
    others = tuple(uid for uid in people.with_number(number) if uid != actor.uid)
    for uid in others:
        people.renumber(uid, "")
        pages.lose_number(uid, now)
        journal.write(actor, "number.lost", people[uid], now)
    people.renumber(actor.uid, number)
    people.prove(actor.uid, now)
    pages.find_number(actor.uid)
    journal.write(actor, "number.proven", people[actor.uid], now)
    return others


def may_identify(actor: Actor, uid: str) -> bool:
    """Whether ``actor`` may change by what ``uid`` is known, and reached."""
    try:
        _compare(actor, uid)
    except NotYours:
        return False
    return True


def _write(actor: Actor, verb: str, uid: str, now: int) -> None:
    """Write into the journal what was done to ``uid``, who may have no record."""
    institution = actor.institution
    journal.write(actor, verb, institution["people"].get(uid) or institution, now)


def _leave_groups(institution: Institution, uid: str) -> None:
    for group in institution["groups"].values():
        if uid in group.uids:
            group.uids.remove(uid)


def forget(holder: Institution | Root, uid: str, now: int) -> None:
    """Leave nothing by which an institution, or the root, knows ``uid``.

    Somebody else may be called so.
    """
    holder.passwords.pop(uid, None)
    second_factor.remove(holder, uid)
    sign_out(holder, uid, now)
    throttle.forget_person(holder, uid)
    proposals.forget_person(holder, uid)
    reminders.forget(holder, uid)
    unsent_forms.forget_person(holder, uid)


def forget_here(institution: Institution, uid: str) -> None:
    """Forget the uploaded files of ``uid``, their latest spending and put away reminders."""
    for name in list(institution["imports"].latest_of(uid)):
        institution["imports"].remove(name)
    institution["me"].forget_person(uid)
    daily.forget_person(institution, uid)
    reminders.forget(institution, uid)
    if institution.awaiting is not None:
        institution.awaiting.forget_person(uid)


def is_author(institution: Institution, uid: str) -> bool:
    """Whether something made under this ``uid`` is kept here, which would open to a namesake."""
    return any(True for folder in AUTHORED for _ in institution[folder].latest_of(uid))


def refuse_more_powerful(actor: Actor, uid: str) -> None:
    """Raise an error if ``uid`` has a role that may do more than ``actor``, or do it more freely.

    Who is given one at this moment conflicts with whatever is done to them.

    :raises NotYours: so it is.
    """
    rely_on(actor.institution.grants)
    _compare(actor, uid)


def _compare(actor: Actor, uid: str) -> None:
    for one in rights.held(actor.institution, uid):
        rights.refuse_role(actor, one.role, one.scope)


__all__ = ["LastAdministrator", "NotYours", "TooWeak"]
