"""No number, name or text of anybody is in any exported file, in its octets or in its values."""

import duckdb
import pytest
from exported import files, told
from factories import NOW, make_group, make_house, make_person
from sent_campaigns import BAD, GOOD, sent

from unisms.model.leavings import Leaving, note
from unisms.model.templates import MessageTemplate
from unisms.model.themes import Member, Theme
from unisms.services.exports import tables
from unisms.services.exports.plans import ExportWish
from unisms.tasks.exports.run import run

NUMBER, UID, WHO, TEXT = "+33639987654", "zmarked", "Zénobie Marquée", "Zèbre marqué 4711"
ERASED_TITLE, TOLD_TITLE = "Titre effacé zz91", f"{TEXT} demain"
WORDS = (NUMBER, NUMBER[3:], UID, WHO, "Marquée", TEXT, "marqué", ERASED_TITLE, "zz91")


@pytest.fixture
def folder(worker):
    """The exports of a store in which everything that tells of somebody is marked."""
    worker.run(furnish)
    where = worker.var / "dashboards"
    run(worker, where, ExportWish(), NOW)
    return where


def furnish(root):
    institution = make_house(root)
    make_person(institution, UID, WHO, NUMBER, f"{UID}@univ.example")
    make_group(institution, "zmarked-group")
    institution["templates"].add("t", MessageTemplate(TEXT, TEXT, UID))
    theme = institution["themes"].add("sport", Theme("Sport", UID))
    theme.join(UID, Member(NOW), "2027-01-15")
    marked = GOOD._replace(number=NUMBER, ids=NUMBER)
    texts = {"text": f"{TEXT} demain en salle B", "columns": ("nom",), "author": UID}
    for title in (TOLD_TITLE, f"Pour {WHO}", f"Au {NUMBER}", "Planning"):
        campaign = sent(institution, *[marked] * 5, BAD, title=title, **texts)
        campaign.rewrite_values(1, (WHO, UID, WHO))
        campaign.annotate([(1, UID)], (TEXT,), [(1, 1)])
        campaign.remember(NOW, UID, "released", TEXT)
    erased = sent(institution, *[marked] * 5, title=ERASED_TITLE, **texts)
    erased.erase(NOW + 1, "")
    institution.replies.receive(NOW, NUMBER, "36111", TEXT, word="stop", campaign=campaign.__name__)
    note(institution, Leaving(NOW, UID, NUMBER, "reply"))
    institution.grants.give(f"person:{UID}", "sender")


def test_the_octets_of_no_file_have_them(folder):
    found = [path for path in folder.rglob("*") if path.is_file()]
    assert len(found) > 20
    for path in found:
        content = path.read_bytes()
        assert [word for word in WORDS if word.encode() in content] == [], path.name


@pytest.mark.parametrize("table", tables.TABLES)
def test_the_values_of_no_file_have_them(folder, table):
    """Values are packed in files: octets alone would not show them."""
    for path in files(folder, table).values():
        rows = duckdb.read_parquet(str(path)).fetchall()
        texts = {str(value) for row in rows for value in row}
        assert [(one, word) for one in texts for word in WORDS if word in one] == []


def test_what_is_counted_there_is_of_these_people(folder):
    assert sum(row["messages"] for row in told(folder, "facts")) == 29
    names = [row["name"] for row in told(folder, "names") if row["kind"] == "campaign"]
    assert len(names) == 5
    assert "Planning" in names
    assert "" in names


def test_whoever_looks_for_a_word_that_is_there_finds_it(folder):
    [path] = files(folder, "names").values()
    assert "Planning" in str(duckdb.read_parquet(str(path)).fetchall())
