"""The people whom a message leaves out, and those who were written to before.

It may call ``replies`` and every room below it. Open to others:

- ``crowds``: people recognised by number and uid, and those whom a message leaves out
- ``exclusions``: whom the author of a message leaves out, found when its audience is frozen
- ``expansions``: saved audiences spelled out
- ``judges``: the one judge of whom a message reaches
- ``missed``: the people whom a message has not reached, for a page
- ``once_keys``: keys of which nobody gets two messages
- ``pasts``: whom a message of before has reached, whom it has missed
- ``recents``: the audiences of one's own last messages, to choose again
- ``rolls``: who joined and who left between two freezes of an audience
- ``saved``: audiences that people keep under a name
- ``sentences``: why people cannot be left out, and an audience cannot be kept
"""

from typing import Any

from unisms.services.exclusions import archive, once_keys, saved

__all__ = [
    "crowds",
    "exclusions",
    "expansions",
    "judges",
    "missed",
    "once_keys",
    "pasts",
    "recents",
    "rolls",
    "saved",
    "sentences",
]


def includeme(config: Any) -> None:
    config.add_evolution_step(saved.audiences_have_a_place)
    config.add_nightly_job("once_keys", once_keys.forget, of="institutions")
    config.add_nightly_job("audiences", saved.forget, of="institutions")
    config.add_dossier_part("once_keys", archive.told, archive.forget_told)
    config.add_dossier_part("audiences", archive.audiences, archive.forget_audiences)
    config.add_archive_part("audiences", archive.kept, own=True)
