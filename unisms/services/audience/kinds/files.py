"""Files as audience: the people of an uploaded file that its author's rule chooses."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from unisms.model.acl import Permission
from unisms.model.imports import Import
from unisms.model.kinds import AudienceKind
from unisms.model.root import Institution
from unisms.ports import AudienceGone
from unisms.services.audience.choices import Choice
from unisms.services.audience.glimpses import Glimpse
from unisms.services.ground.actor import Actor
from unisms.services.imports import candidates
from unisms.services.rules.recipients import Recipient
from unisms.services.texts import values
from unisms.sms.homes import home_of
from unisms.sms.names import finder

IMPORT = "import"
OFFERED = 6  # files, besides those that are chosen
LATEST = 20  # files among which those are looked for


class FileKind(AudienceKind):
    """An uploaded file, by its name in the folder of imports. A file is its author's alone."""

    permission = Permission.IMPORT_FILE
    is_private = True
    is_named = False
    picker = "compose_files.jinja2"

    def exists(self, institution: Institution, name: str) -> bool:
        record = institution["imports"].get(name)
        return record is not None and record.state != "forgotten"

    def may_use(self, actor: Actor, name: str) -> bool:
        institution = actor.institution
        is_there = self.exists(institution, name)
        return is_there and institution["imports"][name].author == actor.uid

    def columns(self, institution: Institution, name: str) -> tuple[str, ...]:
        return _record(institution, name).columns

    def column_kinds(
        self, institution: Institution, name: str, wanted: tuple[str, ...], today: date
    ) -> tuple[str, ...]:
        record = _record(institution, name)
        return values.kinds_of_file(record, map(finder(record.columns), wanted), today)

    def recipients(
        self, institution: Institution, name: str, wanted: tuple[str, ...], today: date
    ) -> Iterator[Recipient]:
        record = _record(institution, name)
        if record.state == "forgotten":
            raise AudienceGone
        return candidates.recipients(
            record,
            wanted,
            today=today,
            country=institution.country,
            foreign_ok=institution.foreign_numbers == "allow",
        )

    def glimpse(
        self, institution: Institution, names: Sequence[str], untold: Collection[str]
    ) -> Glimpse:
        """Take what was counted when the columns were chosen: no file is opened."""
        start = home_of(institution.country).start
        people = 0
        countries: Counter[str] = Counter()
        for record in (institution["imports"][name] for name in names):
            people += people_in(record)
            countries.update(dict(record.countries) or {start: people_in(record)})
        return Glimpse(people, countries, Counter(), exact=False)

    def title(self, institution: Institution, name: str) -> str:
        record = institution["imports"].get(name)
        return "" if record is None else record.filename.rpartition(".")[0]

    def called(self, institution: Institution, name: str) -> str:
        return ""

    def choices(self, institution: Institution, chosen: Sequence[str], by: str) -> list[Choice]:
        """Return every file chosen that is there, then the latest of ``by`` that are ready.

        Files that keep the directory up to date are not offered: all in them would be written to.
        """
        folder = institution["imports"]
        known = {name for name in chosen if self.exists(institution, name)}
        names = [*sorted(known)]
        for name in list(folder.keys())[-LATEST:][::-1]:
            one = folder[name]
            ready = one.state == "read" and one.number_columns and not one.of_register
            if name not in chosen and ready and one.author == by:
                names.append(name)
        return [choice_of(folder[name]) for name in names[: max(OFFERED, len(chosen))]]


def includeme(config: Any) -> None:
    config.add_audience_kind(IMPORT, FileKind())


def _record(institution: Institution, name: str) -> Import:
    record = institution["imports"].get(name)
    if record is None:
        raise AudienceGone
    return record


def choice_of(record: Import) -> Choice:
    """A file is counted in people once its own page has counted them, before that in lines."""
    unit = "people" if record.ready else "lines"
    return Choice(IMPORT, record.__name__, record.filename, unit, people_in(record))


def people_in(record: Import) -> int:
    return record.ready or len(record.rows)


def file_names(audience: tuple[tuple[str, str], ...]) -> list[str]:
    """Return the names of the files of an audience."""
    return [name for kind, name in audience if kind == IMPORT]


def of(institution: Institution, audience: tuple[tuple[str, str], ...]) -> list[Import]:
    """Return the files of an audience that are there."""
    folder = institution["imports"]
    return [folder[name] for name in file_names(audience) if name in folder]
