"""Settings as somebody typed them, which are tried before they are saved."""

from persistent import Persistent


class Proposal(Persistent):
    """What would be saved; it is kept for an hour at most, and is its author's alone."""

    tested = ()  # (epoch seconds, whether it works, code, the adapter's words), once it is tried
    basis = ""  # added 2026-12: what stood for the settings that were stored when it was proposed

    def __init__(self, place, by, at, draft, seen="", basis=""):
        self.place = place  # path of the record that it would change, or of the folder that it would be added to
        self.by = by  # uid
        self.test_asked = at  # epoch seconds
        self.draft = draft  # a record as it would be, in no folder; secrets that were not typed are those stored then
        self.seen = seen  # what its author had seen of the record (web.forms)
        self.basis = basis

    def made_with(self):
        """What an adapter is made with to try it."""
        return self.draft.made_with()
