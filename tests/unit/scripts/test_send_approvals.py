"""``unisms send`` where a message needs a yes: it waits, and says why."""

import scenes

from unisms.model.approvals import ApprovalRules
from unisms.model.folder import find
from unisms.sms import states

SEND = (
    *("send", "--institution", "paris1", "--as", "zlefevre", "--account", "scolarite"),
    *("--text", "Cours déplacé", "--to", "group:l2-histoire"),
)


def ask_about(demo, **rules):
    def write(root):
        find(root, scenes.PARIS).approval_rules = tuple(ApprovalRules(**rules))

    demo.look(write)


def test_a_message_that_needs_a_yes_waits_and_the_command_says_why(demo):
    ask_about(demo, recipients=10)
    shown = demo.run(*SEND)
    assert "From 10 people on, a message needs approval." in shown.output
    path = shown.output.split("Awaits approval: ")[1].strip()
    assert demo.look(lambda root: find(root, path).state) == states.AWAITING_APPROVAL


def test_a_program_is_told_why_too(demo):
    ask_about(demo, by_role=True)
    told = demo.json(*SEND)
    assert told["awaits_approval"] == ["This role sends after approval only."]


def test_nothing_is_sent_where_nobody_could_approve(demo):
    ask_about(demo, recipients=10, approvers=("zlefevre",))

    def give(root):
        find(root, scenes.PARIS).grants.give("person:zlefevre", "approver")

    demo.look(give)
    shown = demo.run(*SEND, code=None)
    assert shown.exit_code
    assert "nobody can give it" in shown.output


def test_a_cost_is_told_as_money(demo):
    ask_about(demo, cost=1_000)
    assert "From €1.00 on, a message needs approval." in demo.run(*SEND).output
