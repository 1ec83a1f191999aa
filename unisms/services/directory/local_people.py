"""The local directory: people and groups kept by the institution. Fulfils ``ports.Directory``."""

from unisms.model.groups import members, within
from unisms.ports import Person
from unisms.sms.template import fold


class LocalPeople:
    """``settings`` brings the institution whose people these are, as the record of the store."""

    def __init__(self, settings):
        self._people, self._groups = (
            settings["institution"]["people"],
            settings["institution"]["groups"],
        )

    def search(self, text):
        return [_person(self._people[uid]) for uid in self._people.search(text)]

    def person(self, uid):
        subscriber = self._people.get(uid)
        return subscriber and _person(subscriber)

    def groups(self, text):
        found = [
            (name, group.title)
            for name, group in self._groups.items()
            if fold(text) in fold(group.title)
        ]
        return sorted(found, key=lambda pair: pair[1].casefold())

    def members(self, group):
        return (
            _person(self._people[uid])
            for uid in members(self._groups, group)
            if uid in self._people
        )

    def memberships(self, uid, among):
        return [name for name in among if name in self._groups and self._contains(name, uid)]

    def _contains(self, name, uid):
        return any(uid in self._groups[one].uids for one in within(self._groups, name))


def _person(subscriber):
    msisdns = (subscriber.msisdn,) if subscriber.msisdn else ()
    return Person(subscriber.__name__, subscriber.name, msisdns, subscriber.email)
