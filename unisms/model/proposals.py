"""Settings as somebody typed them, which are tried before they are saved."""

from persistent import Persistent

from unisms.model.connections import BrokerConnection
from unisms.model.directories import DirectoryConnection


class Proposal(Persistent):
    """A record as its author would save it: kept for an hour at most, and theirs alone."""

    # (epoch seconds, whether it works, code, the adapter's words), once it is tried
    tested: tuple = ()
    found: tuple = ()  # added 2027-01: what the try found, of a directory
    basis = ""  # added 2026-12: what stood for the settings that were stored when it was proposed

    def __init__(
        self,
        place: str,
        by: str,
        at: int,
        draft: BrokerConnection | DirectoryConnection,
        seen: str = "",
        basis: str = "",
    ) -> None:
        self.place = place  # path of the record that it would change, or of its folder-to-be
        self.by = by  # uid
        self.test_asked = at  # epoch seconds
        self.draft = (
            draft  # the record-to-be, in no folder; secrets not typed are those stored then
        )
        self.seen = seen  # the record as its author had seen it (web.forms)
        self.basis = basis

    def made_with(self) -> tuple[str, dict[str, str]]:
        """Return the adapter's name and settings with which to try it."""
        return self.draft.made_with()

    @property
    def port(self) -> str:
        """The kind of the adapter (``seams.adapters``)."""
        return self.draft.port
