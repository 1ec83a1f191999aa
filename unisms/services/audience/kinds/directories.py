"""Queries of a directory as audience: its people are asked for when a message is checked."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from unisms.model.directories import DirectoryQuery
from unisms.model.kinds import AskedKind
from unisms.model.root import Institution
from unisms.ports import AudienceAway, AudienceGone, DirectoryError, Person
from unisms.services.audience.choices import Choice, by_title, called_by_title
from unisms.services.audience.glimpses import Glimpse
from unisms.services.audience.kinds.persons import PERSON_COLUMNS
from unisms.services.directory import queries
from unisms.services.directory.queries import QueryQuestion
from unisms.sms.homes import home_of
from unisms.sms.notations import ISO

DIRECTORY = "directory"
COLUMNS = "columns"  # the setting that names the fields that messages may have

#: factories of adapters by kind and name (``seams.adapters``)
Factories = Mapping[tuple[str, str], Callable[[Any], Any]]


class DirectoryKind(AskedKind):
    """The people of a saved query, by its directory and its own name: ``ldap/l3-histoire``."""

    is_listed = True
    brings_numbers = False
    heading = {"fr": "Personnes de l'annuaire", "en": "People of the directory"}

    def __init__(self, factories: Factories) -> None:
        self._factories = factories

    def exists(self, institution: Institution, name: str) -> bool:
        return queries.find(institution, name) is not None

    def columns(self, institution: Institution, name: str) -> tuple[str, ...]:
        own = _query(institution, name).__parent__.settings.get(COLUMNS, "")
        return (*PERSON_COLUMNS, *own.split())

    def column_kinds(
        self, institution: Institution, name: str, wanted: tuple[str, ...], today: date | None
    ) -> tuple[str, ...]:
        return tuple("" if column in PERSON_COLUMNS else ISO for column in wanted)

    def title(self, institution: Institution, name: str) -> str:
        query = queries.find(institution, name)
        return "" if query is None else query.title

    def finder(self, institution: Institution) -> Callable[[str, str], bool]:
        return called_by_title(self, institution)

    def glimpse(
        self, institution: Institution, names: Sequence[str], untold: Collection[str]
    ) -> Glimpse | None:
        """Take the last counts: the directory is only asked when the message is checked."""
        counts = [_query(institution, name).counted for name in names]
        if not all(counts):
            return None
        people = sum(count[1] for count in counts)
        start = home_of(institution.country).start
        return Glimpse(people, Counter({start: people}), Counter(), exact=False)

    def choices(self, institution: Institution, chosen: Sequence[str], by: str) -> list[Choice]:
        return by_title(
            Choice(DIRECTORY, name, query.title, count=query.counted[1] if query.counted else None)
            for name, query in queries.all_of(institution)
        )

    def question(self, institution: Institution, name: str) -> QueryQuestion:
        return queries.asked(_query(institution, name))

    def ask(self, question: Any) -> Iterator[Person]:
        adapter, settings = question.ask.made_with()
        factory = self._factories.get((DIRECTORY, adapter))
        if factory is None:
            raise AudienceAway("directory:fault")
        try:
            yield from queries.people(factory(settings), question)
        except KeyError as gone:
            raise AudienceGone from gone
        except DirectoryError as trouble:
            raise AudienceAway(f"directory:{trouble.code}") from trouble


def includeme(config: Any) -> None:
    config.add_audience_kind(DIRECTORY, DirectoryKind(config.registry.factories))


def _query(institution: Institution, name: str) -> DirectoryQuery:
    query = queries.find(institution, name)
    if query is None:
        raise AudienceGone
    return query
