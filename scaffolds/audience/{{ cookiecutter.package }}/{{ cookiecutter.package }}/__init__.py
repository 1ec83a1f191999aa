"""{{ cookiecutter.english }} as audience: whoever writes a message ticks those that it is for.

A list is a file of a folder of its institution, ``FOLDER/INSTITUTION/LIST.csv``. Each line is a
person: ``uid;name;number``. Put your own outsider in the place of ``Files``.
"""

import csv
from pathlib import Path

from unisms.model.acl import Permission
from unisms.model.kinds import AskedKind
from unisms.ports import AudienceAway, AudienceGone, Person
from unisms.services.audience.choices import Choice, by_title

NAME = "{{ cookiecutter.name }}"
FOLDER = "{{ cookiecutter.name }}.folder"  # the setting
LINE = "{{ cookiecutter.package }}:templates/line.jinja2"


class Files:
    """The outsider: it knows which lists there are, and the people of each."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def names(self, institution):
        """Return the names of an institution's lists; quick, because pages wait for it."""
        return sorted(file.stem for file in (self.folder / institution).glob("*.csv"))

    def people(self, institution, name):
        """Yield the people of a list; this one may take some seconds."""
        with (self.folder / institution / f"{name}.csv").open(newline="") as lines:
            for uid, who, number in csv.reader(lines, delimiter=";"):
                yield Person(uid, who, (number,))


class Lists(AskedKind):
    """A list of people whom the outsider knows, by its name there."""

    heading = {"fr": "{{ cookiecutter.french }}", "en": "{{ cookiecutter.english }}"}

    def __init__(self, outsider):
        self.outsider = outsider

    def exists(self, institution, name):
        return name in self.outsider.names(institution.__name__)

    def columns(self, institution, name):
        if not self.exists(institution, name):
            raise AudienceGone
        return ("nom", "identifiant")

    def title(self, institution, name):
        return name.replace("-", " ").capitalize() if self.exists(institution, name) else ""

    def choices(self, institution, chosen, by):
        names = self.outsider.names(institution.__name__)
        return by_title(Choice(NAME, name, self.title(institution, name)) for name in names)

    def question(self, institution, name):
        if not self.exists(institution, name):
            raise AudienceGone
        return institution.__name__, name

    def ask(self, question):
        """Return the people; no transaction is open here, so that it may go over a network."""
        try:
            return [*self.outsider.people(*question)]
        except FileNotFoundError:
            raise AudienceGone from None
        except (OSError, ValueError) as trouble:
            raise AudienceAway from trouble


def includeme(config):
    folder = config.registry.settings[FOLDER]
    config.add_audience_kind(NAME, Lists(Files(folder)))
    config.add_slot("home", LINE, permission=Permission.CAMPAIGN_COMPOSE)
