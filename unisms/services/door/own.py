"""A person's own ways of signing in, changed by themselves and told in their institution's journal.

``holder`` keeps the password of ``uid``: the institution, or the root, where an operator has no
such journal. An operator who is a guest in an institution acts there under another uid.
"""

from unisms.model.people import Subscriber
from unisms.model.root import Institution, Root
from unisms.services.door import passwords, second_factor, sessions, throttle
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor


def begin_session(
    actor: Actor, holder: Institution | Root, uid: str, address: str, now: int
) -> None:
    """Write down that a session of theirs begins, and that they know this network address."""
    journal.write(actor, "session.begun", holder, now)
    throttle.know(holder, uid, address, now)


def change_password(
    actor: Actor, holder: Institution | Root, uid: str, password: str, now: int
) -> None:
    """Give them another password; every session of theirs ends."""
    passwords.set_password(holder, uid, password)
    sessions.end_all(holder, uid, now)
    write(actor, "password.changed", holder, uid, now)


def end_sessions(actor: Actor, holder: Institution | Root, uid: str, now: int) -> None:
    """Sign them out everywhere."""
    sessions.end_all(holder, uid, now)
    write(actor, "sessions.ended", holder, uid, now)


def add_second_factor(actor: Actor, holder: Institution | Root, uid: str, now: int) -> None:
    """Write down that they have added a second factor (``second_factor.enrol``)."""
    write(actor, "second_factor.added", holder, uid, now)


def remove_second_factor(actor: Actor, holder: Institution | Root, uid: str, now: int) -> None:
    """Let their password be enough again."""
    second_factor.remove(holder, uid)
    write(actor, "second_factor.removed", holder, uid, now)


def choose_language(actor: Actor, subscriber: Subscriber, language: str, now: int) -> None:
    """Keep the language of pages and letters with the person's record."""
    before, after = {"language": subscriber.language}, {"language": language}
    journal.write(actor, "person.changed", subscriber, now, before=before, after=after)
    subscriber.language = language


def write(actor: Actor, verb: str, holder: Institution | Root, uid: str, now: int) -> None:
    """Write into the journal of the institution ``holder`` what they did to themselves."""
    if isinstance(holder, Institution):
        journal.write(actor, verb, holder["people"].get(uid) or holder, now)
