"""The log names nobody: no number, no name, no text."""

import logging

import scenes

from unisms.model.folder import find
from unisms.sms import states
from unisms.testing.fixtures import eventually


def has_received(root, path):
    """Whether somebody has received the message of this campaign."""
    return any(row[1] == states.DELIVERED for _, row in find(root, path).stored_rows())


def test_a_whole_sending_logs_no_number_no_name_and_no_text(house, caplog):
    caplog.set_level(logging.DEBUG)
    path = house.run(
        lambda root: scenes.preparing(root, text="Bonjour [nom], un secret bien gardé.")
    )
    house.worker.enqueue("prepare_campaign", path)
    house.worker.drain()
    app = house.person("zlefevre")
    app.get(f"{path}/check").forms[0]
    sent = next(
        form for form in app.get(f"{path}/check").forms.values() if form.action.endswith("/send")
    )
    sent.submit()
    eventually(lambda: house.worker.drain() or house.run(has_received, path))
    app.get(f"{path}/recipients?search=Marchand")
    people = house.run(
        lambda root: [(one.name, one.msisdn) for one in find(root, scenes.PARIS)["people"].values()]
    )
    told = caplog.text
    assert "prepared" in told
    assert "secret" not in told
    assert [name for name, _ in people if name in told] == []
    assert [
        msisdn for _, msisdn in people if msisdn and (msisdn in told or msisdn[3:] in told)
    ] == []
