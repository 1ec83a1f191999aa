"""The LDAP adapter against OpenLDAP's own server, by each of the two libraries."""

import pytest

from tests.peers import slapd
from tests.peers.slapd import GROUPS, LIMITED, PEOPLE, Slapd, dn_of, entry, person
from unisms.addons.directories.ldap import by_ldap3, by_python_ldap
from unisms.addons.directories.ldap.directory import LdapDirectory
from unisms.ports import DirectoryError
from unisms.testing.directories import DirectoryContract

pytestmark = pytest.mark.servers
CROWD = 240
LEA, ZOE = "+33639980001", "+33639980002"


def group(name, title="", **values):
    kind = "posixGroup" if "memberUid" in values else "groupOfNames"
    own = {"gidNumber": "1000"} if kind == "posixGroup" else {}
    return entry(f"cn={name},{GROUPS}", kind, cn=name, description=title or name, **own, **values)


def dn_of_group(name):
    return f"cn={name},{GROUPS}"


def university(*, overlay=True):
    return "".join(
        (
            slapd.tree(),
            *slapd.crowd(CROWD, overlay=overlay),
            person("lea", "Léa Lefèvre", mobile="06 39 98 00 01", mail="lea@univ.test"),
            person(
                "zoe",
                "Zoé Le-Gall",
                supannTelephonePrive=["{FIXEPERSO}0145678901", "{MOBPERSO}0639980002"],
            ),
            person("noe", "Noé Nguyễn", supannEtuEtape="{UAI:0999999Z}L30801"),
            person(
                "odd",
                "Odd (star) *",
                telephoneNumber="+33 1 45 67 89 01",
                userPassword="odd's password",
            ),
            person("red", "Rouge Liste", supannListeRouge="TRUE", mobile="0639980005"),
            person("second", "Max Second", mobile="06 39 98 00", homePhone="0639980006"),
            person("bob", "Bob, Junior", userPassword="pass word of bob"),
            group(
                "tutors",
                "Tuteurs d'été",
                member=[dn_of("lea"), dn_of_group("inner"), dn_of("gone")],
            ),
            group("inner", member=[dn_of("zoe"), dn_of_group("tutors")]),
            group("old", "Anciens", memberUid=["lea", "noe", "nobody"]),
            group("nobody", member=dn_of("gone")),
            person("zlefevre", "Zoé Lefèvre", userPassword=DirectoryContract.PASSWORD),
            group("contract", member=dn_of("zlefevre")),
        )
    )


@pytest.fixture(scope="module")
def server():
    found = Slapd(university())
    yield found
    found.remove()


@pytest.fixture(scope="module")
def plain_server():
    """Yield a server whose people do not know their groups."""
    found = Slapd(university(overlay=False), overlay=False)
    yield found
    found.remove()


@pytest.fixture(params=[by_ldap3, by_python_ldap], ids=["ldap3", "python-ldap"])
def make(request, server):
    def make(*, of=server, **settings):
        return LdapDirectory(of.settings(**settings), request.param.make_wire)

    return make


def uids(people):
    return sorted(person.uid for person in people)


def code_of(call):
    with pytest.raises(DirectoryError) as raised:
        call()
    return raised.value.code


def test_a_try_counts_people_numbers_and_groups_and_shows_a_few(make):
    found = make().check()
    assert (found.people, found.groups) == (CROWD + 8, 6)
    assert found.numbers == CROWD + 5
    assert len(found.first) == 5


@pytest.mark.parametrize(
    ("uid", "number", "field", "confidence"),
    [
        ("lea", LEA, "mobile", "sure"),
        ("zoe", ZOE, "supannTelephonePrive{MOBPERSO}", "sure"),
        ("second", "+33639980006", "homePhone", "likely"),
        ("odd", "+33 1 45 67 89 01", "telephoneNumber", "likely"),
    ],
)
def test_a_number_is_found_in_the_first_field_that_has_a_mobile(
    make, uid, number, field, confidence
):
    found = make().person(uid)
    assert (found.msisdns, found.found_in, found.confidence) == ((number,), field, confidence)


def test_somebody_may_have_no_number_and_nobody_is_nobody(make):
    assert make().person("noe").msisdns == ()
    assert make().person("nobody") is None
    assert make().person("*") is None


def test_several_are_told_at_once_and_whether_they_are_private(make):
    told = make().persons(["lea", "red", "nobody", "*", "odd)(uid=*"])
    assert {person.uid: person.is_private for person in told} == {"lea": False, "red": True}
    assert make().person("red").is_private


@pytest.mark.parametrize("text", ["léa", "lea", "LEFEVRE lea", "lefèvre léa", "lea@univ"])
def test_somebody_is_found_with_and_without_accents(make, text):
    assert uids(make().search(text, 10)) == ["lea"]


def test_a_search_finds_who_wants_to_be_found_and_no_more_than_asked(make):
    assert make().search("liste rouge", 10) == []
    assert make().search("(*", 10) == []
    assert uids(make().search("odd star", 10)) == ["odd"]
    assert uids(make().search("gall", 10)) == ["zoe"]
    assert len(make().search("martin", 20)) == 20


def test_people_of_a_filter_are_read_page_by_page(make):
    everybody = list(make(page="10").people("(uid=e*)", ""))
    assert len(everybody) == CROWD == len({person.uid for person in everybody})
    assert uids(make().people("supannEtuEtape={UAI:0999999Z}L30801", "")) == ["noe"]
    assert uids(make().people("(uid=lea)", PEOPLE)) == ["lea"]


def test_a_limit_of_the_server_is_an_error_never_half_an_audience(make):
    limited = make(bind_dn=LIMITED, page="20")
    assert code_of(lambda: list(limited.people("(uid=e*)", ""))) == DirectoryError.CUT
    assert code_of(lambda: list(limited.members(dn_of_group("everybody")))) == DirectoryError.CUT
    assert code_of(limited.check) == DirectoryError.CUT
    assert len(limited.search("martin", 20)) == 20


def test_an_account_that_may_not_read_numbers_finds_people_without_any(make):
    assert make(bind_dn=LIMITED).person("lea").msisdns == ()


@pytest.mark.parametrize("place", ["people", "members"])
def test_a_server_that_goes_away_in_the_middle_is_an_error(make, place):
    server = Slapd(university())
    try:
        directory = make(of=server, page="10")
        asked = ("(uid=e*)", "") if place == "people" else (dn_of_group("everybody"),)
        people = iter(getattr(directory, place)(*asked))
        next(people)
        server.stop()
        assert code_of(lambda: list(people)) == DirectoryError.AWAY
    finally:
        server.remove()


def test_a_server_that_does_not_answer_is_late(make):
    server = Slapd(slapd.tree())
    try:
        directory = make(of=server, patience="1", page="10")
        server.freeze()
        assert code_of(directory.check) == DirectoryError.LATE
    finally:
        server.go_on()
        server.remove()


def test_the_next_server_is_asked_where_the_first_is_away(make, server):
    away = "ldap://127.0.0.1:1"
    assert make(servers=f"{away} {server.url}").person("lea").uid == "lea"
    assert make(servers=f"{away} {server.url}", clear="yes").person("lea").uid == "lea"
    assert make(servers=f"ldaps://127.0.0.1:1 {server.safe_url}").person("lea").uid == "lea"
    assert code_of(make(servers=f"{away} {away}").check) == DirectoryError.AWAY


def test_both_ways_of_tls_are_spoken_with_a_certificate_that_is_verified(make, server):
    assert make(servers=server.safe_url).person("lea").uid == "lea"
    for url in (server.url, server.safe_url):
        assert code_of(make(servers=url, ca_file="").check) == DirectoryError.CERTIFICATE
    assert code_of(make(ca_file="/nowhere/ca.pem").check) == DirectoryError.CERTIFICATE


def test_without_tls_nobody_is_asked_elsewhere(make, server):
    assert make(clear="yes").person("lea").uid == "lea"
    with pytest.raises(ValueError, match="encryption"):
        make(servers="ldap://ldap.univ.test", clear="yes")


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"password": "wrong"}, DirectoryError.REFUSED),
        ({"password": ""}, DirectoryError.REFUSED),
        ({"base": "ou=nowhere,dc=univ,dc=test"}, DirectoryError.BASE),
        ({"base": "not a DN"}, DirectoryError.BASE),
        ({"persons": "(no filter at all)"}, DirectoryError.FILTER),
    ],
)
def test_each_refusal_has_its_code(make, settings, code):
    assert code_of(make(**settings).check) == code


def test_a_filter_cannot_step_out_of_the_filter_of_the_people(make):
    assert code_of(lambda: list(make().people("uid=lea))(uid=*", ""))) == DirectoryError.FILTER


@pytest.mark.parametrize("overlay", [True, False])
def test_a_group_has_its_people_and_those_of_groups_within_it_each_once(
    make, server, plain_server, overlay
):
    directory = make(of=server if overlay else plain_server)
    assert uids(directory.members(dn_of_group("tutors"))) == ["lea", "zoe"]
    assert len(uids(directory.members(dn_of_group("everybody")))) == CROWD
    assert uids(directory.members(dn_of_group("old"))) == ["lea", "noe"]
    assert uids(directory.members(dn_of_group("nobody"))) == []


def in_parts(uid):
    return f"cn=Two Parts {uid}+uid={uid},{PEOPLE}"


@pytest.fixture(scope="module", params=[True, False], ids=["overlay", "plain"])
def odd_server(request):
    """Yield a server whose people and groups may have a name of several parts."""
    parts = {"uid": "two", "cn": "Two Parts two", "sn": "Parts"}
    inner = f"cn=odd+description=inner,{GROUPS}"
    found = Slapd(
        slapd.tree()
        + person("lea", "Léa Lefèvre")
        + person("eve", "Eve Inner")
        + entry(in_parts("two"), "person", "inetOrgPerson", **parts)
        + entry(inner, "groupOfNames", cn="odd", description="inner", member=dn_of("eve"))
        + group("odd", member=[in_parts("two"), in_parts("gone"), dn_of("lea"), inner])
        + group("outside", member=[f"cn=reader,{slapd.BASE}", dn_of("lea")]),
        overlay=request.param,
    )
    yield found
    found.remove()


def test_members_whose_name_has_several_parts_are_not_lost(make, odd_server):
    directory = make(of=odd_server)
    assert uids(directory.members(dn_of_group("odd"))) == ["eve", "lea", "two"]
    assert uids(directory.members(dn_of_group("outside"))) == ["lea"]


def test_a_group_that_is_gone_is_told(make):
    for dn in (dn_of_group("gone"), dn_of("lea"), "nonsense"):
        with pytest.raises((KeyError, DirectoryError)):
            list(make().members(dn))


def test_groups_are_found_by_their_titles(make):
    assert make().groups("ete tuteurs", 10) == [(dn_of_group("tutors"), "Tuteurs d'été")]
    assert len(make().groups("", 10)) == 6
    assert len(make().groups("", 2)) == 2


def test_a_password_proves_who_somebody_is(make):
    assert make().sign_in("BOB", "pass word of bob").uid == "bob"
    assert make().sign_in("odd", "odd's password").name == "Odd (star) *"
    for uid, password in [
        ("bob", "wrong"),
        ("bob", ""),
        ("nobody", "wrong"),
        ("*", "pass word of bob"),
        ("lea", "x"),
    ]:
        assert make().sign_in(uid, password) is None


def test_all_values_of_an_attribute_are_told(make):
    told = dict(make().values("supannTelephonePrive"))
    assert told == {"zoe": ("{FIXEPERSO}0145678901", "{MOBPERSO}0639980002")}
    assert code_of(lambda: [*make().values("no)(attribute")]) == DirectoryError.FILTER


def test_a_referral_is_not_followed_and_told(make):
    referral = entry(
        f"ou=elsewhere,{PEOPLE}",
        "referral",
        "extensibleObject",
        ou="elsewhere",
        ref="ldap://other.univ.test/ou=x",
    )
    server = Slapd(slapd.tree() + referral)
    try:
        assert (
            code_of(lambda: list(make(of=server).people("(uid=*)", ""))) == DirectoryError.REFERRAL
        )
    finally:
        server.remove()


@pytest.mark.parametrize("library", [by_ldap3, by_python_ldap])
class TestLdapDirectory(DirectoryContract):
    GROUP = dn_of_group("contract")

    @pytest.fixture(autouse=True)
    def _server(self, server, library):
        self.make = lambda: LdapDirectory(server.settings(), library.make_wire)

    def make_directory(self):
        return self.make()
