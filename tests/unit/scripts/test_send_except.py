"""``unisms send --except``, ``--since`` and ``--once``: all but some."""

SEND = ("send", "--institution", "paris1", "--account", "scolarite", "--text", "Cours déplacé")
ADMIN, GROUP = ("--as", "admin"), ("--to", "group:l2-histoire")


def check(demo, *options):
    return demo.json(*SEND, *ADMIN, *GROUP, *options, "--dry-run")["check"]


def test_a_group_is_left_out_of_itself(demo):
    told = check(demo, "--except", "group:l2-histoire", "--to", "person:admin")
    assert (told["recipients"], told["set_aside"]) == (1, {"excluded": 45})


def test_whoever_was_chosen_before_or_told_already_is_set_aside(demo):
    name = demo.json(*SEND, *ADMIN, "--to", "person:zlefevre", "--once", "Rentrée")["path"]
    name = name.rsplit("/", 1)[1]
    told = check(demo, "--to", "person:zlefevre", "--since", name)
    assert told["set_aside"]["excluded"] == 1
    again = demo.json(*SEND, *ADMIN, "--to", "zlefevre", "--once", "rentree", "--dry-run")
    assert again["check"]["recipients"] == 1  # it waits: nobody was handed it yet


def test_what_is_not_there_is_refused_in_a_sentence(demo):
    told = demo.run(*SEND, *ADMIN, *GROUP, "--except", "group:gone", code=3).stderr
    assert "There is no group gone at paris1" in told
    told = demo.run(*SEND, *ADMIN, *GROUP, "--except", "nothing", code=3).stderr
    assert told.startswith("Error: --except nothing is neither")
    told = demo.run(*SEND, *ADMIN, *GROUP, "--once", "!!!", code=3).stderr
    assert "keyword" in told
