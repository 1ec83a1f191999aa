"""Audiences: who is chosen, and the rows they become."""

from typing import Any


def includeme(config: Any) -> None:
    config.include(".kinds")
