"""Pyramid's registry as the floors below the pages know it: the tables that the directives fill."""

from collections.abc import Mapping
from typing import Protocol

from unisms.model.evolve import Step
from unisms.model.kinds import Kinds
from unisms.seams.adapters import Factory
from unisms.seams.archive import ArchivePart
from unisms.seams.dossiers import PartOfDossier
from unisms.seams.mails import MailText
from unisms.seams.pages import Filling, SettingsLine
from unisms.seams.permissions import Announced
from unisms.seams.verbs import Verb
from unisms.seams.work import FindTasks, NightlyJob
from unisms.services.mail.envelopes import MailMaker


class Announcements(Protocol):
    """The settings, and what wings and add-ons have announced, each table by name."""

    settings: Mapping[str, str]
    factories: dict[tuple[str, str], Factory]  #: by kind and name
    audience_kinds: Kinds
    evolution_steps: list[Step]
    permissions: dict[str, Announced]
    verbs: dict[str, Verb]
    settings_pages: dict[str, SettingsLine]
    fillings: dict[str, Filling]
    nightly_jobs: dict[str, NightlyJob]
    waiting: dict[str, FindTasks]
    archive_parts: dict[str, ArchivePart]
    dossier_parts: dict[str, PartOfDossier]
    mails: dict[str, Mapping[str, MailText]]  #: by kind and language
    mail_makers: dict[str, MailMaker]  #: by kind, of mails that are made as they leave
