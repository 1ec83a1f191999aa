"""``unisms check``: what the doctor finds, and its exit codes."""

import os
import time

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Debugging as Message

from tests.peers.ports import free_port
from unisms.model import digests
from unisms.model.connections import Hold
from unisms.model.folder import find
from unisms.ports import BrokerUnavailable, Receipt, Unread
from unisms.scripts import check, check_brokers, check_store
from unisms.services.delivery import receipts, unread
from unisms.services.delivery.receipts import Matched


def findings(command, *words, code):
    return {one["subject"]: one for one in command.json("check", *words, code=code)}


def test_all_is_well_without_the_brokers_that_are_not_there(demo):
    found = findings(demo, "--no-brokers", code=0)
    assert {one["severity"] for one in found.values()} == {"ok"}
    assert list(found) == [
        "settings",
        "address",
        "mail",
        "dashboards",
        "folder",
        "queue",
        "store",
        "evolution",
        "clock",
        "reports",
        "money",
    ]


def test_a_broker_that_does_not_answer_is_a_warning(demo):
    def away(root):
        connection = find(root, "/institutions/paris1/brokers/smpp-exemple")
        connection.settings = {**connection.settings, "port": str(free_port())}

    demo.look(away)
    shown = demo.run("check", code=1).output
    assert "ok    broker       /institutions/paris1/brokers/simulateur (simulator)" in shown
    assert "warn  broker       /institutions/paris1/brokers/smpp-exemple cannot be reached" in shown


def change(command, old, new):
    with open(command.config, "r+") as file:
        text = file.read().replace(old, new)
        file.seek(0)
        file.truncate()
        file.write(text)


def test_a_mail_server_that_lets_nobody_in_is_told(demo):
    def with_server(port):
        told = f"host = 127.0.0.1\nunisms.mail.security = none\nunisms.mail.port = {port}"
        change(demo, "unisms.queue", f"unisms.mail.from = a@b.fr\nunisms.mail.{told}\nunisms.queue")

    with_server(port := free_port())
    [mail] = [one for one in demo.json("check", "--no-brokers", code=2) if one["subject"] == "mail"]
    told = f"127.0.0.1:{port} lets nothing leave: unreachable Connection refused."
    assert (mail["severity"], mail["sentence"]) == ("fail", told)
    server = Controller(Message(), hostname="127.0.0.1", port=port)
    server.start()
    assert findings(demo, "--no-brokers", code=0)["mail"]["severity"] == "ok"
    server.stop()


def test_an_add_on_that_a_connection_needs_must_be_switched_on(demo):
    change(demo, "console simulator smpp", "console simulator")
    assert "needs the add-on smpp: name it in unisms.addons" in demo.run("check", code=2).output


@pytest.mark.parametrize(
    ("old", "new", "subject", "severity", "says"),
    [
        ("unisms.addons", "unisms.addon", "settings", "warn", "not a setting"),
        ("generated:", "env:UNISMS_NOWHERE", "settings", "fail", "UNISMS_NOWHERE"),
        (
            "unisms.addons = console",
            "unisms.addons = consol",
            "start",
            "fail",
            "not installed: consol",
        ),
        ("127.0.0.1:6543", "0.0.0.0:6543", "address", "warn", "only a proxy"),
        ("listen = 127.0.0.1:6543", "", "address", "fail", "no `listen`"),
        (
            "unisms.queue = sqlite",
            "unisms.queue = celery",
            "start",
            "fail",
            "none of sqlite, memory, redis",
        ),
        (
            "package:unisms:store.conf",
            "package:unisms:nowhere.conf",
            "start",
            "fail",
            "The store (zodbconn.uri) does not open",
        ),
    ],
)
def test_what_is_wrong_in_the_settings_is_told(demo, old, new, subject, severity, says):
    change(demo, old, new)
    found = findings(demo, "--no-brokers", code=1 if severity == "warn" else 2)[subject]
    assert found["severity"] == severity
    assert says in found["sentence"]


LISTEN = "listen = 127.0.0.1:6543\n"
BELIEVED = "trusted_proxy_headers = x-forwarded-for\n"


@pytest.mark.parametrize(
    ("server", "production", "says"),
    [
        (f"trusted_proxy = *\n{BELIEVED}", "no", "anybody may say"),
        (
            "trusted_proxy = 127.0.0.1\nclear_untrusted_proxy_headers = no\n",
            "no",
            "anybody may say",
        ),
        (
            "trusted_proxy = 127.0.0.1\ntrusted_proxy_headers = x-forwarded-proto\n",
            "no",
            "all seem to be the proxy",
        ),
        ("", "yes", "nothing says that visitors come by https"),
        (f"url_scheme = https\ntrusted_proxy = 127.0.0.1\n{BELIEVED}", "yes", ""),
        ("", "no", ""),
    ],
)
def test_whom_we_believe_about_visitors_is_looked_at(demo, server, production, says):
    change(demo, LISTEN, LISTEN + server)
    told = " ".join(one.sentence for one in check.examine_proxy(demo.config, production == "yes"))
    assert says in told
    assert bool(told) == bool(says)


class Queue:
    """A queue that holds so many tasks, or cannot be read."""

    def __init__(self, held):
        self.held = held

    def pending_count(self):
        if self.held is None:
            raise ConnectionRefusedError("nobody listens")
        return self.held


@pytest.mark.parametrize(
    ("held", "severity", "says"),
    [
        (3, "ok", "3 tasks wait."),
        (5000, "warn", "Does a worker run?"),
        (None, "fail", "does not answer (nobody listens)"),
    ],
)
def test_a_queue_is_looked_at(held, severity, says):
    ((found, _, sentence),) = check.examine_queue(Queue(held))
    assert found == severity
    assert says in sentence


def test_a_missing_settings_file_is_a_failure(empty):
    os.remove(empty.config)
    assert "There is no" in findings(empty, code=2)["settings"]["sentence"]


def test_an_empty_store_is_a_warning_that_says_how_to_begin(empty):
    found = findings(empty, code=1)
    assert "unisms demo" in found["store"]["sentence"]


def test_a_store_without_brokers_can_send_nothing(empty):
    empty.run("evolve", "--run")
    assert "nothing can be sent" in findings(empty, code=1)["brokers"]["sentence"]


def test_a_folder_open_to_others_is_a_warning(demo):
    demo_var = demo.var
    demo_var.chmod(0o777)
    assert f"chmod 750 {demo_var}" in findings(demo, "--no-brokers", code=1)["folder"]["sentence"]


def test_a_clock_behind_the_store_is_a_failure(monkeypatch):
    now = time.time()
    monkeypatch.setattr(check_store.time, "time", lambda: now - 3600)
    from persistent.TimeStamp import TimeStamp

    last = TimeStamp(*time.gmtime(now)[:5], now % 60).raw()
    severity, subject, sentence = check_store.examine_clock(last)
    assert (severity, subject) == ("fail", "clock")
    assert "3600 s behind" in sentence or "3599 s behind" in sentence


class Worker:
    """A worker whose broker does as it is told."""

    def __init__(self, answer):
        self.answer = answer

    def broker(self, path):
        return self

    def check(self):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    ("answer", "trouble", "severity"),
    [
        ("bound in 3 ms", "", "ok"),
        ("bound in 3 ms", "the account is closed", "warn"),
        (BrokerUnavailable("nobody listens"), "", "warn"),
        (TimeoutError("no answer"), "", "warn"),
    ],
)
def test_a_connection_is_tried(answer, trouble, severity):
    assert (
        check_brokers.examine_connection(Worker(answer), "/brokers/x", "x", trouble).severity
        == severity
    )


OTHER_KEY = "unisms.numbers_key = another word, long enough to be a key\nunisms.queue"


def keep_a_digest(root):
    digests.to_keep(find(root, "/institutions/paris1"), "+33639980000")


def test_another_key_than_that_of_the_digests_is_told_by_the_doctor_and_by_every_command(demo):
    demo.look(keep_a_digest)
    change(demo, "unisms.queue", OTHER_KEY)
    found = findings(demo, "--no-brokers", code=2)["digests"]
    assert found["severity"] == "fail"
    send = (
        "send",
        "--institution",
        "paris1",
        "--as",
        "zlefevre",
        "--to",
        "0639980001",
        "--text",
        "Bonjour",
    )
    for command in (("operator", "list"), send):
        told = demo.run(*command, code=4).output
        assert f"Error: {found['sentence']}\n" == told
    assert "Put the former key back: unisms.numbers_key" in found["sentence"]


def test_a_key_that_was_never_used_may_change(demo):
    change(demo, "unisms.queue", OTHER_KEY)
    assert "digests" not in findings(demo, "--no-brokers", code=0)


def test_that_the_money_agrees_is_proved_and_what_does_not_is_named(demo):
    assert (
        "reservations, ledgers and balances agree"
        in findings(demo, "--no-brokers", code=0)["money"]["sentence"]
    )

    def lose(root):
        account = next(iter(find(root, "/institutions/paris1/accounts").values()))
        account.balance.available += 1

    demo.look(lose)
    shown = demo.run("check", "--no-brokers", code=2).output
    assert "fail  money        /institutions/paris1/accounts/" in shown
    assert "1 do not agree" in shown


def test_what_is_held_and_what_could_not_be_read_is_told(demo):
    path = "/institutions/paris1/brokers/simulateur"

    def trouble(root):
        connection = find(root, path)
        connection.put_hold(Hold("", 1, 2, 30))
        unread.keep(
            connection, [Unread("deliver_sm", "receipt", 3, b"id:?")] * 2, unread.box_of("s"), 1
        )
        strays = [Matched(None, 0, 0, Receipt(f"{id}", "delivered")) for id in range(30)]
        receipts.apply(root, path, strays, (), 1)

    demo.look(trouble)
    found = findings(demo, code=1)
    assert found["held"]["sentence"].startswith(path)
    assert "2 pieces of news" in found["unread"]["sentence"]
    assert "30 wait" in found["receipts"]["sentence"]
    assert "id_format" in found["receipts"]["sentence"]


def test_a_clock_that_tells_another_day_is_told(demo):
    def at_work(root):
        root.life.trusted = int(time.time()) - 2 * 86400

    demo.look(at_work)
    found = findings(demo, "--no-brokers", code=1)
    assert "tells another day" in found["nights"]["sentence"]
    assert "unisms clock --confirm" in found["nights"]["sentence"]
