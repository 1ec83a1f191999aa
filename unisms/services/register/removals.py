"""How many people a file may take out: no mistake in an export empties a directory.

Up to a share of the roll they go with the other changes; beyond it somebody types how many; half of
the roll is never taken out by a file.
"""

from unisms.model.registers import Register
from unisms.model.root import Institution
from unisms.services.register.changes import GONE

NONE, FREE, TYPED, REFUSED = "none", "free", "typed", "refused"
SHARES = range(50)  # percent that an institution may choose


def verdict(institution: Institution, gone: int, before: int) -> str:
    """Return whether ``gone`` of the ``before`` people of a roll may go: one of the words above."""
    if not gone:
        return NONE
    if 2 * gone >= before:
        return REFUSED
    return FREE if 100 * gone <= institution.removal_share * before else TYPED


def verdict_of(institution: Institution, register: Register) -> str:
    """Return the verdict on a file that was compared."""
    return verdict(institution, register.counted(GONE), register.before)
