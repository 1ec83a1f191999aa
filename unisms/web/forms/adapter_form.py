"""The common part of the forms of a connection, to a broker or to a directory: its adapter's."""

from pyramid.httpexceptions import HTTPSeeOther

from unisms import seams
from unisms.web.forms.adapter_fields import (
    SETTING,
    hides,
    revealed,
    reveals,
    setting_fields,
    told_elsewhere,
)
from unisms.web.forms.proposed_page import ProposedPage


class AdapterForm(ProposedPage):
    """A form whose record has an adapter, with the settings that the adapter declares.

    A subclass has ``adapter``, the name of the adapter, and ``empty``, a record without settings.
    """

    port = "broker"  #: the kind of the adapter
    is_new = False
    own_fields = ()  #: beside those of the adapter

    @property
    def adapters(self):
        """The names of those that are switched on and have a page."""
        factories = self.request.registry.factories
        return sorted(
            name for kind, name in factories if kind == self.port and (kind, name) != LOCAL
        )

    @property
    def factory(self):
        return self.request.registry.factories.get((self.port, self.adapter))

    @property
    def fields(self):
        title, *others = self.own_fields
        return (title, *setting_fields(self.factory), *others)

    def empty(self, settings=()):
        """Return a record of this adapter that stands in no folder."""
        raise NotImplementedError

    def check(self, values):
        if not self.errors:
            self.try_to_make(values)

    def facts(self):
        return {
            "adapter": self.adapter,
            "declared": getattr(self.factory, "settings_fields", None),
            "prefix": SETTING,
        }

    def typed(self):
        values = super().typed()
        if not self.errors and (self.is_outdated or not self.keeps):
            self.keep_secrets_here(values)
        if "settings" in values:
            values["settings"] = revealed(values["settings"], self.ground.settings)
        return values

    def keep_secrets_here(self, values):
        """Let a stored secret be typed again before another server is told it.

        Once others have saved, a proposal no longer tells which of its secrets were stored: those
        are typed again too.
        """
        declared = getattr(self.factory, "settings_fields", None)
        if self.is_outdated:
            again = self.not_typed(values)
        elif declared is None:
            again = (
                ["settings"]
                if reveals(values["settings"], self.ground.settings, self.before().settings)
                else []
            )
        else:
            told = told_elsewhere(
                declared, self.like(self.ground, values).settings, self.as_it_is().settings
            )
            again = [name for one in told if (name := f"{SETTING}{one}") not in values]
        for name in again:
            self.reject(name, "again")

    def not_typed(self, values):
        """Return the fields whose secrets are taken from the ground: all, if nothing is typed."""
        kept = [
            field.name
            for field in self.fields
            if field.secret and (self.keeps or field.name not in values)
        ]
        lines = "settings" in values and (self.keeps or hides(values["settings"]))
        return [name for name in kept if self.begun()[name]] + ["settings"] * lines

    def fill(self, connection, values):
        """Store the values in a connection that nobody has seen yet."""
        for field in self.fields:
            if field.name in values:
                field.store(connection, values[field.name])
        return connection

    def draft(self, values):
        """Return a connection with these values, if its adapter gets others and can try them."""
        draft = self.like(self.ground, values)
        other = self.is_new or draft.made_with() != self.as_it_is().made_with()
        return draft if other and may_try(self.factory) else None

    def as_it_is(self):
        """Return a connection like the stored one; a default that is written down is left out."""
        before = self.before()
        return self.like(before, {field.name: field.value(before) for field in self.fields})

    def like(self, connection, values):
        """Return a connection like ``connection``, with these values."""
        return self.fill(self.empty(connection.settings), values)

    def called(self, name):
        """Return how people call the setting of this name, in the language of the page."""
        declared, language = getattr(self.factory, "settings_fields", ()), self.request.language
        return next((one.called(language) for one in declared if one.name == name), name)

    def try_to_make(self, values):
        """Let the adapter look at the settings: what it does not take is told in its words."""
        try:
            made_with = self.like(self.ground, values).made_with()
            seams.make_adapter(self.request.registry, *made_with, self.port)
        except KeyError as missing:
            self.reject("settings", "lacking", self.called(missing.args[0]))
        except (ValueError, LookupError) as trouble:
            self.reject("settings", "adapter", str(trouble))


class ChosenAdapter:
    """A form that adds such a record: first its adapter is chosen, then its settings follow.

    A subclass is an ``AdapterForm`` and a ``NewPage`` too.
    """

    is_new = True

    def before(self):
        return self.empty()

    def address(self, **more):
        return super().address(adapter=self.adapter, **more)

    def show(self):
        if not self.adapter:
            return {"form": self, "adapters": self.adapters, "adapter": ""}
        return super().show()

    def save(self):
        if not self.adapter:
            return HTTPSeeOther(self.request.resource_path(self.context, "new"))
        return super().save()

    def make(self, values):
        return self.fill(self.empty(self.ground.settings), values)

    def noted(self, values):
        return {"title": values["title"], "adapter": self.adapter}


LOCAL = ("directory", "local")  # made of the institution itself, not of settings


def may_try(factory):
    """Whether what this factory makes can be tried, as far as is known before it is made."""
    return not isinstance(factory, type) or hasattr(factory, "check")
