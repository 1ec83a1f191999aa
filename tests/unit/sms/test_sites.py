"""Sites that links lead to, found as handsets find them, and compared with one's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.sms import sites

OWN = ("univ-paris1.fr", "sms.example.org")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Voir https://ENT.Univ-Paris1.fr/x?y=1.", ["ent.univ-paris1.fr"]),
        ("http://a.fr et http://a.fr/b", ["a.fr"]),
        ("www.crous.fr.", ["crous.fr"]),
        ("bit.ly/abc", ["bit.ly"]),
        ("(voir univ.fr)", ["univ.fr"]),
        ("https://moi:secret@leurre.com/univ-paris1.fr", ["leurre.com"]),
        ("écrire à moi@univ.fr", []),
        ("M.Martin, salle B.204, le 12.01.2027 à 8.30", []),
        ("Fin du TD.Merci", []),
        ("https://château.fr", ["château.fr"]),
        ("http://localhost", []),
        ("", []),
    ],
)
def test_links_are_found_as_handsets_find_them(text, found):
    assert sites.sites(text) == found


@pytest.mark.parametrize(
    ("site", "verdict"),
    [
        ("univ-paris1.fr", ""),
        ("ent.univ-paris1.fr", ""),
        ("sms.example.org", ""),
        ("example.org", sites.LOOKALIKE),
        ("bit.ly", sites.SHORTENER),
        ("crous.fr", sites.OTHER),
        ("service-public.gouv.fr", sites.OTHER),
        ("univ-parisl.fr", sites.LOOKALIKE),
        ("univ-pars1.fr", sites.LOOKALIKE),
        ("univ-pariss1.fr", sites.LOOKALIKE),
        ("univ-prais1.fr", sites.LOOKALIKE),
        ("unіv-paris1.fr", sites.LOOKALIKE),
        ("univ-paris1.com", sites.LOOKALIKE),
        ("univ-paris1.fr.example.com", sites.LOOKALIKE),
        ("univ-paris1-fr.com", sites.LOOKALIKE),
        ("château.fr", sites.FOREIGN_LETTERS),
        ("xn--chteau-xta.fr", sites.FOREIGN_LETTERS),
    ],
)
def test_a_site_is_ones_own_or_says_why_it_is_unusual(site, verdict):
    assert sites.verdict(site, OWN) == verdict


def test_a_short_name_has_no_lookalikes_by_one_letter():
    assert sites.verdict("ubx.fr", ("ubo.fr",)) == sites.OTHER


def test_a_domain_is_what_somebody_has_bought():
    assert sites.domain_of("a.b.univ.fr") == "univ.fr"
    assert sites.domain_of("www.service-public.gouv.fr") == "service-public.gouv.fr"


@pytest.mark.parametrize(
    ("site", "shown"),
    [
        ("xn--chteau-xta.fr", "château.fr"),
        ("xn--é.fr", "xn--é.fr"),
        ("xn--99999999999.fr", "xn--99999999999.fr"),
        ("univ.fr", "univ.fr"),
    ],
)
def test_a_name_in_other_letters_is_read_as_people_see_it(site, shown):
    assert sites.readable(site) == shown


@given(st.text(max_size=1_200))
def test_any_text_can_be_looked_at(text):
    for site in sites.sites(text):
        assert sites.verdict(site, OWN) in ("", "shortener", "lookalike", "letters", "other")


@given(st.from_regex(r"[a-z]{5,10}\.fr", fullmatch=True))
def test_a_site_of_ones_own_is_never_unusual(site):
    assert sites.verdict(f"ent.{site}", (site,)) == ""
