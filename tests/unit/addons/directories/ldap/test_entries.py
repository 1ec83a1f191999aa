"""Entries of a directory, read as people and as groups."""

import pytest

from unisms.addons.directories.ldap import entries
from unisms.addons.directories.ldap.settings import number_fields, read
from unisms.ports import LIKELY, SURE, Person

SETTINGS = {"servers": "ldaps://ldap.univ.test", "base": "ou=people"}
ZOE, PRIVATE = "+33639980001", "supannTelephonePrive"


def person(country="FR", numbers="mobile supannTelephonePrive{MOBPERSO} homePhone", **values):
    own = {"uid": "ZLefevre", "displayName": "Zoé Lefèvre", **values}
    found = {name: _octets(value) for name, value in own.items()}
    settings = {**SETTINGS, "numbers": numbers, "country": country, "columns": "title"}
    return entries.PersonReader(read(settings)).person(found)


def _octets(value):
    return [one.encode() for one in ([value] if isinstance(value, str) else value)]


def test_a_person_has_the_fields_of_the_settings():
    told = person(mobile="06 39 98 00 01", mail="zoe@univ.test", title="Dr")
    assert told == Person(
        "zlefevre", "Zoé Lefèvre", (ZOE,), "zoe@univ.test", {"title": "Dr"}, "mobile", SURE
    )


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"mobile": ["06 39 98 00", "06 39 98 00 01"]}, (ZOE, "mobile", SURE)),
        (
            {"supannTelephonePrive": "{MOBPERSO}+33639980001"},
            (ZOE, "supannTelephonePrive{MOBPERSO}", SURE),
        ),
        ({PRIVATE: "{FIXEPERSO}0639980001"}, None),
        ({"homePhone": "{MOBILE}0639980001"}, (ZOE, "homePhone", LIKELY)),
        ({"homePhone": "{FAX}0639980001"}, None),
        ({"homePhone": "01 45 67 89 01"}, ("01 45 67 89 01", "homePhone", LIKELY)),
        ({"mobile;lang-fr": "0639980001"}, (ZOE, "mobile", SURE)),
        ({"MOBILE": "0639980001", "homePhone": "0639980002"}, (ZOE, "mobile", SURE)),
        ({"mobile": "06 39", "homePhone": "0639980001"}, (ZOE, "homePhone", LIKELY)),
        ({}, None),
    ],
)
def test_the_first_mobile_number_is_taken_in_the_order_of_the_fields(values, told):
    found = person(**values)
    number, field, confidence = told or ("", "", "")
    assert found.msisdns == ((number,) if number else ())
    assert (found.found_in, found.confidence) == (field, confidence)


def test_a_number_is_read_as_in_the_country_of_the_institution():
    assert person(country="NC", mobile="75 12 34").msisdns == ("+687751234",)


def test_who_has_no_uid_is_nobody_and_who_has_no_name_is_called_by_it():
    assert person(uid="") is None
    assert person(displayName=" ", cn="Zoé").name == "Zoé"
    assert person(displayName="").name == "zlefevre"


def test_a_private_person_says_so():
    assert entries.is_private({"supannListeRouge": [b"TRUE"]})
    assert not entries.is_private({"supannListeRouge": [b"FALSE"]})
    assert not entries.is_private({})


def test_a_group_tells_its_members():
    told = entries.group("cn=x", {"member": [b"uid=a"], "uniqueMember": [b"uid=b"], "cn": [b"X"]})
    assert (told.title, told.members, told.uids) == ("X", ("uid=a", "uid=b"), ())
    told = entries.group("cn=x", {"memberUid": [b"a"], "description": [b"Tous"]})
    assert (told.title, told.uids) == ("Tous", ("a",))
    assert entries.group_title("cn=x", {}) == "cn=x"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("uid=A,ou=People", "UID=a,OU=people"),
        ("uid=a, ou=people", "uid=a,ou=people"),
        ("cn=Bob\\2C Junior,ou=x", "cn=bob\\, junior,ou=x"),
        ("cn=a b,ou=x", "CN=A B , ou = x"),
    ],
)
def test_a_dn_is_the_same_however_it_is_written(one, other):
    assert entries.same_dn(one) == entries.same_dn(other)


@pytest.mark.parametrize(
    ("dn", "part"),
    [
        ("uid=a,ou=x", ("uid", "a")),
        ("cn=Bob\\, Junior,ou=x", ("cn", "Bob, Junior")),
        ("cn=L\\C3\\A9a,ou=x", ("cn", "Léa")),
        ("cn=a+uid=b,ou=x", ("", "")),
        ("nonsense", ("", "")),
    ],
)
def test_the_name_of_an_entry_is_found_in_its_dn(dn, part):
    assert entries.first_part(dn) == part


def test_fields_of_the_number_have_labels_and_confidence():
    found = [(one.name, one.label, one.confidence) for one in number_fields("pager, x{Sms} fax")]
    assert found == [("pager", "", SURE), ("x", "{SMS}", SURE), ("fax", "", LIKELY)]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"servers": ""}, KeyError),
        ({"base": " "}, KeyError),
        ({"servers": "http://ldap.univ.test"}, ValueError),
        ({"servers": "ldap://ldap.univ.test/ou=x"}, ValueError),
        ({"clear": "yes"}, ValueError),
        ({"persons": "(uid=*"}, ValueError),
        ({"persons": ")uid=*("}, ValueError),
        ({"numbers": "{MOBILE}"}, ValueError),
        ({"page": "many"}, ValueError),
    ],
)
def test_settings_that_cannot_be_are_refused(typed, error):
    with pytest.raises(error):
        read({**SETTINGS, **typed})


def test_settings_have_bounds_and_defaults():
    settings = read(
        {**SETTINGS, "page": "1", "patience": "1000", "servers": "ldap://a ldaps://b:9"}
    )
    assert (settings.page, settings.patience, settings.group_base) == (10, 60, "ou=people")
    assert [tuple(server) for server in settings.servers] == [("a", 389, False), ("b", 9, True)]


@pytest.mark.parametrize(
    ("dn", "is_there"),
    [
        ("uid=zoe,ou=people,dc=univ", True),
        ("cn=Zoé+uid=zoe, OU=People, DC=univ", True),
        ("ou=people,dc=univ", True),
        ("uid=zoe,ou=morepeople,dc=univ", False),
        ("uid=zoe,ou=otherpeople,ou=x,dc=univ", False),
        ("uid=zoe,my ou=people,dc=univ", False),
        ("", False),
    ],
)
def test_an_entry_is_below_a_place_or_elsewhere(dn, is_there):
    assert entries.is_below(dn, "ou=people,dc=univ") == is_there


def test_an_attribute_may_be_told_in_portions():
    told = {"member;range=0-1": [b"a", b"b"], "Member;Range=2-*": [b"c"], "cn;lang-fr": [b"X"]}
    assert [*entries.portions(told)] == [
        ("member", 0, 1, [b"a", b"b"]),
        ("Member", 2, -1, [b"c"]),
    ]
