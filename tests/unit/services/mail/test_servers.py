"""The mail server of the settings: what is left unsaid, and what is refused."""

import pytest

from unisms.services.mail import servers

TOLD = {"unisms.mail.host": "smtp.univ.fr", "unisms.mail.from": "sms@univ.fr"}


def with_mail(**told):
    return TOLD | {f"unisms.mail.{name.strip('_')}": value for name, value in told.items()}


def test_without_a_host_there_is_none():
    assert servers.server_of({}) is None
    assert list(servers.faults({"unisms.mail.from": "nonsense"})) == []


def test_what_is_left_unsaid_is_the_usual():
    server = servers.server_of(TOLD)
    assert (server.port, server.security, server.rate) == (587, "starttls", servers.RATE)
    assert (server.user, server.bounces, server.authorities) == ("", "", "")


def test_what_is_told_counts():
    told = with_mail(port="2525", security="tls", user="u", password="p", rate="10")
    told |= with_mail(bounces="bounce@univ.fr", authorities="/etc/ca.pem")
    server = servers.server_of(told)
    assert (server.port, server.security, server.rate) == (2525, "tls", 10)
    assert (server.user, server.password) == ("u", "p")
    assert (server.bounces, server.authorities) == ("bounce@univ.fr", "/etc/ca.pem")


@pytest.mark.parametrize(("security", "port"), [("tls", 465), ("starttls", 587), ("none", 25)])
def test_the_port_is_that_of_the_security(security, port):
    told = with_mail(security=security, host="localhost")
    assert servers.server_of(told).port == port


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"from_": ""}, "from"),
        ({"from_": "nobody"}, "from"),
        ({"from_": "élodie@univ.fr"}, "from"),
        ({"bounces": "nobody"}, "bounces"),
        ({"bounces": "retours@université.fr"}, "bounces"),
        ({"security": "ssl"}, "security"),
        ({"security": "none"}, "security"),
        ({"port": "smtp"}, "port"),
        ({"port": "70000"}, "port"),
        ({"rate": "0"}, "rate"),
    ],
)
def test_a_wrong_setting_is_told_and_nothing_is_sent(told, name):
    settings = with_mail(**told)
    [fault] = servers.faults(settings)
    assert fault.startswith(f"unisms.mail.{name} ")
    assert servers.server_of(settings) is None


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.0.0.9", "::1"])
def test_this_machine_needs_no_encryption(host):
    assert servers.server_of(with_mail(host=host, security="none")).port == 25
