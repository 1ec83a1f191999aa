"""Records added and changed, each with its line in the journal."""

from typing import NamedTuple

from factories import NOW, make_institution

from unisms.model.accounts import Account
from unisms.services.ground import records
from unisms.services.ground.actor import service
from unisms.testing.factories import someone


class Value(NamedTuple):
    name: str
    hidden: bool = False

    def value(self, record):
        return getattr(record, self.name)

    def store(self, record, value):
        setattr(record, self.name, value)


def told(institution):
    return [
        (one.verb, one.by, one.path, one.before, one.after) for one in institution.audit.waiting()
    ]


def test_what_is_added_is_signed_and_told(root):
    paris = make_institution(root)
    facts = (paris["accounts"], "scd", Account("SCD"), NOW)
    made = records.add(someone(paris), "account.opened", *facts, after={"title": "SCD"})
    assert paris["accounts"]["scd"] is made
    assert made.last_change == (NOW, "lib")
    assert told(paris) == [("account.opened", "lib", "/accounts/scd", "", '{"title": "SCD"}')]


def test_what_is_changed_is_told_with_what_was_before_and_a_secret_is_not(root):
    paris = make_institution(root)
    fields = (Value("title", hidden=True), Value("time_zone"), Value("language"))
    values = {"title": "Nice", "time_zone": "Indian/Reunion", "language": paris.language}
    facts = (paris, fields, values, NOW, "identity_change")
    changed = records.change(service(), "institution.changed", *facts)
    assert changed == {"title": ("Paris1", "Nice"), "time_zone": ("Europe/Paris", "Indian/Reunion")}
    assert (paris.title, paris.time_zone) == ("Nice", "Indian/Reunion")
    assert paris.identity_change == (NOW, "unisms")
    before = '{"time_zone": "Europe/Paris", "title": "•"}'
    after = '{"time_zone": "Indian/Reunion", "title": "•"}'
    assert told(paris) == [("institution.changed", "", "/", before, after)]


def test_what_was_so_already_is_no_change(root):
    paris = make_institution(root)
    facts = (paris, (Value("title"), Value("language")), {"title": paris.title}, NOW)
    assert records.change(someone(paris), "institution.changed", *facts) == {}
    assert told(paris) == []
