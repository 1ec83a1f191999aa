"""The file of people's own pages in an institution's archive."""

from collections.abc import Iterator

from unisms.model.root import Institution
from unisms.services.ground.facts import Facts


def own_pages(institution: Institution) -> Iterator[Facts]:
    """Yield each person who asks to be erased, or whose number was proved by somebody else."""
    pages = institution["me"]
    for uid in institution["people"]:
        asked, lost = pages.asked_to_erase(uid), pages.lost_number(uid)
        if asked or lost:
            yield {"uid": uid, "asked_to_erase_at": asked, "lost_number_at": lost}
