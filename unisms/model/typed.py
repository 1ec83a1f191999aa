"""The fields of a form that was not sent, or did not arrive: its author's alone."""

from collections.abc import Iterable

from persistent import Persistent


class TypedForm(Persistent):
    """The fields of one form as they were typed last; nothing of before is kept."""

    edition = 0  # how often it was written: whoever saves says which one they have seen
    saved_at = 0  # epoch seconds
    fields: tuple = ()  # pairs of name and value, in the order of the form

    def __init__(self, place: str, view: str, page: str = "") -> None:
        self.place = place  # path of the record that the form is about
        self.view = view  # the name of the page that takes it
        self.page = page  # the address, without a host, of the page that it stands on

    def write(self, fields: Iterable[tuple[str, str]], now: int) -> None:
        """Let ``fields`` be what is typed, instead of what was."""
        self.fields, self.saved_at = tuple(fields), now
        self.edition += 1

    def value(self, name: str) -> str:
        """Return the text typed into the first field of that name; empty if there is none."""
        return next((value for field, value in self.fields if field == name), "")
