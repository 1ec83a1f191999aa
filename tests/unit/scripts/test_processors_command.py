"""``unisms processors``: who else handles the data."""

import scenes

from unisms.model.connections import BrokerConnection
from unisms.model.folder import find


def test_processors_and_periods_are_told_and_no_secret(demo):
    def furnish(root):
        settings = {"host": "smsc.broker.example", "password": "hidden", "system_id": "account"}
        brokers = find(root, scenes.PARIS)["brokers"]
        brokers.add("own", BrokerConnection("Our SMSC", "smpp", settings))

    demo.look(furnish)
    shown = demo.run("processors").output
    assert "| Our SMSC (smpp) | carries messages | smsc.broker.example | paris1 |" in shown
    assert "| kept by paris1 | days |" in shown
    assert "hidden" not in shown
    assert "account" not in shown
    told = demo.json("processors")
    assert told["periods"]["paris1"][0]["days"] == 90
    assert {one["whose"] for one in told["processors"]} >= {"", "paris1"}


def test_a_store_on_another_machine_is_named(demo, monkeypatch):
    from unisms.scripts import processors

    monkeypatch.setenv(processors.DSN, "host=db.univ.example password=hidden dbname=unisms")
    monkeypatch.setattr(
        processors, "read_settings", lambda _: {"zodbconn.uri": "zconfig:x:store-postgresql.conf"}
    )
    shown = demo.run("processors").output
    assert "db.univ.example" in shown
    assert "hidden" not in shown
