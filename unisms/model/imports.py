"""An uploaded file on its way to an audience."""

from BTrees.IOBTree import IOBTree
from persistent import Persistent

from unisms.model.acl import DENY_ALL, Allow, Permission, person_principal
from unisms.model.root import institution_of

CHUNK = 1 << 20  # bytes per stored record of the raw upload


class Chunk(Persistent):
    """One megabyte of an upload."""

    def __init__(self, content):
        self.content = content


class Import(Persistent):
    """A file, then its columns and cells, then the rule and mapping that make an audience of it.

    The raw upload is kept in pieces in the store, so that a worker on another machine can read it.
    """

    __name__ = ""
    __parent__ = None
    state = "uploaded"  # then "read", or "unreadable" with its problem; in the end "forgotten"
    problem = ""  # a code for the page
    detail = ""  # what and where, for the sentence
    encoding = ""  # empty for a spreadsheet
    delimiter = ""
    sheet = ""  # the title of the spreadsheet's page that was read
    columns = ()  # titles, as in the file, made different from each other
    kinds = ()  # what each column seems to hold (services.columns)
    number_columns = ()  # indexes, in order of preference
    name_columns = ()  # indexes that together name the person
    key_column = -1  # one message per value of this column; -1: per number only
    rule = ()  # conditions, as tuples (services.selecting)
    day = ""  # the date that the rule takes for today, as 2026-11-20; empty: the day on which it is asked
    notices = ()  # what the reading tells, as (code, count, example) tuples

    def __init__(self, filename, content, author, created_at):
        self.filename = filename
        self.author = author
        self.created_at = created_at
        self.size = len(content)
        self.raw = IOBTree()
        for number, start in enumerate(range(0, len(content), CHUNK)):
            self.raw[number] = Chunk(content[start : start + CHUNK])
        self.rows = IOBTree()  # line number in the file -> cells as a tuple

    @property
    def __acl__(self):
        """A file of people is its author's alone, whatever role others have."""
        author = person_principal(institution_of(self).__name__, self.author)
        return [(Allow, author, (Permission.IMPORT_FILE,)), DENY_ALL]

    def content(self):
        """The upload, as it came."""
        return b"".join(chunk.content for chunk in self.raw.values())

    def forget(self):
        """Erase the upload and the cells; what the file was called and what was chosen stay."""
        self.raw.clear()
        self.rows.clear()
