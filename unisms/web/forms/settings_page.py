"""Pages that change a record.

Their fields are read, validated, saved, and written into the audit journal. Two people may change
a record at once.
"""

import json
import re
from itertools import chain, count

from pyramid.httpexceptions import HTTPSeeOther

from unisms.model.folder import is_reserved
from unisms.services.ground import records
from unisms.services.ground.problem import Problem
from unisms.sms.template import fold
from unisms.web.forms.fields import Field, Wrong
from unisms.web.forms.seen import digest


class SettingsPage:
    """A form about one record: a subclass has ``fields``, ``verb``, ``show`` and ``save``.

    The template is given ``form`` (this object). ``form.shown`` and ``form.errors`` are by field.
    ``form.meanwhile`` is set when somebody else saved first, ``form.seen`` fills the hidden field
    of that name, ``form.last_change`` tells the last save.
    """

    fields: tuple[Field, ...] = ()
    verb = ""  #: of the audit journal
    #: the record's attribute that tells when, and by whom, it was changed last
    mark = "last_change"
    news = "settings"  #: the queue of the session that tells the next page that it is saved

    def __init__(self, context, request):
        self.context, self.request = context, request
        self.shown, self.errors, self.meanwhile = {}, {}, ()

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

    @property
    def seen(self):
        """Digests of the values that this page shows: a save notices another save before it."""
        return json.dumps({name: digest(value) for name, value in self.stored().items()})

    @property
    def seen_before(self):
        """The ``seen`` of the page that was sent."""
        return self.request.POST.get("seen", "")

    def page(self, **facts):
        """Return the facts that the template is given."""
        self.shown = self.shown or self.stored()
        return {"form": self, "record": self.record, **facts}

    def saved(self, **facts):
        """Save what was typed and go back, or show the page again with what is wrong."""
        values = self.typed()
        self.check(values)
        if not self.errors:
            self._notice_others(values)
        if self.errors or self.meanwhile:
            self.request.response.status = 409 if self.meanwhile else 422
            return self.page(**facts)
        return self.keep(values)

    def keep(self, values):
        """Store values in which nothing is wrong, and go back."""
        self._store(values)
        self.request.session.flash("changed", self.news)
        return HTTPSeeOther(self.after())

    def check(self, values):
        """Put faults of several fields at once into ``self.errors``; nothing by default."""

    def after(self):
        """Where to go once it is saved."""
        return self.request.resource_path(self.context)

    def new_page(self, **facts):
        """Return the facts that the template of a form for something new is given."""
        if self.errors:
            self.request.response.status = 422
        shown = {
            field.name: [] if field.many else False if field.secret else "" for field in self.fields
        }
        self.shown = shown | self.shown
        return {"form": self, **facts}

    def typed(self):
        """The values typed, those that are wrong left out and told in ``errors``."""
        post, values = self.request.POST, {}
        for field in self.fields:
            typed = post.getall(field.name) if field.many else post.get(field.name, "")
            self.shown[field.name] = False if field.secret else typed
            try:
                if not (field.secret and not typed):
                    values[field.name] = field.parse(typed)
                    self.shown[field.name] = typed if field.tell else values[field.name]
            except Wrong as wrong:
                self.errors[field.name] = wrong.of(field.name)
        return values

    def reject(self, field, code, detail=""):
        """Tell at a field that the form cannot be saved, and why."""
        self.errors[field] = Problem(field, code, detail)

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

    def _store(self, values):
        actor, now = self.request.actor, self.request.now
        records.change(actor, self.verb, self.record, self.fields, values, now, self.mark)

    def add_new(self, verb, name, record, after):
        """Add what the form has made to its folder, the context; return it."""
        actor, now = self.request.actor, self.request.now
        return records.add(actor, verb, self.context, name, record, now, after=after)


def free_name(folder, title):
    """Return a name for ``title`` that the folder does not have yet.

    ``ufr-08-histoire``, then ``ufr-08-histoire-2``.
    """
    word = "-".join(re.findall(r"[a-z0-9]+", fold(title)))[:40].strip("-") or "x"
    names = chain([word], (f"{word}-{number}" for number in count(2)))
    return next(name for name in names if name not in folder and not is_reserved(name))
