"""Asking directories from a page: never within the transaction of the request."""

import logging
import secrets
from functools import partial

from unisms import seams
from unisms.model.acl import Permission
from unisms.ports import DirectoryError
from unisms.services.directory import arrivals, directories

log = logging.getLogger(__name__)
PATIENCE = "4"  # seconds that a directory has for each answer, while a page waits
PAUSE = 30  # seconds that searches leave a directory alone that gave no answer
MOST_TAKEN = 20  # people who are taken in at once


def outside(request, call):
    """Return what ``call()`` returns, with no transaction open.

    What was written before is not kept, and what is read afterwards is read anew.
    """
    request.tm.abort()
    try:
        return call()
    finally:
        request.tm.begin()


def adapter(request, asked):
    """Return an adapter for a ``directories.Ask``, which does not let a page wait long."""
    name, settings = asked.made_with()
    quick = {**settings, "patience": PATIENCE}
    return seams.make_adapter(request.registry, name, quick, "directory")


def answers(request, asks, call):
    """Return what each directory answers, and whether another one does not answer.

    What one answers is its name, and ``call(adapter)``.
    """
    return outside(request, partial(_answers, request, asks, call))


def _answers(request, asks, call):
    found, silent = [], False
    for asked in asks:
        try:
            found.append((asked.name, call(adapter(request, asked))))
        except (DirectoryError, LookupError, ValueError, OSError) as trouble:
            silent = True
            code = getattr(trouble, "code", "fault")
            log.warning("directory %s: no answer (%s)", asked.adapter, code)
    return found, silent


def search(request, text, most):
    """Return the people of directories whom a search finds and the institution does not know.

    And whether a directory gives no answer: it is left alone for a while.
    """
    found, silent = _found(request, lambda directory: directory.search(text, most))
    people, known = request.institution["people"], {}
    for _, person in found:
        uid = arrivals.uid_of(person)
        if uid and uid not in people:
            known.setdefault(uid, person)
    return [*known.items()][:most], silent


def _found(request, call):
    """Return the people whom directories tell, each with the name of the directory.

    And whether one gives no answer: such a one is left alone for a while.
    """
    pauses, now = request.registry.directory_pauses, request.now
    asks = directories.searched(request.institution)
    awake = [one for one in asks if pauses.get(hash(one), 0) <= now]
    if not awake:
        return [], bool(asks)
    told, silent = answers(request, awake, lambda directory: [*call(directory)])
    heard = {name for name, _ in told}
    pauses.update((hash(one), now + PAUSE) for one in awake if one.name not in heard)
    found = [(name, person) for name, persons in told for person in persons]
    return found, silent or len(awake) < len(asks)


def take_in(request, uids):
    """Make records of those of these people whom a directory knows, and the institution does not.

    Whoever is private is taken in only by those who keep the people here. Nothing may have been
    written before in this request.
    """
    people = request.institution["people"]
    new = [uid for uid in dict.fromkeys(uids) if uid not in people][:MOST_TAKEN]
    if not new:
        return
    keeps = request.has_permission(Permission.PERSON_MANAGE, people)
    found, _ = _found(request, lambda directory: directory.persons(new))
    for name, person in found:
        if arrivals.uid_of(person) not in people and (keeps or not person.is_private):
            arrivals.arrive(request.institution, person, request.now, request.actor, name)


class DirectoryPassword:
    """A password that a directory is asked about, for people who have none here.

    The directory is asked once for each try, before the try is counted. It does not tell small
    letters from capitals: tries are counted under the uid in small letters, so that nobody has
    more of them by writing it in another way.
    """

    def __init__(self, request, holder, uid, typed):
        self.request, self.holder = request, holder
        self.uid = uid if uid in holder.passwords else uid.lower()
        self.person, self._directory = None, ""  # the person let in, and the name of the directory
        #: whether some directory gives no answer, and none knows them: of anybody, with or without
        #: a password here, so that it tells nobody who has one
        self.silent = False
        self._typed = typed

    @property
    def is_asked(self):
        """Whether some directory lets people in here."""
        is_uid = arrivals.UID.fullmatch(self.uid) is not None
        return "directories" in self.holder and is_uid and bool(directories.signing_in(self.holder))

    def ask(self):
        """Ask each directory until one knows the password.

        Somebody who has a password here is asked about under a name that nobody has: it takes as
        long, so the time tells nobody who has one.
        """
        asks = directories.signing_in(self.holder)
        known = self.uid in self.holder.passwords
        pair = (secrets.token_hex(8), secrets.token_hex(8)) if known else (self.uid, self._typed)
        found, silent = answers(self.request, asks, lambda directory: directory.sign_in(*pair))
        here = ((name, person) for name, person in found if self._may_come(name, person))
        self._directory, self.person = next(here, ("", None))
        self.silent = silent and self.person is None

    def _may_come(self, directory, person):
        """Whether a directory let them in who are called so here, and have no password here."""
        if person is None or not arrivals.may_come(self.holder, person, directory):
            return False
        return arrivals.uid_of(person) not in self.holder.passwords

    def knows(self, holder, uid, typed):
        return self.person is not None and uid == self.uid

    def arrive(self):
        """Make or refresh the person's record; return their uid here."""
        now, name = self.request.now, self._directory
        return arrivals.arrive(self.holder, self.person, now, directory=name).__name__
