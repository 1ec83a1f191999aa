"""``unisms processors``: who else handles the data."""

from pathlib import Path

import scenes

from unisms.model.connections import BrokerConnection
from unisms.model.directories import DirectoryConnection
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


def test_a_directory_and_a_mail_server_are_told_too(demo):
    def furnish(root):
        settings = {"servers": "ldaps://ldap.univ.example", "password": "hidden"}
        directories = find(root, scenes.PARIS)["directories"]
        directories.add("ldap", DirectoryConnection("Annuaire", "ldap", settings))

    demo.look(furnish)
    config = Path(demo.config)
    mail = "unisms.mail.host = mail.univ.example\nunisms.mail.from = sms@univ.example\n"
    written = config.read_text().replace("zodbconn.uri", f"{mail}zodbconn.uri")
    config.write_text(written.replace("= console", "= ldap console"))
    shown = demo.run("processors").output
    assert (
        "| Annuaire (ldap) | tells people, and asks passwords | ldap.univ.example | paris1" in shown
    )
    assert "| unisms.mail.host | sends mails | mail.univ.example | of all |" in shown
    assert "hidden" not in shown


def test_a_store_on_another_machine_is_named(demo, monkeypatch):
    from unisms.scripts import processors

    monkeypatch.setenv(processors.DSN, "host=db.univ.example password=hidden dbname=unisms")
    monkeypatch.setattr(
        processors, "read_settings", lambda _: {"zodbconn.uri": "zconfig:x:store-postgresql.conf"}
    )
    shown = demo.run("processors").output
    assert "db.univ.example" in shown
    assert "hidden" not in shown
