"""Pages that add something to a folder."""

from pyramid.httpexceptions import HTTPSeeOther

from unisms.services.ground import records
from unisms.web.forms.form import Form


class NewPage(Form):
    """A form for something new in a folder, its context: a subclass has ``verb`` and ``make``.

    Its name in addresses is made of the field ``title``.
    """

    verb = ""  #: of the audit journal

    def make(self, values):
        """Return the record that was typed."""
        raise NotImplementedError

    @property
    def taken(self):
        """The names in the folder that it cannot have."""
        return self.context

    def keep(self, values):
        """Add the record and go to its page."""
        return HTTPSeeOther(self.after(self.add(values)))

    def add(self, values):
        """Add the record to its folder, and write into the audit journal what is not hidden."""
        actor, now = self.request.actor, self.request.now
        name, told = records.free_name(self.taken, values["title"]), self.noted(values)
        made = self.make(values)
        return records.add(actor, self.verb, self.context, name, made, now, after=told)

    def noted(self, values):
        """Return what the audit journal tells of the record."""
        return {field.name: values[field.name] for field in self.fields if not field.hidden}

    def after(self, record):
        """Return the address to go to once it is added."""
        return self.request.resource_path(record)
