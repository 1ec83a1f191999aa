"""``unisms send --emergency``: it waits for a person's click, unless the institution trusts it."""

from unisms.model.folder import find
from unisms.sms import states

EMERGENCY = (
    *("send", "--institution", "paris1", "--as", "admin", "--account", "scolarite"),
    *("--text", "Sortez", "--to", "0639980001", "--emergency", "Un incendie"),
)


def let_machines(root):
    root["institutions"]["paris1"].machines_alert = True


def test_an_emergency_waits_for_a_persons_click_and_says_where(demo):
    shown = demo.run(*EMERGENCY, code=6).stdout
    assert "Nothing has left: this alert waits for a person's click on" in shown
    told = demo.json(*EMERGENCY, "--wait", code=6)
    assert told["awaits_click"].endswith(f"{told['path']}/check")
    assert demo.look(lambda root: find(root, told["path"]).state) == states.CHECKED


def test_an_emergency_is_sent_with_its_reason_by_who_may(demo):
    demo.look(let_machines)
    told = demo.json(*EMERGENCY)
    assert told["check"]["recipients"] == 1

    def look(root):
        entries = root["institutions"]["paris1"].audit.waiting()
        return [entry.after for entry in entries if entry.verb == "campaign.emergency"]

    assert "Un incendie" in demo.look(look)[0]
