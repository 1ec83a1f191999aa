"""The local directory: people and groups kept by the institution. Fulfils ``ports.Directory``."""

from collections.abc import Iterable, Iterator, Mapping

from unisms.model.groups import members, within
from unisms.model.people import Subscriber
from unisms.model.root import Institution
from unisms.ports import Person
from unisms.sms.template import fold


class LocalPeople:
    """``settings`` brings the institution whose people these are, as the record of the store."""

    def __init__(self, settings: Mapping[str, Institution]) -> None:
        self._people, self._groups = (
            settings["institution"]["people"],
            settings["institution"]["groups"],
        )

    def search(self, text: str) -> list[Person]:
        return [_person(self._people[uid]) for uid in self._people.search(text)]

    def person(self, uid: str) -> Person | None:
        subscriber = self._people.get(uid)
        return None if subscriber is None else _person(subscriber)

    def groups(self, text: str) -> list[tuple[str, str]]:
        found = [
            (name, group.title)
            for name, group in self._groups.items()
            if fold(text) in fold(group.title)
        ]
        return sorted(found, key=lambda pair: pair[1].casefold())

    def members(self, group: str) -> Iterator[Person]:
        return (
            _person(self._people[uid])
            for uid in members(self._groups, group)
            if uid in self._people
        )

    def memberships(self, uid: str, among: Iterable[str]) -> list[str]:
        return [name for name in among if name in self._groups and self._contains(name, uid)]

    def _contains(self, name: str, uid: str) -> bool:
        return any(uid in self._groups[one].uids for one in within(self._groups, name))


def _person(subscriber: Subscriber) -> Person:
    msisdns = (subscriber.msisdn,) if subscriber.msisdn else ()
    return Person(subscriber.__name__, subscriber.name, msisdns, subscriber.email)
