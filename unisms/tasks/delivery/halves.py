"""The long messages of which some segments only are delivered, as far as the broker has told."""

from collections.abc import Iterable

from unisms.model.rows import CHANGED_AT
from unisms.services.delivery.receipts import is_half
from unisms.tasks.delivery.ids import Where

LONGEST = 1800  # seconds after the receipt of a segment in which those of the others come, if ever


class Halves:
    """Since when such a message has waited for the receipts of its other segments."""

    def __init__(self) -> None:
        self._begun: dict[Where, int] = {}

    def note(self, where: Where, row: tuple) -> None:
        """Note the present state of a row: it is half delivered, or not any more."""
        if is_half(row):
            self._begun[where] = row[CHANGED_AT]
        else:
            self._begun.pop(where, None)

    def overdue(self, now: int) -> list[Where]:
        """Return the messages of which a segment was delivered long ago, and nothing came since."""
        return [where for where, since in list(self._begun.items()) if since < now - LONGEST]

    def forget(self, told: Iterable[Where]) -> None:
        """Forget these half delivered messages: nothing more is to be done about them."""
        for where in told:
            self._begun.pop(where, None)
