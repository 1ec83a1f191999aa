"""The names behind the keys, and those that are erased."""

from datetime import date

from factories import NOW, make_account, make_connection
from sent_campaigns import FAKE, GOOD, sent

from unisms.model import export_keys
from unisms.model.themes import Theme
from unisms.services.exports import names, surveys


def test_accounts_connections_and_themes_have_their_titles(root, institution):
    make_account(institution, "bu")
    make_connection(root, "shared")
    institution["themes"].add("sport", Theme("Sport")).title_en = "Sports"
    surveys.keys_of(root, "paris1", {})
    assert set(names.small(root, institution)) == {
        ("institution", 0, "Paris1", None, ""),
        ("account", 1, "BU", None, ""),
        ("account", 2, "SCD", None, ""),
        ("broker", 1, "Shared", None, ""),
        ("broker", 2, "Fake", None, ""),
        ("theme", 1, "Sport", None, "Sports"),
    }


def test_things_that_are_gone_have_no_name_and_a_connection_that_of_its_place(root, institution):
    keys = export_keys.of(institution)
    for kind, name in (("account", "gone"), ("theme", "gone"), ("broker", "/brokers/old")):
        keys.give(kind, [name])
    found = {(kind, name) for kind, _, name, *_ in names.small(root, institution)}
    assert found == {("institution", "Paris1"), ("account", ""), ("theme", ""), ("broker", "old")}


def test_a_campaign_that_is_erased_or_gone_has_no_name(institution):
    kept, erased = sent(institution, GOOD, title="Planning"), sent(institution, GOOD, title="X")
    erased.erase(NOW + 1)
    known = {kept.__name__: 1, erased.__name__: 2, "20260101-gone": 3}
    assert list(names.of_campaigns(institution, known, frozenset())) == [
        ("campaign", 1, "Planning", date(2027, 1, 15), ""),
        ("campaign", 2, "", None, ""),
        ("campaign", 3, "", None, ""),
    ]


def test_a_title_that_tells_of_the_message_is_not_told(institution):
    campaign = sent(institution, GOOD, title="Cours annulé demain")
    [row] = names.of_campaigns(institution, {campaign.__name__: 1}, frozenset([campaign.__name__]))
    assert row[2] == campaign.__name__
    assert FAKE not in row
