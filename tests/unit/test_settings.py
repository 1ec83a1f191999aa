"""Values that stand elsewhere than in the ini file, and what is said of wrong ones."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from unisms.settings import BadSetting, complaints, resolved

GOOD = {"unisms.var": "/var/lib/unisms", "unisms.secret": "s" * 32, "zodbconn.uri": "memory://"}


def test_a_value_may_stand_in_the_environment(monkeypatch):
    monkeypatch.setenv("UNISMS_SECRET", "from outside")
    assert resolved({"unisms.secret": "env:UNISMS_SECRET"}) == {"unisms.secret": "from outside"}


def test_a_value_may_stand_in_a_file(tmp_path):
    (tmp_path / "secret").write_text("handed over\n")
    assert resolved({"unisms.secret": f"file:{tmp_path / 'secret'}"}) == {
        "unisms.secret": "handed over"
    }


def test_a_generated_secret_is_drawn_once_and_kept_for_its_owner(tmp_path):
    file = tmp_path / "var" / "secret"
    settings = {"unisms.secret": f"generated:{file}"}
    secret = resolved(settings)["unisms.secret"]
    assert len(secret) >= 32
    assert resolved(settings)["unisms.secret"] == secret
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["secret"]


@pytest.mark.parametrize("folder", ["store", "handover", "queue"])
def test_a_generated_secret_that_is_gone_is_an_error_once_something_is_stored(tmp_path, folder):
    settings = {"unisms.var": str(tmp_path), "unisms.secret": f"generated:{tmp_path / 'secret'}"}
    (tmp_path / folder).mkdir()
    with pytest.raises(BadSetting, match=r"secret was kept in .*, which is gone.*unisms secret"):
        resolved(settings)
    assert not (tmp_path / "secret").exists()


def test_processes_that_start_at_once_agree_on_the_secret(tmp_path):
    settings = {"unisms.secret": f"generated:{tmp_path / 'secret'}"}
    with ThreadPoolExecutor(8) as pool:
        assert (
            len(
                {
                    found["unisms.secret"]
                    for found in pool.map(lambda _: resolved(settings), range(32))
                }
            )
            == 1
        )


@pytest.mark.parametrize("place", ["env:UNISMS_NOWHERE", "file:/nowhere/secret"])
def test_a_place_that_gives_nothing_is_named(place, monkeypatch):
    monkeypatch.delenv("UNISMS_NOWHERE", raising=False)
    with pytest.raises(
        BadSetting, match=r"unisms\.secret is read from .*(UNISMS_NOWHERE|/nowhere/secret)"
    ):
        resolved({"unisms.secret": place})


def test_only_our_own_settings_are_looked_up():
    others = {
        "zodbconn.uri": "file:/var/Data.fs",
        "unisms.queue": "redis://localhost",
        "unisms.mount": "",
    }
    assert resolved(others) == others


@pytest.mark.parametrize(
    ("change", "severity", "says"),
    [
        ({"unisms.secret": ""}, "fail", "unisms.secret is missing"),
        ({"unisms.secret": "short"}, "fail", "32 characters or more"),
        ({"unisms.numbers_key": "short"}, "fail", "numbers_key is short"),
        ({"zodbconn.uri": ""}, "fail", "zodbconn.uri is missing"),
        ({"unisms.addon": "smpp"}, "warn", "unisms.addon is not a setting"),
        ({"unisms.public_url": "sms.univ.example"}, "fail", "begin with https"),
        ({"unisms.production": "yes", "unisms.hosts": " "}, "warn", "unisms.hosts is empty"),
    ],
)
def test_what_is_wrong_is_told_with_what_to_do(change, severity, says):
    ((found, sentence),) = complaints(GOOD | change)
    assert found == severity
    assert says in sentence


def test_good_settings_get_no_complaint():
    assert list(complaints(GOOD)) == []
    assert (
        list(complaints(GOOD | {"unisms.production": "yes", "unisms.hosts": "sms.univ.example"}))
        == []
    )


@pytest.mark.parametrize(
    ("production", "address", "count"),
    [("", "http://localhost:6543", 0), ("yes", "http://sms", 1), ("yes", "https://sms", 0)],
)
def test_where_people_use_it_links_are_opened_over_https(production, address, count):
    settings = {"unisms.production": production, "unisms.hosts": "sms"}
    told = complaints(GOOD | settings | {"unisms.public_url": address})
    assert len([*told]) == count
