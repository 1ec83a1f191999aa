"""The names by which a dossier tells things: records, subjects of mails, entries of the journal."""

from unisms.model.folder import find
from unisms.seams.mails import PLACEHOLDER
from unisms.web.frame.holders import Names


class DossierTitles(Names):
    """The titles of what the lines of a dossier name by ids; an id where nothing has it any more.

    They are in the reader's language.
    """

    def __init__(self, request):
        super().__init__(request.institution)
        self.request = request

    def of(self, folder, name):
        """Return the title of a record in a folder of the institution, or its name."""
        record = self.institution[folder].get(name) if name else None
        if folder == "themes" and record is not None:
            return record.told(self.request.language)[0]
        return getattr(record, "title", "") or name

    def mail(self, kind, values=()):
        """Return the subject of a mail; what is not known of it any more is left open."""
        texts = self.request.registry.mails.get(kind)
        if texts is None:
            return kind
        place = 1 if self.request.language == "en" else 0
        told = {name: one if isinstance(one, str) else one[place] for name, one in values}
        subject = texts[self.request.language].subject
        return PLACEHOLDER.sub(lambda found: told.get(found[1], "…"), subject)

    def thing(self, path):
        """Return the title of what an entry of the journal is about; empty: the institution."""
        place = f"{self.request.resource_path(self.institution)}{path.strip('/')}".rstrip("/")
        try:
            record = find(self.request.root, place)
        except (KeyError, TypeError):
            return path.rpartition("/")[2]
        if record is self.institution:
            return ""
        return getattr(record, "title", "") or getattr(record, "name", "") or record.__name__
