"""Local passwords."""

from types import SimpleNamespace

import pytest
from argon2 import PasswordHasher

from unisms.services.door import passwords

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="module", autouse=True)
def _at_full_cost(costly):
    with pytest.MonkeyPatch.context() as patch:
        hasher, nobodys = costly
        patch.setattr(passwords, "HASHER", hasher)
        patch.setattr(passwords, "NOBODYS", nobodys)
        yield


def test_guessing_costs_what_rfc_9106_asks(institution):
    passwords.set_password(institution, "zlefevre", "douze lettres")
    assert institution.passwords["zlefevre"].startswith("$argon2id$v=19$m=65536,t=3,p=4$")


@pytest.fixture
def institution():
    return SimpleNamespace(passwords={})


def test_the_right_password_is_known_and_the_others_are_not(institution):
    passwords.set_password(institution, "zlefevre", "douze lettres")
    assert passwords.verify(institution, "zlefevre", "douze lettres")
    assert not passwords.verify(institution, "zlefevre", "douze lettreS")
    assert not passwords.verify(institution, "abenali", "douze lettres")


def test_what_is_kept_does_not_tell_the_password(institution):
    passwords.set_password(institution, "zlefevre", "douze lettres")
    assert institution.passwords["zlefevre"].startswith("$argon2id$")
    assert "douze" not in institution.passwords["zlefevre"]


@pytest.mark.parametrize("password", ["", "onze signes", "é" * 11])
def test_a_short_password_is_refused(institution, password):
    with pytest.raises(passwords.TooShort):
        passwords.set_password(institution, "zlefevre", password)
    assert institution.passwords == {}


@pytest.mark.parametrize(
    "password", ["onze signes", "motdepasse2026", "zlefevre et moi", "Lefèvre Zoé 99"]
)
def test_a_chosen_password_that_could_be_guessed_is_refused(institution, password):
    with pytest.raises(passwords.TooWeak):
        passwords.set_chosen(institution, "zlefevre", password, ["Zoé", "Lefèvre"])
    assert institution.passwords == {}
    passwords.set_chosen(institution, "zlefevre", "quatre chevaux", ["Zoé", "Lefèvre"])
    assert passwords.verify(institution, "zlefevre", "quatre chevaux")


def test_a_hash_of_older_parameters_is_made_anew(institution):
    institution.passwords["zlefevre"] = old = CHEAP.hash("douze lettres")
    assert passwords.verify(institution, "zlefevre", "douze lettres")
    assert institution.passwords["zlefevre"] != old
    assert passwords.verify(institution, "zlefevre", "douze lettres")


def test_a_wrong_password_does_not_renew_the_hash(institution):
    institution.passwords["zlefevre"] = old = CHEAP.hash("douze lettres")
    assert not passwords.verify(institution, "zlefevre", "autre chose")
    assert institution.passwords["zlefevre"] == old


def test_a_stranger_costs_as_much_work_as_a_wrong_password(institution, monkeypatch):
    hashed = []
    monkeypatch.setattr(passwords, "HASHER", _Counting(passwords.HASHER, hashed))
    passwords.verify(institution, "nobody", "douze lettres")
    assert len(hashed) == 1
    assert not passwords.HASHER.check_needs_rehash(hashed[0])  # as much as that of anybody else


@pytest.mark.parametrize("kept", ["", "plain text", "$argon2id$broken"])
def test_a_broken_hash_lets_nobody_in(institution, kept):
    institution.passwords["zlefevre"] = kept
    assert not passwords.verify(institution, "zlefevre", kept)
    assert not passwords.verify(institution, "zlefevre", "nobody has this password")


class _Counting:
    def __init__(self, hasher, seen):
        self._hasher, self._seen = hasher, seen

    def hash(self, password):
        raise AssertionError("a stranger would take twice as long, once in each process")

    def verify(self, kept, password):
        self._seen.append(kept)
        return self._hasher.verify(kept, password)

    def __getattr__(self, name):
        return getattr(self._hasher, name)


def test_the_password_of_nobody_opens_nothing(institution):
    assert not passwords.verify(institution, "nobody", "nobody has this password")


def test_a_password_drawn_can_be_read_aloud_and_comes_but_once():
    one, other = passwords.drawn(), passwords.drawn()
    assert one != other
    assert [len(word) for word in one.split("-")] == [4, 4, 4]
