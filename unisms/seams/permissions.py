"""Permissions as they are announced: each says which built-in roles have it, and no other has."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import NamedTuple

from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError

from unisms.model import acl
from unisms.seams.announcement import announce

CATEGORY = "unisms permissions"
OURS = frozenset(acl.Permission)


class Announced(NamedTuple):
    """A permission, and what the page of roles says of it."""

    roles: tuple
    words: Mapping[str, str]  #: a sentence by language; of our own the page has the words


def includeme(config: Configurator) -> None:
    config.registry.permissions = {}  # name -> Announced
    config.add_directive("add_role_permission", add_role_permission)
    for permission in acl.Permission:
        config.add_role_permission(str(permission), acl.HELD_BY.get(permission, ()))


def add_role_permission(
    config: Configurator,
    name: str,
    roles: Iterable[str] = (),
    words: Mapping[str, str] | None = None,
) -> None:
    """Announce that a permission called ``name`` can be given, and that built-in ``roles`` have it.

    ``words`` is a sentence by language, ``fr`` and ``en``, for the page of roles. Pyramid has a
    directive ``add_permission`` of its own, which gives nobody anything.
    """
    unknown = [role for role in roles if role not in acl.ROLES]
    if unknown:
        raise ConfigurationError(f"{name}: there is no built-in role {', '.join(unknown)}")
    announced = Announced(tuple(roles), words or dict.fromkeys(("fr", "en"), name))
    grant = None if name in OURS else partial(acl.announce, name, tuple(roles))
    announce(config, CATEGORY, name, announced, config.registry.permissions, grant)
