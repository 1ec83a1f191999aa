"""Passwords that anybody would try first."""

import pytest

from unisms.services.door.common_passwords import is_common


@pytest.mark.parametrize(
    "password",
    [
        "motdepasse12",
        "MotDePasse2026!",
        "M0tD3P4ss3!!",
        "P@ssw0rd-2026",
        "azertyuiop123",
        "Azerty123456!",
        "123456789012",
        "987654321098",
        "aaaaaaaaaaaa",
        "abababababab",
        "abcdabcdabcdabcd",
        "Bonjour-Paris-75",
        "université2026",
        "abcdefghijklmnop",
        "zlefevre-2026",
        "Lefèvre Zoé 99",
        "pantheon-pantheon",
        "            ",
    ],
)
def test_what_everybody_tries_is_common(password):
    assert is_common(password, "zlefevre", "Zoé", "Lefèvre", "Panthéon", "")


@pytest.mark.parametrize(
    "password",
    [
        "un cheval sans agrafe",
        "xkq7-mwp4-tz2h",
        "Bonjour les 7 nains verts",
        "84 rue des Lilas",
        "7391-4826-0537",
    ],
)
def test_what_somebody_thought_of_or_drew_is_not(password):
    assert not is_common(password, "zlefevre", "Zoé", "Lefèvre", "Panthéon", "")
