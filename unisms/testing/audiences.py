"""An add-on by which one writes to the lists of an outsider that obeys: an asked kind.

It is found as ``registry.audience_kinds[LIST]``, and told there what the outsider knows and does.
"""

from unisms.model.kinds import AskedKind
from unisms.ports import AudienceAway, AudienceGone
from unisms.services.audience.choices import Choice

LIST = "list"


class FakeLists(AskedKind):
    """Lists of people, by name; their titles are known here, the people to the outsider alone."""

    picker = "compose_lists.jinja2"

    def __init__(self):
        self.lists = {}  # name -> people, as the outsider knows them
        self.titles = {}  # name -> title, as the institution does
        self.asked = []  # the names that were asked for
        self.meanwhile = lambda: None  # called while the outsider thinks
        self.recovers()

    # The fake can be told.

    def has(self, name, *people):
        """A list of this name is known to both, titled alike."""
        self.lists[name], self.titles[name] = [*people], name.title()

    def recovers(self):
        """From now on all goes well again."""
        self.trouble = None

    def goes_away(self):
        """Nobody answers any more."""
        self.trouble = AudienceAway()

    def fails(self, trouble):
        """The add-on has a fault: it raises ``trouble``."""
        self.trouble = trouble

    # The promise.

    def exists(self, institution, name):
        return name in self.titles

    def columns(self, institution, name):
        return ("nom", "identifiant", "courriel", "Salle")

    def title(self, institution, name):
        return self.titles.get(name, "")

    def choices(self, institution, chosen, by):
        return [Choice(LIST, name, title) for name, title in self.titles.items()]

    def question(self, institution, name):
        if name not in self.titles:
            raise AudienceGone
        return institution.__name__, name

    def ask(self, question):
        _, name = question
        self.asked.append(name)
        self.meanwhile()
        if self.trouble is not None:
            raise self.trouble
        if name not in self.lists:
            raise AudienceGone
        return iter(self.lists[name])


def includeme(config):
    config.add_audience_kind(LIST, FakeLists())
