"""Ways to sign in: they prove who somebody is."""

from typing import Protocol


class SignIn(Protocol):
    """A way to prove who somebody is. ``request`` is Pyramid's, its context the institution."""

    def identify(self, request: object) -> str | None:
        """Return the uid that this request proves, or ``None``."""

    def challenge(self, request: object, return_to: str) -> object:
        """Return the response that asks the person to prove who they are."""

    def forget(self, request: object) -> object | None:
        """Return the answer to signing out, or ``None`` for the service's own."""
