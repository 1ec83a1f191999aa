"""The people who want a report of each month by mail, and the latest month that was told them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from BTrees.OOBTree import OOBTree

if TYPE_CHECKING:
    from unisms.model.folder import Folder
    from unisms.model.people import Subscriber

    Reported = Folder[Subscriber]
else:
    Reported = object  # the folder is ``People``


class WithReports(Reported):
    """The wishes of ``People`` for reports, over the tree that it keeps."""

    _reports: "OOBTree[str, str] | None"

    def want_reports(self, uid: str, told: str) -> None:
        """Let the person called ``uid`` have reports of the months after ``told`` (``2026-11``).

        :raises KeyError: there is no such person.
        """
        if uid not in self:
            raise KeyError(uid)
        if self._reports is None:
            self._reports = OOBTree()
        self._reports[uid] = told

    def want_no_reports(self, uid: str) -> None:
        """Let the person called ``uid`` have none any more."""
        if self._reports:
            self._reports.pop(uid, None)

    def report_told(self, uid: str) -> str:
        """Return the latest month that needs no report; empty: they want none."""
        return self._reports.get(uid, "") if self._reports else ""

    def report_readers(self) -> Iterator[tuple[str, str]]:
        """Yield each uid that wants reports, and the latest month that needs none any more."""
        yield from list((self._reports or {}).items())
