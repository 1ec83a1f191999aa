"""The one place where what is asked is held against what somebody may see."""

from dashboards.access.sessions import Session


class NotYours(Exception):
    """More is asked than may be seen."""


def narrow(session: Session, selection):
    """Return the ``Selection`` cut to what the session may see.

    Where no institution is named, it is all that may be seen. Nothing that is named is ever
    exchanged for something else.

    :raises NotYours: an institution or an account is named that may not be seen.
    """
    institutions = _narrowed(session.institutions, selection.institutions or None)
    accounts = _narrowed(session.accounts, selection.accounts)
    if accounts is not None and selection.account and selection.account not in accounts:
        raise NotYours
    return selection._replace(
        institutions=selection.institutions if institutions is None else institutions,
        accounts=accounts,
    )


def may_see(session: Session, institution: str) -> bool:
    """Whether the session may see something of ``institution``."""
    return session.institutions is None or institution in session.institutions


def _narrowed(allowed, asked):
    """Return what is ``asked`` of what is ``allowed``; ``None`` stands for all, in both."""
    if allowed is None or asked is None:
        return allowed if asked is None else tuple(asked)
    if not {*asked} <= {*allowed}:
        raise NotYours
    return tuple(asked)
