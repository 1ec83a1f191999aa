"""Every act that somebody may have to answer for is in the journal, through whatever door it was
done."""

import time

import paris
import pytest
import scenes

from unisms.model.folder import find
from unisms.services.delivery import steering
from unisms.services.ground.actor import service
from unisms.services.operators import operators

DRAFT = f"{scenes.PARIS}/campaigns/compose"


def press(app, page, action):
    """Press the button whose form leads to ``action``."""
    form = next(one for one in app.get(page).forms.values() if one.action.endswith(action))
    return form.submit(status=303)


def steer(state, view):
    def act(house):
        path = house.run(lambda root: getattr(scenes, state)(root, author="zlefevre"))
        press(house.person("admin"), path, view)

    return act


def paused(root, **fields):
    path = scenes.under_way(root, **fields)
    campaign = find(root, path)
    steering.pause(service(), campaign, find(root, campaign.connection), int(time.time()))
    return path


def send(house):
    path = house.run(scenes.checked)
    press(house.person("zlefevre"), f"{path}/check", "/send")


def try_it(house):
    path = house.run(scenes.checked)
    press(house.person("zlefevre"), f"{path}/check", "/test")


def discard(house):
    path = house.run(scenes.checked)
    press(house.person("zlefevre"), f"{path}/check", "/discard")


def edit_anothers(house):
    path = house.run(lambda root: scenes.draft(root, author="zlefevre"))
    app = house.person("admin")
    form = next(one for one in app.get(f"{path}/edit").forms.values() if "text" in one.fields)
    form["text"] = "Bonjour, le cours est en salle C."
    form.submit("action", value="check", status=303)


def upload(house):
    app = house.person("abenali")
    form = next(
        one for one in app.get(f"{scenes.PARIS}/imports/").forms.values() if "file" in one.fields
    )
    form["file"] = ("liste.csv", b"Nom;Mobile\nA;0639980001\n")
    form.submit(status=303)


def sign_in(house):
    house.sign_in("zlefevre", "paris1")


ACTS = {
    "campaign.sent": send,
    "campaign.tried": try_it,
    "campaign.discarded": discard,
    "campaign.changed": edit_anothers,
    "campaign.paused": steer("under_way", "/pause"),
    "campaign.stopped": steer("under_way", "/stop"),
    "file.received": upload,
    "session.begun": sign_in,
}


@pytest.fixture(autouse=True)
def _from_somewhere(house, monkeypatch):
    """Browsers have an address."""
    visitor = house.visitor

    def addressed():
        app = visitor()
        app.extra_environ["REMOTE_ADDR"] = "127.0.0.1"
        return app

    monkeypatch.setattr(house, "visitor", addressed)


@pytest.mark.parametrize("verb", ACTS)
def test_an_act_is_in_the_journal_of_the_institution_with_where_it_came_from(house, verb):
    ACTS[verb](house)
    told = house.run(lambda root: find(root, scenes.PARIS).audit.waiting())
    found = [entry for entry in told if entry.verb == verb]
    assert len(found) == 1
    assert found[0].by in ("zlefevre", "abenali", "admin")
    assert found[0].address == "127.0.0.1"


def test_resuming_and_deciding_about_doubts_is_in_the_journal(house):
    path = house.run(lambda root: paused(root, author="zlefevre"))
    press(house.person("admin"), path, "/resume")
    doubtful = house.run(lambda root: scenes.EVERY_STATE["uncertain"](root, author="zlefevre"))
    press(house.person("admin"), doubtful, "/write-off")
    told = house.run(
        lambda root: [entry.verb for entry in find(root, scenes.PARIS).audit.waiting()]
    )
    assert {"campaign.resumed", "campaign.written_off"} <= set(told)


def test_what_a_command_does_to_operators_is_in_their_journal(house):
    def act(root):
        operators.admit(service(), root, "mroux", 1)
        operators.give_password(service(), root, "mroux", 2)
        operators.dismiss(service(), root, "mroux", 3)
        return [(entry.verb, entry.by, entry.address) for entry in root.audit.waiting()]

    verbs = ("operator.added", "password.given", "operator.removed")
    assert house.run(act) == [(verb, "", "") for verb in verbs]


def test_an_operator_who_signs_in_is_in_their_own_journal(house):
    house.sign_in(paris.OPERATOR, "")
    told = house.run(lambda root: [(entry.verb, entry.by) for entry in root.audit.waiting()])
    assert told[-1] == ("session.begun", f"operator:{paris.OPERATOR}")


def test_a_change_by_its_own_author_is_not_told(house):
    path = house.run(lambda root: scenes.draft(root, author="zlefevre"))
    app = house.person("zlefevre")
    form = next(one for one in app.get(f"{path}/edit").forms.values() if "text" in one.fields)
    form.submit("action", value="check", status=303)
    told = house.run(
        lambda root: [entry.verb for entry in find(root, scenes.PARIS).audit.waiting()]
    )
    assert "campaign.changed" not in told
