"""The local directory: people and groups kept by the institution. Fulfils ``ports.Directory``.

A query of a remote directory is a group too, by the members that were told last: its name has a
slash.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from unisms.model.directories import DirectoryQuery
from unisms.model.groups import Group, members, of_person, within
from unisms.model.people import Subscriber
from unisms.ports import Person
from unisms.services.directory import queries
from unisms.services.directory.directories import directory_of
from unisms.sms.template import fold


class LocalPeople:
    """``settings`` brings the institution whose people these are, as the record of the store.

    And ``now`` where it is known, in epoch seconds: what a remote directory told too long ago,
    because no worker asks any more, is not true then.
    """

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._institution, self._now = settings["institution"], settings.get("now", 0)
        self._people, self._groups = self._institution["people"], self._institution["groups"]

    def search(self, text: str) -> list[Person]:
        return [_person(self._people[uid]) for uid in self._people.search(text)]

    def person(self, uid: str) -> Person | None:
        subscriber = self._people.get(uid)
        return None if subscriber is None else _person(subscriber)

    def groups(self, text: str) -> list[tuple[str, str]]:
        own = ((name, group.title) for name, group in self._groups.items())
        remote = ((name, query.title) for name, query in queries.all_of(self._institution))
        found = [pair for pair in chain(own, remote) if fold(text) in fold(pair[1])]
        return sorted(found, key=lambda pair: pair[1].casefold())

    def members(self, group: str) -> Iterator[Person]:
        query = queries.find(self._institution, group)
        if query is not None:
            return (self._known(uid) for uid in query.members() if self._has(query, group, uid))
        return (self._known(uid) for uid in members(self._groups, group) if uid in self._people)

    def memberships(self, uid: str, among: Iterable[str]) -> list[str]:
        return [name for name in among if self._contains(name, uid)]

    def groups_of(self, uid: str) -> list[tuple[str, Group | DirectoryQuery]]:
        """Return the pairs of name and record of the groups that ``uid`` is in directly, by title.

        Of remote directories only those with roles tell their members all the time.
        """
        own = ((group.__name__, group) for group in of_person(self._groups, uid))
        remote = (
            (name, query)
            for name, query in queries.all_of(self._institution)
            if query.has(uid) and self._has(query, name, uid)
        )
        found: Iterable[tuple[str, Group | DirectoryQuery]] = chain(own, remote)
        return sorted(found, key=lambda pair: pair[1].title.casefold())

    def _contains(self, name: str, uid: str) -> bool:
        if name in self._groups:
            return any(uid in self._groups[one].uids for one in within(self._groups, name))
        query = queries.find(self._institution, name)
        return query is not None and query.has(uid) and self._has(query, name, uid)

    def _has(self, query: DirectoryQuery, name: str, uid: str) -> bool:
        """Whether a query means this person still, not a namesake of another directory."""
        if self._now - query.answered_at > queries.LAPSED:
            return False
        return directory_of(self._institution, uid) in ("", name.partition("/")[0])

    def _known(self, uid: str) -> Person:
        return _person(self._people[uid]) if uid in self._people else Person(uid, uid)


def _person(subscriber: Subscriber) -> Person:
    msisdns = (subscriber.msisdn,) if subscriber.msisdn else ()
    return Person(subscriber.__name__, subscriber.name, msisdns, subscriber.email)
