"""``unisms secret --new-digests``: the key of the digests is lost for good."""

from pathlib import Path

from unisms.model import digests
from unisms.model.folder import find
from unisms.services.people import consent
from unisms.services.rights import rights


def test_the_digests_are_made_anew_once_their_key_is_lost(demo):
    demo.look(
        lambda root: consent.opt_out(
            rights.person(find(root, "/institutions/paris1"), "hmarchand"),
            "hmarchand",
            1_700_000_000,
        )
    )
    assert "nothing is lost" in demo.run("secret", "--new-digests", code=3).stderr
    config = Path(demo.config)
    another = "unisms.numbers_key = another word, long enough to be a key\nunisms.queue"
    config.write_text(config.read_text().replace("unisms.queue", another))
    assert "unisms secret --new-digests" in demo.run("check", code=None).output
    told = demo.run("secret", "--new-digests").output
    assert told.splitlines()[-2:] == [
        "Noes known by their people: 1.",
        "Digests dropped, theirs among them: 1.",
    ]
    demo.look(digests.verify)
    assert "nothing is lost" in demo.run("secret", "--new-digests", code=3).stderr
