"""The demonstration: what is in it, and where it refuses to be."""

import re
import stat

from unisms.scripts import demo_data
from unisms.services import passwords


def test_two_universities_have_people_groups_credit_and_brokers(demo):
    def look(root):
        return {
            name: (len(place["people"]), place["accounts"].keys()[0], sorted(place["brokers"]))
            for name, place in root["institutions"].items()
        }

    staff = len(demo_data.STAFF)
    assert demo.look(look) == {
        "nice": (200 + staff, "bu", ["simulateur", "smpp-exemple"]),
        "paris1": (200 + staff, "scd", ["simulateur", "smpp-exemple"]),
    }


def test_credit_is_granted_in_the_ledger(demo):
    def look(root):
        account = root["institutions"]["paris1"]["accounts"]["scolarite"]
        return account.available, [entry.kind for entry in account.ledger()]

    assert demo.look(look) == (4_210, ["credit"])


def test_the_logins_are_printed_and_kept_for_their_owner_alone(empty):
    shown = empty.run("demo", "--password", "marron-tilleul").output
    logins = empty.var / "demo-logins.txt"
    assert "zlefevre   marron-tilleul" in shown
    assert logins.read_text() in shown
    assert stat.S_IMODE(logins.stat().st_mode) == 0o600


def test_the_logins_work(demo):
    def look(root):
        return passwords.verify(root["institutions"]["paris1"], "admin", "marron-tilleul")

    assert demo.look(look)


def test_everybody_who_signs_in_can_send_themselves_a_trial_to_a_number_of_their_own(demo):
    def look(root):
        people = root["institutions"]["paris1"]["people"]
        return [people.with_number(people[uid].msisdn) for uid in demo_data.STAFF]

    assert [[*found] for found in demo.look(look)] == [[uid] for uid in demo_data.STAFF]


def test_a_password_is_drawn_where_none_is_given(empty):
    assert re.search(r"admin +([a-z2-9]{4}-){2}[a-z2-9]{4} ", empty.run("demo").output)


def test_it_refuses_to_mix_with_what_is_stored(demo):
    assert "Something is stored" in demo.run("demo", code=3).stderr


def test_make_run_may_ask_for_it_each_time(demo):
    assert demo.run("demo", "--if-empty").output == ""


def test_its_people_are_the_same_each_time_and_their_numbers_fiction():
    paris, nice = demo_data.UNIVERSITIES
    people = list(demo_data.people(paris))
    numbers = {someone.msisdn for someone in people} | {someone.msisdn for someone in demo_data.people(nice)}
    assert people == list(demo_data.people(paris))
    assert all(re.fullmatch(r"\+3363998\d{4}", msisdn) for msisdn in numbers - {""})
    assert len(numbers - {""}) == 2 * 192  # no number twice; one person in 25 has none
    assert len({someone.uid for someone in people}) == 200
    assert all(re.fullmatch("[a-z]+[0-9]*", someone.uid) for someone in people)
