"""Pages that change a record: two people may do so at once, and the audit journal tells each."""

import json

import venusian
from pyramid.httpexceptions import HTTPSeeOther

from unisms.model.root import Institution
from unisms.services.ground import records
from unisms.web.forms.form import Form, form_views
from unisms.web.forms.seen import digest


def settings_page(name, *, renderer, permission, verb, done, called=None, **line):
    """Announce a page of settings of an institution: all that there is of it beside its class.

    Its views are at the address ``name``. ``title``, ``sentence`` and ``heading`` make its line on
    the page of settings, as ``config.add_settings_page`` takes them. The audit journal has ``verb``
    where something is changed there, and says so by ``done``; fields for which it has no words yet
    are ``called`` so.
    """

    def decorate(page):
        def announce(scanned, _name, _page):
            config = scanned.config.with_package(info.module)
            facts = {"permission": permission, "verb": verb, **line}
            config.add_verbs("settings", {verb: done}, called, _info=info.codeinfo)
            config.add_settings_page(name, _info=info.codeinfo, **facts)

        page.name, page.verb = name, verb
        info = venusian.attach(page, announce, category="pyramid")
        place = {"context": Institution, "name": name, "renderer": renderer}
        return form_views(**place, permission=permission, _depth=2)(page)

    return decorate


class SettingsPage(Form):
    """A form about one record: a subclass has ``fields`` and ``verb``.

    ``form.meanwhile`` is set when somebody else saved first, ``form.seen`` fills the hidden field
    of that name, ``form.last_change`` tells the last save.
    """

    verb = ""  #: of the audit journal
    #: the record's attribute that tells when, and by whom, it was changed last
    mark = "last_change"
    news = "settings"  #: the queue of the session that tells the next page that it is saved
    name = ""  #: its address in the institution, where it is one of the pages of settings
    meanwhile = ()

    @property
    def record(self):
        """Return the changed record: the context, unless a page says otherwise."""
        return self.context

    @property
    def last_change(self):
        return getattr(self.record, self.mark)

    def stored(self):
        """The values as they are, by field, as far as they are shown."""
        return {field.name: field.told(field.value(self.record)) for field in self.fields}

    def begun(self):
        return self.stored()

    @property
    def seen(self):
        """Digests of the values that this page shows: a save notices another save before it."""
        return json.dumps({name: digest(value) for name, value in self.stored().items()})

    def page(self):
        return {**super().page(), "record": self.record}

    def refusal(self, values):
        status = super().refusal(values)
        if not status:
            self._notice_others(values)
        return status or (409 if self.meanwhile else 0)

    def keep(self, values):
        """Store the values and go back."""
        self.store(values)
        self.request.session.flash("changed", self.news)
        return HTTPSeeOther(self.after())

    def store(self, values):
        """Write the values into the record, and what they change into the audit journal."""
        actor, now = self.request.actor, self.request.now
        records.change(actor, self.verb, self.record, self.fields, values, now, self.mark)

    def after(self):
        """Return the address to go to once it is saved: a page of settings stays where it is."""
        return self.request.resource_path(self.context, self.name)

    def _notice_others(self, values):
        """Set ``meanwhile``: pairs of field and value, where somebody else saved first.

        Fields the visitor left untouched take the other person's value, so that saving again does
        not revert it.
        """
        try:
            seen = json.loads(self.seen_before)
        except (ValueError, RecursionError):
            seen = {}
        if not isinstance(seen, dict):
            seen = {}
        now = self.stored()
        self.meanwhile = tuple(
            (name, now[name]) for name in now if seen.get(name) != digest(now[name])
        )
        others = dict(self.meanwhile)
        for field in self.fields:
            left = seen.get(field.name) == digest(field.told(values.get(field.name)))
            if left and field.name in others and not field.secret:
                self.shown[field.name] = others[field.name]
