"""A people file as text, compared with the directory of an institution by its administrator."""

from factories import NOW

from unisms.model.registers import Register
from unisms.services.register import application, changes, comparison, requests
from unisms.services.register import columns as people_columns
from unisms.services.rights import rights
from unisms.services.tables import columns, tables

CHIEF = "chef"


def actor(institution):
    return rights.person(institution, CHIEF)


def proposed(table):
    read = columns.recognise(table.columns, table.rows)
    known = (read.kinds, read.number_columns, read.name_columns, read.key_column)
    return people_columns.propose(table.columns, people_columns.ReadColumns(*known, -1))


def compared(institution, text, roll="Étudiants", *, whole=False):
    """Return what a file would change: its wish, and its ``Compared``."""
    table = tables.read(text.encode())
    wish = comparison.Declared(roll, whole, proposed(table))
    return wish, comparison.compare(actor(institution), wish, table.rows)


def told(found):
    """Return the kinds of the changes and their uids, sorted."""
    return sorted((one.kind, one.uid) for one in found.changes)


def remarked(found):
    """Return the codes of the remarks, with their lines and uids, sorted."""
    return sorted((one.code, one.line, one.uid) for one in found.remarks)


def register(institution, text, roll="Étudiants", *, whole=False) -> Register:
    """Return the record of a file that was compared."""
    wish, found = compared(institution, text, roll, whole=whole)
    return requests.begin_compared(actor(institution), "liste.csv", wish, found, NOW)


def applied(root, institution, text, roll="Étudiants", *, whole=False):
    """Return the record of a file that was compared and applied at once."""
    record = register(institution, text, roll, whole=whole)
    gone = str(record.counted(changes.GONE))
    application.approve(actor(institution), record, NOW, gone)
    finish(root, record)
    return record


def finish(root, record):
    path = f"/institutions/paris1/registers/{record.__name__}"
    while application.apply_some(root, path, NOW, 2):
        pass
