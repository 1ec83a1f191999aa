"""A store in memory, looked at through fresh eyes: what was not stored is not seen again."""

from functools import cache

import ZODB
from pyramid.config import Configurator
from transaction import TransactionManager
from ZODB.DemoStorage import DemoStorage

from unisms.model import digests, links
from unisms.model.evolve import get_root
from unisms.model.kinds import Kinds, give_kinds
from unisms.testing.factories import make_root

SECRET = "a secret for tests, long enough to be one"
ADDRESS = "https://sms.univ.example"


class Store:
    """A database in memory with an empty tree."""

    def __init__(self, steps=()):
        self.db = ZODB.DB(DemoStorage())  # which merges buckets, as the storages of the service do
        digests.give_key(self.db, {"unisms.secret": SECRET})
        links.give_address(self.db, {"unisms.public_url": ADDRESS})
        give_kinds(self.db, Kinds(our_kinds()))
        make_root(self._open(), steps)
        self.commit()

    def _open(self):
        self.manager = TransactionManager(explicit=True)
        self.manager.begin()
        self.connection = self.db.open(self.manager)
        return self.connection

    @property
    def root(self):
        return get_root(self.connection)

    def commit(self):
        """Store everything and begin anew."""
        self.manager.commit()
        self.manager.begin()

    def rival(self):
        """Return another process's view of this store: itself with ``root`` and ``commit``."""
        rival = object.__new__(Store)
        rival.db = self.db
        rival._open()
        return rival

    def close(self):
        self.manager.abort()
        self.connection.close()


@cache
def our_kinds():
    """Return our own kinds of audience, as a service without add-ons announces them."""
    config = Configurator()
    config.include("unisms.seams.adapters")
    config.include("unisms.seams.audiences")
    config.include("unisms.services.audience.kinds")
    config.commit()
    return config.registry.audience_kinds


def reread(resource):
    """``resource`` as a fresh connection sees it: committed, forgotten, and loaded again."""
    stored = resource
    while stored._p_jar is None:
        stored = stored.__parent__
    connection = stored._p_jar
    connection.transaction_manager.commit()
    connection.cacheMinimize()
    connection.transaction_manager.begin()
    return resource
