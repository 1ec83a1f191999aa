"""``unisms operator``: who runs the installation."""

import re

from unisms.model.campaigns import Campaign
from unisms.services.door import passwords


def test_an_operator_is_added_with_a_password_told_once(demo):
    shown = demo.run("operator", "add", "mroux").output
    password = re.search("([a-z2-9]{4}-){2}[a-z2-9]{4}", shown)[0]
    assert "/operators" in shown
    assert demo.look(lambda root: passwords.verify(root, "mroux", password))
    assert "mroux" in demo.json("operator", "list")
    assert "mroux" in demo.run("operator", "list").output


def test_another_password_is_drawn_when_asked_for_only(demo):
    first = demo.json("operator", "add", "mroux")["password"]
    assert "already" in demo.run("operator", "add", "mroux", code=3).stderr
    second = demo.json("operator", "add", "mroux", "--new-password")["password"]
    assert demo.look(lambda root: passwords.verify(root, "mroux", second))
    assert not demo.look(lambda root: passwords.verify(root, "mroux", first))
    assert demo.look(lambda root: root.signed_out["mroux"]) > 0
    assert "no operator" in demo.run("operator", "add", "nobody", "--new-password", code=3).stderr


def test_an_operator_is_removed(demo):
    demo.run("operator", "add", "mroux")
    demo.run("operator", "remove", "mroux")
    assert "mroux" not in demo.json("operator", "list")
    assert "unisms operator list" in demo.run("operator", "remove", "mroux", code=3).stderr


def test_without_any_it_says_what_to_do(empty):
    empty.run("evolve", "--run")
    assert "unisms operator add --help" in empty.run("operator", "list").output


def test_who_is_removed_loses_the_roles_in_institutions_and_their_name_is_free(demo):
    demo.run("operator", "add", "mroux")
    demo.look(lambda root: root["institutions"]["paris1"].grants.give("operator:mroux", "sender"))
    assert "withdrawn: paris1." in demo.run("operator", "remove", "mroux").output
    demo.run("operator", "add", "mroux")
    assert demo.look(lambda root: root["institutions"]["paris1"].grants.of("operator:mroux")) == []


def test_the_name_of_one_whose_messages_are_kept_is_not_given_again(demo):
    def write(root):
        campaign = Campaign("operator:mroux", 1_800_000_000)
        root["institutions"]["paris1"]["campaigns"].add("20270115-aaaa", campaign)

    demo.look(write)
    told = demo.run("operator", "add", "mroux", code=3).stderr
    assert "messages that are kept (paris1)" in told
