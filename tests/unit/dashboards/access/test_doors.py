"""How people come in: with a key by tickets, without one on this machine alone."""

import comers
import pytest

from dashboards import access
from dashboards.access.doors import checked, key_of

FREE = access.Door()


@pytest.mark.parametrize("listen", ["127.0.0.1:6544", "localhost:6544", "[::1]:6544"])
def test_without_a_key_the_dashboards_open_on_this_machine(listen):
    assert checked(FREE, listen) is FREE


@pytest.mark.parametrize("listen", ["0.0.0.0:6544", "*:6544", "192.168.1.4:6544", "[::]:6544"])
def test_without_a_key_the_dashboards_open_nowhere_else(listen):
    with pytest.raises(access.WrongDoor, match="on this machine only"):
        checked(FREE, listen)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"key": "short"}, "32 characters or more"),
        ({"folder": None}, "--var"),
        ({"address": "tableaux.univ.example"}, "begin with https://"),
        ({"service": "javascript:alert(1)"}, "begin with https://"),
    ],
)
def test_a_door_that_cannot_be_opened_says_why(tmp_path, changed, told):
    door = access.Door(comers.KEY, tmp_path, "https://tableaux.univ.example", comers.SERVICE)
    assert checked(door, "0.0.0.0:6544") is door
    with pytest.raises(access.WrongDoor, match=told):
        checked(door._replace(**changed), "0.0.0.0:6544")


def test_a_key_that_others_can_read_is_refused(tmp_path):
    file = tmp_path / "key"
    file.write_text(f"{comers.KEY}\n")
    file.chmod(0o640)
    with pytest.raises(access.WrongDoor, match="chmod 600"):
        key_of(file)
    file.chmod(0o600)
    assert key_of(file) == comers.KEY


def test_a_key_that_is_not_there_is_told(tmp_path):
    with pytest.raises(access.WrongDoor, match="No such file"):
        key_of(tmp_path / "key")


@pytest.fixture
def free(tmp_path):
    return comers.comer(comers.application(tmp_path, key="", service=""))


def test_on_ones_own_machine_everybody_sees_everything(free):
    assert free.get("/").status_code == 200
    asked = {"institutions": ["pantheon", "anges"], "account": 4}
    assert comers.call_back(free, asked).json["response"]["told"]["children"] == "account None"
    assert access.narrow(access.OPEN, comers.Asked(("anges",))) == comers.Asked(("anges",))


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:6544", 200),
        ("127.0.0.1:6544", 200),
        ("[::1]:6544", 200),
        ("[::1]", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example:6544", 421),
        ("localhost.evil.example", 421),
    ],
)
def test_a_name_of_elsewhere_that_leads_here_is_not_answered(free, host, status):
    assert free.get("/", headers={"Host": host}).status_code == status


def test_on_ones_own_machine_other_sites_ask_nothing_either(free):
    elsewhere = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert comers.call_back(free, headers=elsewhere).status_code == 403
