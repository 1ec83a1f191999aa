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
        uids = dict.fromkeys(uid for one in self._and_those_in(group) for uid in one.uids)
        return (_person(self._people[uid]) for uid in uids if uid in self._people)

    def memberships(self, uid, among):
        known = (name for name in among if name in self._groups)
        return [name for name in known if any(uid in one.uids for one in self._and_those_in(name))]

    def _and_those_in(self, name):
        """The group called ``name`` and those in it, however deep, each once: groups may contain each other."""
        waiting, seen = [name], {name}
        while waiting:
            group = self._groups[waiting.pop()]
            yield group
            inner = [other for other in group.groups if other in self._groups and other not in seen]
            waiting += inner
            seen.update(inner)


def _person(subscriber):
    msisdns = (subscriber.msisdn,) if subscriber.msisdn else ()
    return Person(subscriber.__name__, subscriber.name, msisdns, subscriber.email)
