"""How somebody signs in, as they change it themselves; the journal of their institution tells it, an operator has none.

``holder`` keeps their password: the institution, or the root.
"""

from unisms.services.door import passwords, second_factor, sessions
from unisms.services.ground import journal


def change_password(actor, holder, password, now):
    """Give ``actor`` another password; every session of theirs ends."""
    passwords.set_password(holder, actor.uid, password)
    sessions.end_all(holder, actor.uid, now)
    write(actor, "password.changed", now)


def end_sessions(actor, holder, now):
    """Sign ``actor`` out everywhere."""
    sessions.end_all(holder, actor.uid, now)
    write(actor, "sessions.ended", now)


def add_second_factor(actor, now):
    """Write down that ``actor`` has added a second factor (``second_factor.enrol``)."""
    write(actor, "second_factor.added", now)


def remove_second_factor(actor, holder, now):
    """Let the password of ``actor`` be enough again."""
    second_factor.remove(holder, actor.uid)
    write(actor, "second_factor.removed", now)


def choose_language(actor, subscriber, language, now):
    """Keep the language of pages and letters with the person's record."""
    before, after = {"language": subscriber.language}, {"language": language}
    journal.write(actor, "person.changed", subscriber, now, before=before, after=after)
    subscriber.language = language


def write(actor, verb, now):
    """Write into the institution's journal what ``actor`` did to themselves."""
    if actor.institution is not None:
        resource = actor.institution["people"].get(actor.uid) or actor.institution
        journal.write(actor, verb, resource, now)
