"""The dashboards are of the house: every sentence in both languages, every file in use, one schema
in the code that writes, in the code that reads, and in the documentation."""

import re
from io import BytesIO

import places
import pytest
from babel.messages.extract import extract
from jinja2.ext import babel_extract

from dashboards.exports import schema
from dashboards.pages.languages import read_catalogue
from unisms.services.exports import tables
from unisms.services.exports.moments import DELAYS

KEYWORDS = {"_": None, "marked": None, "say": (1,), "some": (1, 2)}
OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
WHOLE_NUMBERS = {"INTEGER", "BIGINT"}  # which a reader need not tell apart
EXPORTS = places.ROOT / "docs/exports.md"


def speaking():
    """Every file of the dashboards that says something to people."""
    return [*places.of_dashboards(), *places.DASHBOARDS.rglob("*.jinja2")]


def sentences():
    for file in speaking():
        source = BytesIO(file.read_bytes())
        if file.suffix == ".py":
            found = [told for _, told, _, _ in extract("python", source, keywords=KEYWORDS)]
        else:
            told = babel_extract(source, ("_", "say", "some"), (), OPTIONS)
            found = [one for _, _, one, _ in told]
        yield from map(_key, found)


def _key(told):
    parts = tuple(part for part in told if part) if isinstance(told, tuple) else (told,)
    return parts[0] if len(parts) == 1 else parts[:2]


def test_every_sentence_of_the_dashboards_has_its_english():
    english = read_catalogue("en")
    found = [*sentences()]
    assert len(found) > 200
    assert [one for one in found if one not in english or not english[one].string] == []


def test_no_english_of_the_dashboards_is_left_over_or_lacks_a_placeholder():
    english = [one for one in read_catalogue("en") if one.id]
    known = {one if isinstance(one, str) else one[0] for one in sentences()}
    kept = {one.id if isinstance(one.id, str) else one.id[0] for one in english}
    assert kept - known == set()
    assert [one.id for one in english if [*one.check()]] == []


@pytest.mark.parametrize("asset", places.assets(), ids=lambda file: file.name)
def test_every_asset_is_used(asset):
    """Dash loads each script and each sheet of the folder by itself; a licence is for people."""
    if asset.suffix in {".js", ".css"} or "LICENSE" in asset.name:
        return
    files = [*speaking(), *places.assets()]
    assert any(asset.name in file.read_text() for file in files if file != asset)


def written():
    """The columns of each table that the service writes, with the kind of each."""
    return {
        table.name: {
            tables.INSTITUTION: "VARCHAR",
            **{column: kind(tables.type_of(column)) for column in table.columns},
        }
        for table in tables.TABLES.values()
    }


def kind(told):
    return "number" if told in WHOLE_NUMBERS else told


def test_the_dashboards_read_the_tables_that_the_service_writes():
    read = {
        table.name: {column.name: kind(column.type) for column in table.columns}
        for table in schema.TABLES.values()
    }
    assert read == written()
    assert {one.name: one.dated for one in schema.TABLES.values()} == {
        one.name: one.dated for one in tables.TABLES.values()
    }
    assert (schema.VERSION, schema.DELAYS) == (tables.VERSION, DELAYS)


def documented():
    """The columns of each table, after the institution, as the documentation tells them."""
    _, _, told = EXPORTS.read_text().partition(f"## The tables, version {tables.VERSION}\n")
    lines = re.findall(r"^\| `(\w+)` \| (\w+(?:, \w+)+) \|", told.partition("\n## ")[0], re.MULTILINE)
    return {name: columns.split(", ") for name, columns in lines}


def test_the_documentation_tells_every_table_and_column_that_is_written():
    found = {name: one for name, one in documented().items() if name in tables.TABLES}
    assert found == {one.name: [*one.columns] for one in tables.TABLES.values()}
    assert ", ".join(map(str, DELAYS)) in EXPORTS.read_text()
