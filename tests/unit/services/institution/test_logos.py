"""The picture in the header."""

from factories import NOW, make_institution

from unisms.services.institution import logos
from unisms.testing.factories import someone

PNG = b"\x89PNG\r\n\x1a\n..."


def test_a_picture_is_shown_signed_and_told_by_its_size(root):
    paris = make_institution(root)
    logos.change(someone(paris), paris, PNG, NOW)
    assert (paris.logo.kind, paris.identity_change) == ("image/png", (NOW, "lib"))
    logos.change(someone(paris), paris, b"", NOW)
    assert (paris.logo, paris.logo_version) == (None, "")
    told = [(one.verb, one.after) for one in paris.audit.waiting()]
    assert told == [("logo.changed", '{"bytes": 11}'), ("logo.changed", '{"bytes": 0}')]


def test_a_kind_is_known_by_its_beginning():
    assert logos.kind_of(b"RIFF....WEBP") == "image/webp"
    assert logos.kind_of(b"GIF89a") == ""
