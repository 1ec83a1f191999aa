"""Where traversal starts: the root of the tree, or a plain sentence when the store is not ready."""

from pyramid.httpexceptions import HTTPServiceUnavailable
from pyramid_zodbconn import get_connection

from unisms.model import digests, evolve


class StoreNotReady(HTTPServiceUnavailable):
    """The store is new, older than the code, or has digests of another key.

    ``command`` is what the person who runs the service must type.
    """

    def __init__(self, command):
        super().__init__(headers={"Retry-After": "30"})
        self.command = command


def root_factory(request):
    """The root of the tree in this request's connection.

    :raises StoreNotReady: the store was never initialised, evolution steps wait, or its digests are
        of another key.
    """
    connection = get_connection(request)
    try:
        root = evolve.get_root(connection)
    except evolve.NotInitialised:
        raise StoreNotReady("unisms evolve --run") from None
    try:
        digests.verify(root)
    except digests.AnotherKey:
        raise StoreNotReady("unisms check") from None
    if evolve.pending(connection, request.registry.evolution_steps):
        raise StoreNotReady("unisms evolve --run")
    return root
