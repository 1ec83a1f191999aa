"""A month that two modules of tests look at, and how it is read."""

import json
import time

import duckdb
import pytest

from tests import month as months
from tests.month import Month
from tests.peers.service import Service
from tests.peers.smsc import Smsc


@pytest.fixture(scope="session")
def month():
    """Return a ``Month`` that was lived and exported; ``fates`` are those of its messages."""
    with Smsc() as smsc, Service(smsc.port, window="20") as service:
        lived = Month(smsc, service, int(time.time()))
        lived.live()
        lived.fates = months.fates(lived)
        lived.folder = lived.export()
        yield lived


class Files:
    """The exports, as anybody reads them who knows ``docs/exports.md``."""

    def __init__(self, folder):
        self.folder = folder
        with open(f"{folder}/manifest.json") as opened:
            self.manifest = json.load(opened)
        self.database = duckdb.connect()
        for table in {file["table"] for file in self.manifest["files"]}:
            paths = [
                f"{folder}/{file['path']}"
                for file in self.manifest["files"]
                if file["table"] == table
            ]
            self.database.execute(f"CREATE VIEW {table} AS FROM read_parquet({paths})")

    def counted(self, asked):
        """Return the last column of an answer by the ones before it."""
        return {row[:-1]: row[-1] for row in self.database.execute(asked).fetchall()}


@pytest.fixture(scope="session")
def files(month):
    return Files(month.folder)
