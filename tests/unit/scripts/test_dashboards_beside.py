"""The dashboards beside the service: their port, their address, the key they are given."""

import socket
import stat
import sys
from contextlib import ExitStack

import pytest

from tests.peers.ports import free_port
from unisms.scripts import check_dashboards, dashboards, serve
from unisms.scripts.opening import Misconfigured
from unisms.services.dashboards import tickets

SECRET = "a secret for tests, long enough to be one"
PAGES = "127.0.0.1:6543"


@pytest.fixture
def settings(tmp_path):
    return {
        "unisms.var": str(tmp_path),
        "unisms.secret": SECRET,
        "unisms.public_url": "http://sms.univ.example",
        "unisms.dashboards": f"127.0.0.1:{free_port()}",
    }


@pytest.fixture
def taken():
    """A port of this machine at which somebody listens."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        line.listen()
        yield line.getsockname()[1]


def options(beside):
    python, dash, module, *words = beside.command
    assert (python, dash, module) == (sys.executable, "-m", "dashboards")
    return dict(zip(words[::2], words[1::2], strict=True))


def test_the_dashboards_listen_where_the_settings_say(settings, tmp_path):
    beside = dashboards.beside(settings, PAGES, is_given=False)
    listen = settings["unisms.dashboards"]
    assert (beside.listen, beside.address) == (listen, f"http://{listen}")
    assert options(beside) == {
        "--exports": f"{tmp_path}/dashboards",
        "--listen": listen,
        "--key-file": f"{tmp_path}/access/key",
        "--var": f"{tmp_path}/access",
        "--service": "http://sms.univ.example",
    }


def test_the_key_is_in_a_file_for_its_owner_and_on_no_command_line(settings, tmp_path):
    beside = dashboards.beside(settings, PAGES, is_given=False)
    file = tmp_path / "access/key"
    assert file.read_text() == tickets.key(settings)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert not any(file.read_text() in word for word in beside.command)
    assert [one.name for one in file.parent.iterdir()] == ["key"]


def test_pages_at_another_port_have_dashboards_at_the_next_one(settings):
    port = free_port()
    beside = dashboards.beside(settings, f"127.0.0.1:{port}", is_given=True)
    host, _, found = beside.listen.rpartition(":")
    assert (host, int(found) > port) == ("127.0.0.1", True)
    assert beside.address == f"http://{beside.listen}"
    assert options(beside)["--service"] == f"http://127.0.0.1:{port}"


def test_a_port_that_is_taken_is_passed_over(settings, taken):
    beside = dashboards.beside(settings, f"127.0.0.1:{taken - 1}", is_given=True)
    assert int(beside.listen.rpartition(":")[2]) > taken


def test_an_address_of_the_settings_stays_as_it_is(settings):
    settings["unisms.dashboards_url"] = "https://tableaux.univ.example/"
    beside = dashboards.beside(settings, "127.0.0.1:6600", is_given=True)
    assert beside.listen == settings["unisms.dashboards"]
    assert beside.address == options(beside)["--address"] == "https://tableaux.univ.example"


def test_without_an_address_of_the_service_it_is_where_the_pages_listen(settings):
    del settings["unisms.public_url"]
    beside = dashboards.beside(settings, PAGES, is_given=False)
    assert options(beside)["--service"] == f"http://{PAGES}"


@pytest.mark.parametrize("listen", ["0.0.0.0:6544", "*:6544", "[::]:6544", "6544", "here:there"])
def test_dashboards_that_nobody_could_find_are_told(settings, listen):
    settings["unisms.dashboards"] = listen
    with pytest.raises(Misconfigured, match=r"unisms\.dashboards"):
        dashboards.beside(settings, PAGES, is_given=False)


def test_that_no_port_is_free_is_told(settings, monkeypatch):
    monkeypatch.setattr(dashboards, "is_free", lambda *_: False)
    with pytest.raises(Misconfigured, match="No port from"):
        dashboards.beside(settings, PAGES, is_given=False)


def test_a_port_beyond_the_last_is_not_free():
    assert not dashboards.is_free("127.0.0.1", 65_536)
    with ExitStack() as around:
        line = around.enter_context(socket.socket(socket.AF_INET6))
        line.bind(("::1", 0))
        assert not dashboards.is_free("[::1]", line.getsockname()[1])


def test_where_the_settings_do_not_want_them_no_dashboards_start(settings):
    settings["unisms.dashboards"] = " "
    assert serve.dashboards_beside(settings, PAGES, is_given=False) is None


def test_dashboards_that_are_not_installed_are_left_out(settings, monkeypatch, capsys):
    monkeypatch.setattr(dashboards, "EXTRA", ("no_such_package",))
    assert serve.dashboards_beside(settings, PAGES, is_given=False) is None
    assert "pip install unisms[dashboards]" in capsys.readouterr().err


def test_the_pages_are_told_the_address_of_the_dashboards(settings):
    beside = serve.dashboards_beside(settings, PAGES, is_given=False)
    web, worker, extra = serve.children_of("test.ini", PAGES, beside)
    assert web.command[-2:] == ["--dashboards-url", beside.address]
    assert [one.needed for one in (web, worker, extra)] == [True, True, False]
    assert [one.name for one in serve.children_of("test.ini", PAGES, None)] == ["web", "worker"]


def findings(settings, now=100_000):
    return [*check_dashboards.examine_dashboards(settings, lambda: now)]


def test_without_dashboards_there_is_nothing_to_look_at(settings):
    del settings["unisms.dashboards"]
    (found,) = findings(settings)
    assert (found.severity, "none" in found.sentence) == ("ok", True)


@pytest.mark.parametrize(
    ("manifest", "severity", "told"),
    [
        ('{"made_at": 96400}', "ok", "are 1 h old"),
        ('{"made_at": -29600}', "ok", "are 36 h old"),
        ('{"made_at": -33200}', "warn", "are 37 h old"),
        ('{"made_at": 200000}', "ok", "are 0 h old"),
        ("{", "warn", "cannot be read"),
        ("[]", "warn", "cannot be read"),
        ("{}", "warn", "cannot be read"),
        (None, "warn", "no exports yet"),
    ],
)
def test_the_age_of_the_exports_is_told(settings, tmp_path, manifest, severity, told):
    (tmp_path / "elsewhere").mkdir()
    settings["unisms.exports"] = f"{tmp_path}/elsewhere"
    if manifest is not None:
        (tmp_path / "elsewhere/manifest.json").write_text(manifest)
    (found,) = findings(settings)
    assert (found.severity, told in found.sentence) == (severity, True)


@pytest.mark.parametrize(
    ("production", "address", "told"),
    [
        ("yes", "", "unisms.dashboards_url is missing"),
        ("yes", "http://tableaux.univ.example", "is not https"),
        ("", "http://sms.univ.example/", "the service's own address"),
        ("", "http://tableaux.univ.example", None),
        ("yes", "https://tableaux.univ.example", None),
    ],
)
def test_an_address_that_serves_nobody_is_told(settings, production, address, told):
    settings |= {"unisms.production": production, "unisms.dashboards_url": address}
    found = [one for one in findings(settings) if "exports" not in one.sentence]
    assert [(one.severity, told in one.sentence) for one in found] == (
        [("warn", True)] if told else []
    )


def test_dashboards_that_are_wanted_and_not_installed_are_told(settings, monkeypatch):
    monkeypatch.setattr(dashboards, "EXTRA", ("no_such_package",))
    assert dashboards.MISSING in [one.sentence for one in findings(settings)]
