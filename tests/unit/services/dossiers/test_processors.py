"""The processors behind the service, as the live settings name them."""

import pytest
from factories import make_connection

from unisms.model.directories import DirectoryConnection
from unisms.services.dossiers import processors
from unisms.services.dossiers.processors import Processor


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("smsc.broker.example", "smsc.broker.example"),
        ("smsc.broker.example:2775", "smsc.broker.example"),
        ("https://user:secret@api.broker.example/v1", "api.broker.example"),
        ("redis://:secret@queue.univ.example:6379/0", "queue.univ.example"),
        ("host=db user=unisms password=secret", "db"),
        ("zconfig:package:unisms:store.conf", "this machine"),
        ("/var/spool/sms", "this machine"),
        ("sqlite", "this machine"),
        ("127.0.0.1:2775", "this machine"),
        ("http://[", "this machine"),
        ("", "this machine"),
    ],
)
def test_a_host_is_told_without_accounts_and_passwords(address, host):
    assert processors.host_of(address) == host


def test_contracts_of_all_and_of_one_are_told_then_store_and_queue(root, institution):
    make_connection(root, "common", settings={"host": "smsc.all.example"})
    make_connection(institution, "own", settings={"url": "https://api.one.example/send"})
    settings = {"zodbconn.uri": "zconfig:x:store.conf", "unisms.queue": "redis://queue.example/0"}
    told = list(processors.processors(root, settings))
    data = "numbers and texts of messages, their receipts and replies"
    assert told[0] == Processor("carries messages", "Common (fake)", "smsc.all.example", "", data)
    assert [(one.title, one.host, one.whose) for one in told[1:3]] == [
        ("Fake (fake)", "this machine", "paris1"),
        ("Own (fake)", "api.one.example", "paris1"),
    ]
    assert [(one.title, one.host) for one in told[3:]] == [
        ("zodbconn.uri", "this machine"),
        ("unisms.queue", "queue.example"),
    ]


def test_directories_are_told_with_each_server_and_no_account(institution):
    settings = {"servers": "ldaps://a.univ.example ldap://b.univ.example:389", "password": "hidden"}
    directory = DirectoryConnection("Annuaire", "ldap", settings)
    institution["directories"].add("ldap", directory)
    [_, told] = processors.processors(institution.__parent__.__parent__, {})
    assert (told.role, told.title) == (processors.DIRECTORY, "Annuaire (ldap)")
    assert (told.host, told.whose) == ("a.univ.example, b.univ.example", "paris1")
    assert "hidden" not in str(told)


def test_a_setting_that_an_adapter_declares_tells_where_it_is(root, institution):
    settings = {"gateway": "https://k:secret@gate.example/x"}
    make_connection(institution, "own", "elsewhere", settings=settings)
    asked = {("broker", "elsewhere"): ["gateway"]}
    found = processors.processors(root, {}, lambda *which: asked.get(which, ()))
    assert [one.host for one in found] == ["this machine", "gate.example"]
    assert [one.host for one in processors.processors(root, {})] == ["this machine"] * 2


def test_periods_are_those_that_are_set(institution):
    institution.retention = 60
    told = {one.what: one.days for one in processors.kept(institution)}
    assert told["texts, names and numbers of messages, replies and mails"] == 60
    assert told["journal"] == 1096
