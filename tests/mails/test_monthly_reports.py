"""A month by a real mail server: text, HTML with its picture, and a tagged PDF."""

import time

import invented
import pytest
from factories import make_institution, make_person, make_worker

from tests.peers.exim import Exim
from unisms.model.folder import find
from unisms.model.outbox import LEFT
from unisms.tasks import mails, reports
from unisms.testing.fixtures import eventually

pytestmark = pytest.mark.servers
PLACE = "/institutions/pantheon"


@pytest.fixture
def exim():
    with Exim() as exim:
        yield exim


@pytest.fixture
def worker(tmp_path, broker, exim):
    exports = invented.write(tmp_path / "exports", months=14, messages=4_000)
    settings = {**exim.settings(), "unisms.exports": str(exports)}
    worker = make_worker(tmp_path, broker, **settings)
    worker.run(furnish)
    yield worker
    worker.close()
    worker.db.close()


def furnish(root):
    pantheon = make_institution(root, "pantheon")
    make_person(pantheon, "elodie", "Élodie", email="elodie@univ.example")
    pantheon.grants.give("person:elodie", "administrator", "")
    pantheon["people"].want_reports("elodie", "2026-09")


def test_a_month_arrives_with_its_picture_and_its_pdf(exim, worker):
    reports.send_reports(worker)
    mails.send_mails(worker)
    [found] = eventually(lambda: exim.box("elodie"), told=exim.told)
    assert found["Subject"] == "Rapport SMS : octobre 2026 (Pantheon)"
    assert found["Return-Path"].startswith("<bounce+")
    text, page = (found.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for body in (text, page):
        assert "Bonjour Élodie," in body
        assert "messages partis en octobre 2026" in body
        assert f"{PLACE}/dashboards?to=" in body
    parts = {one.get_content_type(): one for one in found.walk()}
    picture, document = parts["image/png"], parts["application/pdf"]
    assert f'"cid:{picture["Content-ID"][1:-1]}"' in page
    assert picture.get_content().startswith(b"\x89PNG")
    assert document.get_filename() == "rapport-sms-2026-10.pdf"
    assert b"/MarkInfo" in document.get_content()  # it is tagged
    assert b"/Lang" in document.get_content()
    left = worker.run(lambda root: [*find(root, PLACE).outbox.left()])
    assert [one.state for _, one in left] == [LEFT]
    assert worker.run(lambda root: not find(root, PLACE).outbox._enclosures)
    assert left[0][1].settled_at <= time.time()
