"""Audiences that people keep: whom to write to, and whom not, under a name of their own."""

from typing import Any

from persistent import Persistent

from unisms.model.acl import AUTHOR, Ace, Allow, person_principal
from unisms.model.root import Institution, institution_of


class SavedAudience(Persistent):
    """A set of people that its owner keeps: by what they were chosen, not who they are now."""

    __name__ = ""
    __parent__: Any = None
    account = ""  # those who may charge it may use this audience; empty: its owner alone

    def __init__(
        self,
        owner: str,
        title: str,
        pairs: tuple[tuple[str, str], ...],
        minus: tuple[tuple[str, str], ...],
        created_at: int,
    ) -> None:
        self.owner = owner  # a uid of this institution
        self.title = title
        self.pairs, self.minus = pairs, minus  # of (kind, name), as of a campaign
        self.created_at = created_at

    @property
    def __acl__(self) -> list[Ace]:
        institution: Institution = institution_of(self)  # type: ignore[assignment]
        return [(Allow, person_principal(institution.__name__, self.owner), AUTHOR)]
