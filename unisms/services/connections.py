"""Broker connections as people manage them: the last try, sender IDs, the address that takes news, the end."""

import hashlib
import hmac
import secrets

from unisms.model.connections import ACCEPTED, REFUSED, REQUESTED, SenderId
from unisms.sms.sender_id import problem_of

LATE = 60  # seconds after which a try that was asked for is not waited for any more
LONGEST = 300  # characters kept of what an adapter says


class InUse(Exception):
    """Campaigns are not closed yet whose news come over this connection; ``count`` of them."""

    def __init__(self, count):
        super().__init__(count)
        self.count = count


class UnfitSender(ValueError):
    """This sender ID cannot be asked for; ``code`` is ``known`` or one of ``sms.sender_id``."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def remove(connection):
    """Take a connection away; its worker ends the session by itself.

    :raises InUse: campaigns are open on it.
    """
    if connection.open:
        raise InUse(len(connection.open))
    connection.__parent__.remove(connection.__name__)


def settings_changed(connection):
    """What was saved is another edition, even if nothing differs: who was refused may try again at once."""
    connection.settings._p_changed = True
    connection.tested = ()


def is_held(connection, now):
    """Whether a worker has a session open, or might."""
    return bool(connection.line.holder) and connection.line.until > now


def in_trouble(connection):
    """Whether nothing leaves: what was written down is over once a later try works and nothing waits."""
    at, works = connection.tested[:2] if connection.tested else (0, False)
    return bool(connection.trouble) and not (works and at >= connection.trouble_at and not connection.line.waiting)


def carries(connection):
    """Whether messages leave by it, as far as is known: no trouble now, and no failed try of its settings."""
    return not in_trouble(connection) and not (connection.tested and not connection.tested[1])


def ask_for_try(connection, now):
    """Somebody wants to know whether the settings work."""
    connection.test_asked = now


def is_being_tried(tried, now):
    """Whether the answer is still to come, of a connection or of a proposal of one."""
    answered = tried.tested[0] if tried.tested else 0
    return tried.test_asked > answered and now - tried.test_asked < LATE


def note_try(tried, outcome, now):
    """Write down how a try of a connection, or of a proposal of one, ended; ``outcome`` is whether it works, a code,
    and words. ``None``, which is gone, is told nothing."""
    if tried is not None:
        works, code, said = outcome
        tried.tested = (max(now, tried.test_asked), works, code, said[:LONGEST])


def request_sender(connection, institution, word, by, now):
    """Ask for a sender ID; ``institution`` is the name of who wants to show it. One that was refused may be asked for
    again.

    :raises UnfitSender: no handset shows this, or it is asked for already.
    """
    word = word.strip()
    if problem := problem_of(word):
        raise UnfitSender(problem)
    known = sender(connection, institution, word)
    if known is not None and known.state != REFUSED:
        raise UnfitSender("known")
    connection.put_sender(SenderId(word, institution, REQUESTED, now, by))


def decide_sender(connection, known, accepted, by, now, note=""):
    """Accept or refuse a sender ID, perhaps otherwise than before."""
    state = ACCEPTED if accepted else REFUSED
    connection.put_sender(known._replace(state=state, at=now, by=by, note=note))


def sender(connection, institution, word):
    """The ``SenderId`` of this word and institution, or ``None``."""
    return next((one for one in connection.senders() if one[:2] == (word, institution)), None)


def draw_key(connection):
    """A new secret for the address that takes this connection's news; the one before is worth nothing any more."""
    secret = secrets.token_urlsafe(24)
    connection.receipts_key = _digest(secret)
    return secret


def knows_key(connection, secret):
    """Whether ``secret`` is the one that was drawn, told as slowly of any other; where none was, nothing is."""
    return hmac.compare_digest(_digest(secret), connection.receipts_key)


def _digest(secret):
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()
