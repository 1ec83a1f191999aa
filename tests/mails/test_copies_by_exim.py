"""Mail copies by a real mail server, from the release of a message to the mailbox."""

import time

import pytest
from factories import make_draft, make_house, make_person, make_worker, mobile

from tests.peers.exim import Exim
from unisms.model.folder import find, root_of
from unisms.model.groups import Group
from unisms.model.mail_copies import MailCopy
from unisms.services.campaigns import drafts, guards, releases
from unisms.services.copies import copies
from unisms.testing.factories import someone
from unisms.testing.fixtures import eventually

pytestmark = pytest.mark.servers
PLACE = "/institutions/paris1"
NAMES = ("elodie", "gone", "hugo")  # the server knows no "gone"
BODY = "**Bonjour** [nom]\n\n- [le plan](https://plan.univ.example)\n- salle B12"


@pytest.fixture
def exim():
    with Exim() as exim:
        yield exim


@pytest.fixture
def worker(tmp_path, broker, exim):
    worker = make_worker(tmp_path, broker, **exim.settings())
    yield worker
    worker.close()
    worker.db.close()


def written(root):
    """A message to three people with a mail beside it, which leaves now; its path."""
    institution, now = make_house(root), int(time.time())
    for number, name in enumerate(NAMES):
        make_person(institution, name, f"*{name}*", mobile(number), f"{name}@univ.example")
    institution["groups"].add("l2", Group("L2", NAMES))
    make_person(institution, "lib", "Lise", email="lise@univ.example")
    copy = MailCopy(("recipients",), "Cours de [nom]", BODY)
    fields = {"audience": (("group", "l2"),), "mail_copy": tuple(copy), "now": now}
    campaign = make_draft(institution, **fields)
    drafts.submit(campaign)
    guards.prepare(root_of(campaign), campaign.path, now)
    releases.release(someone(campaign), campaign, now)
    return campaign.path


def test_a_copy_arrives_once_its_message_has_left_and_a_refused_one_is_told(exim, worker, broker):
    path = worker.run(written)
    worker.enqueue("post_copies", path)
    worker.drain()
    assert exim.box("elodie") == []
    worker.enqueue("deliver", f"{PLACE}/brokers/fake")
    worker.drain()
    worker.enqueue("post_copies", path)
    worker.drain()
    eventually(lambda: exim.box("elodie") and exim.box("hugo"))
    [mail] = exim.box("elodie")
    assert mail["Subject"] == "Cours de *elodie*"
    plain, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "**Bonjour** *elodie*" in plain
    assert "<strong>Bonjour</strong> *elodie*" in html
    assert '<a href="https://plan.univ.example">le plan</a>' in html
    tally = worker.run(lambda root: copies.tally(find(root, path)))
    assert (tally.left, tally.failed, tally.waiting) == (2, 1, 0)
    assert len(exim.box("elodie")) == 1
