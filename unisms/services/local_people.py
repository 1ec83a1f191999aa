"""The plain local directory: the people and groups that the institution keeps itself. Fulfils ``ports.Directory``."""

from unisms.ports import Person
from unisms.sms.template import fold


class LocalPeople:
    """``settings`` brings the institution whose people these are, as the record of the store."""

    def __init__(self, settings):
        self._people, self._groups = settings["institution"]["people"], settings["institution"]["groups"]

    def search(self, text):
        return [_person(self._people[uid]) for uid in self._people.search(text)]

    def person(self, uid):
        subscriber = self._people.get(uid)
        return subscriber and _person(subscriber)

    def groups(self, text):
        found = [(name, group.title) for name, group in self._groups.items() if fold(text) in fold(group.title)]
        return sorted(found, key=lambda pair: pair[1].casefold())

    def members(self, group):
        people = self._people
        return (_person(people[uid]) for uid in self._uids(group, set()) if uid in people)

    def memberships(self, uid, among):
        return [name for name in among if name in self._groups and self._is_in(uid, name, set())]

    def _uids(self, name, seen):
        """The uids of a group and of those in it, each once."""
        if name in seen:
            return
        seen.add(name)
        for uid in self._groups[name].uids:
            if uid not in seen:
                seen.add(uid)
                yield uid
        for other in self._groups[name].groups:
            if other in self._groups:
                yield from self._uids(other, seen)

    def _is_in(self, uid, name, seen):
        seen.add(name)
        group = self._groups[name]
        return uid in group.uids or any(
            self._is_in(uid, other, seen) for other in group.groups if other in self._groups and other not in seen
        )


def _person(subscriber):
    msisdns = (subscriber.msisdn,) if subscriber.msisdn else ()
    return Person(subscriber.__name__, subscriber.name, msisdns, subscriber.email)
