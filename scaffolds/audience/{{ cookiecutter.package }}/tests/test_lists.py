"""The people of a list become the recipients of a campaign."""

import pytest
from unisms.model.folder import find
from unisms.services.campaigns import drafts
from unisms.sms import states
from unisms.testing.factories import make_draft, make_house, mobile
from unisms.testing.fixtures import make_worker

from {{ cookiecutter.package }} import FOLDER, NAME


@pytest.fixture
def worker(tmp_path, broker, folder):
    """A worker for which the add-on is switched on."""
    settings = {FOLDER: str(folder)}
    worker = make_worker(tmp_path, broker, "{{ cookiecutter.package }}", **settings)
    worker.run(lambda root: make_house(root).__name__)
    yield worker
    worker.close()
    worker.db.close()


def submitted(worker, name):
    """Return the path of a campaign to this list that waits for its check."""

    def submit(root):
        institution = root["institutions"]["paris1"]
        campaign = make_draft(institution, audience=((NAME, name),), text="Bonjour [nom]")
        drafts.submit(campaign)
        return campaign.path

    return worker.run(submit)


def prepared(worker, path):
    """Return state, problem, and numbers of a campaign, once it was prepared."""
    worker.enqueue("prepare_campaign", path)
    worker.drain()

    def read(root):
        campaign = find(root, path)
        numbers = [row[0] for _, row in campaign.stored_rows()]
        return campaign.state, campaign.problem, numbers

    return worker.run(read)


def test_the_people_of_a_list_become_recipients(worker):
    told = prepared(worker, submitted(worker, "readers"))
    assert told == (states.CHECKED, "", [mobile(1), mobile(2)])


def test_a_list_that_is_gone_is_told_and_nothing_is_kept_of_it(worker, folder):
    path = submitted(worker, "readers")
    (folder / "paris1/readers.csv").unlink()
    assert prepared(worker, path) == (states.DRAFT, "audience_gone", [])


def test_a_list_that_cannot_be_read_is_away(worker, folder):
    path = submitted(worker, "readers")
    (folder / "paris1/readers.csv").write_text("no such line\n")
    assert prepared(worker, path) == (states.DRAFT, "audience_away", [])


def test_a_command_names_a_list(worker):
    def named(root):
        kind, paris1 = worker.registry.audience_kinds[NAME], root["institutions"]["paris1"]
        return [kind.names_in(paris1, text) for text in ("readers", "writers")]

    assert worker.run(named) == [("readers",), ()]


def test_no_institution_finds_the_lists_of_another(worker):
    def looked(root):
        kind = worker.registry.audience_kinds[NAME]
        other = make_house(root, "nice")
        return kind.exists(other, "readers"), kind.exists(other, "../paris1/readers")

    assert worker.run(looked) == (False, False)
