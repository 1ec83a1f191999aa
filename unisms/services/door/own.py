"""A person's own ways of signing in, changed by themselves and told in their institution's journal.

``holder`` keeps the password of ``uid``: the institution, or the root, where an operator has no
such journal. An operator who is a guest in an institution acts there under another uid.
"""

from unisms.model.root import Institution
from unisms.services.door import passwords, second_factor, sessions
from unisms.services.ground import journal


def change_password(actor, holder, uid, password, now):
    """Give them another password; every session of theirs ends."""
    passwords.set_password(holder, uid, password)
    sessions.end_all(holder, uid, now)
    write(actor, "password.changed", holder, uid, now)


def end_sessions(actor, holder, uid, now):
    """Sign them out everywhere."""
    sessions.end_all(holder, uid, now)
    write(actor, "sessions.ended", holder, uid, now)


def add_second_factor(actor, holder, uid, now):
    """Write down that they have added a second factor (``second_factor.enrol``)."""
    write(actor, "second_factor.added", holder, uid, now)


def remove_second_factor(actor, holder, uid, now):
    """Let their password be enough again."""
    second_factor.remove(holder, uid)
    write(actor, "second_factor.removed", holder, uid, now)


def choose_language(actor, subscriber, language, now):
    """Keep the language of pages and letters with the person's record."""
    before, after = {"language": subscriber.language}, {"language": language}
    journal.write(actor, "person.changed", subscriber, now, before=before, after=after)
    subscriber.language = language


def write(actor, verb, holder, uid, now):
    """Write into the journal of the institution ``holder`` what they did to themselves."""
    if isinstance(holder, Institution):
        journal.write(actor, verb, holder["people"].get(uid) or holder, now)
