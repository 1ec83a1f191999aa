"""An institution that knows much about Zoé, and somebody who administers it."""

import pytest
import transaction
import ZODB
from dossier_facts import furnish
from factories import make_house
from ZODB.FileStorage import FileStorage

from unisms.model import digests
from unisms.model.kinds import Kinds, give_kinds
from unisms.testing.store import SECRET, our_kinds


@pytest.fixture
def institution(root):
    return furnish(make_house(root))


@pytest.fixture
def filed(tmp_path):
    """A store in a file: its connection, and what reads the octets of the file."""
    db = ZODB.DB(FileStorage(str(tmp_path / "unisms.fs")))
    digests.give_key(db, {"unisms.secret": SECRET})
    give_kinds(db, Kinds(our_kinds()))
    connection = db.open()
    yield connection, lambda: (tmp_path / "unisms.fs").read_bytes()
    transaction.abort()
    connection.close()
    db.close()
