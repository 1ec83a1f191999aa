"""The command that makes the demonstration, and where it refuses to."""

import re
import stat

from unisms.scripts.demonstration.universities import STAFF
from unisms.services.door import passwords


def test_the_logins_are_printed_and_kept_for_their_owner_alone_and_work(harmless):
    shown = harmless.run("demo", "--password", "marron-tilleul").output
    logins = harmless.var / "demo-logins.txt"
    assert "zlefevre   marron-tilleul" in shown
    assert "/institutions/pantheon/" in shown
    assert logins.read_text() in shown
    assert stat.S_IMODE(logins.stat().st_mode) == 0o600

    def look(root):
        holders = (
            (root["institutions"]["pantheon"], "admin"),
            (root["institutions"]["anges"], "krenard"),
        )
        return [
            passwords.verify(*who, "marron-tilleul") for who in (*holders, (root, "exploitant"))
        ]

    assert harmless.look(look) == [True] * 3


def test_everybody_who_signs_in_can_send_themselves_a_trial_to_a_number_of_their_own(harmless):
    harmless.run("demo")

    def look(root):
        people = root["institutions"]["pantheon"]["people"]
        return [people.with_number(people[uid].msisdn) for uid in STAFF]

    assert [[*found] for found in harmless.look(look)] == [[uid] for uid in STAFF]


def test_a_password_is_drawn_where_none_is_given(harmless):
    assert re.search(r"admin +([a-z2-9]{4}-){2}[a-z2-9]{4} ", harmless.run("demo").output)


def test_nothing_is_wrong_with_it(harmless):
    harmless.run("demo")
    shown = harmless.run("check").output
    assert "24 campaigns of 2 institutions: reservations, ledgers and balances agree." in shown
    assert "anges: 29 entries, whole" in harmless.run("audit", "verify").output


def test_it_refuses_to_mix_with_what_is_stored(demo):
    assert "Something is stored" in demo.run("demo", code=3).stderr


def test_make_run_may_ask_for_it_each_time(demo):
    assert demo.run("demo", "--if-empty").output == ""


def test_where_a_real_broker_is_switched_on_it_is_not_made(empty):
    told = empty.run("demo", code=3).stderr
    assert "A real broker is switched on here (smpp)" in told
    assert "unisms.addons" in told
    assert not (empty.var / "demo-logins.txt").exists()
    assert "Nothing is stored yet" in empty.run("campaign", "list", code=3).stderr
