"""A disk that turns read-only in the middle, under the files that worker and pages have open."""

import subprocess
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.chaos.sending import WINDOW, Sending
from tests.chaos.visitor import Visitor, enrol
from tests.peers.ports import free_port
from tests.peers.service import Service

pytestmark = pytest.mark.servers
SOURCE = Path(__file__).with_name("readonly.c")


@pytest.fixture
def switch(tmp_path):
    """While this file exists, the disk is read-only."""
    return tmp_path / "read-only"


@pytest.fixture
def service(smsc, tmp_path, switch):
    library = tmp_path / "readonly.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True)
    with Service(smsc.port, free_port(), window=str(WINDOW)) as service:
        service.run(enrol)
        service.environment = {
            "LD_PRELOAD": str(library),
            "READONLY_WHEN": str(switch),
            "READONLY_FOLDER": f"{service.folder / 'var'}/",
        }
        yield service


def test_a_disk_that_turns_read_only_loses_nothing_and_is_told(smsc, service, switch):
    for name in ("web", "worker"):
        service.start(name)
    with Visitor(service.http_port) as person:
        sending = Sending(smsc, service, size=1000)
        sending.wait_for_half()
        switch.touch()
        assert sending.stands_still(2)
        for language, sentence in SENTENCES.items():
            with pytest.raises(HTTPError) as refusal:
                person.press(
                    f"{sending.path}/?lang={language}", f"{sending.path}/pause", patience=0
                )
            assert refusal.value.code == 503, service.log("web")
            assert sentence in refusal.value.read().decode()
        switch.unlink()
        assert sending.has_arrived(errors=True)
    assert service.lines("worker") < 20
    assert service.lines("web") < 20


SENTENCES = {
    "fr": "Rien de ce que vous veniez de demander n’a été enregistré ni envoyé.",
    "en": "Nothing you just asked for was saved or sent.",
}


def test_a_worker_killed_on_a_disk_that_is_read_only_leaves_one_window_in_doubt_at_most(
    smsc, service, switch
):
    service.start("worker")
    sending = Sending(smsc, service, size=1000)
    sending.wait_for_half()
    switch.touch()
    assert sending.stands_still()
    service.kill("worker")
    switch.unlink()
    service.start("worker")
    assert sending.has_arrived(errors=True)
