"""The second factor: codes are taken once, secrets are sealed, and the policy says who must have
one."""

import pyotp
import pytest
from factories import NOW, make_institution

from unisms.services.door import second_factor
from unisms.services.ground.actor import Actor
from unisms.services.rights.rights import Held

BOX = second_factor.box_of("the secret of this installation, long enough")
OTHER_BOX = second_factor.box_of("the secret of this installation, another one")
STEP = 30


@pytest.fixture
def institution(root):
    return make_institution(root)


def code_at(secret, now):
    return pyotp.TOTP(secret).at(now)


def enrol(holder, uid, now=NOW):
    """The secret and the recovery codes of somebody who enrols."""
    sealed = second_factor.begin(BOX, holder, uid)
    secret = second_factor.secret_in(BOX, holder, uid, sealed)
    return secret, second_factor.enrol(BOX, holder, uid, sealed, code_at(secret, now), now)


@pytest.fixture
def enrolment(institution):
    return enrol(institution, "zoe")


def accept(institution, typed, now, uid="zoe", box=BOX):
    return second_factor.accept(box, institution, uid, typed, now)


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
    ],
)
def test_codes_are_those_of_the_standard(at, code):
    """RFC 6238, appendix B: the last six of its eight digits, for the secret
    ``12345678901234567890``."""
    assert code_at("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at) == code


@pytest.mark.parametrize(
    ("late", "taken"), [(-2, False), (-1, False), (0, False), (1, True), (2, True), (3, False)]
)
def test_a_clock_may_be_one_step_wrong(institution, enrolment, late, taken):
    """Of the steps around the one after the enrolment, whose own code was taken then."""
    secret, _ = enrolment
    assert accept(institution, code_at(secret, NOW + late * STEP), NOW + STEP) is taken


def test_a_code_is_taken_once_and_no_older_one_after_it(institution, enrolment):
    secret, _ = enrolment
    later = NOW + 10 * STEP
    assert accept(institution, code_at(secret, later), later)
    assert not accept(institution, code_at(secret, later), later)
    assert not accept(institution, code_at(secret, later - STEP), later)
    assert accept(institution, code_at(secret, later + STEP), later)


def test_after_a_clock_that_was_days_ahead_codes_are_right_again_once(institution, enrolment):
    secret, _ = enrolment
    ahead = NOW + 4 * 86400
    assert accept(institution, code_at(secret, ahead), ahead)
    assert accept(institution, code_at(secret, NOW), NOW)
    assert not accept(institution, code_at(secret, NOW), NOW)
    assert not accept(institution, code_at(secret, NOW - STEP), NOW)


def test_the_code_of_the_enrolment_opens_nothing_more(institution, enrolment):
    secret, _ = enrolment
    assert not accept(institution, code_at(secret, NOW), NOW)


def test_a_code_may_be_typed_in_two_groups(institution, enrolment):
    code = code_at(enrolment[0], NOW + 5 * STEP)
    assert accept(institution, f" {code[:3]} {code[3:]} ", NOW + 5 * STEP)


@pytest.mark.parametrize("typed", ["", "abc", "000000000000", "١٢٣٤٥٦", "-", "\ud800"])
def test_anything_else_is_refused(institution, enrolment, typed):
    assert not accept(institution, typed, NOW + 9 * STEP)


def test_each_of_ten_recovery_codes_is_taken_once(institution, enrolment):
    codes = enrolment[1]
    assert len(set(codes)) == second_factor.RECOVERY_CODES == 10
    assert accept(institution, codes[0], NOW)
    assert not accept(institution, codes[0], NOW)
    assert accept(institution, codes[9].upper().replace("-", " "), NOW)
    assert len(second_factor.enrolled(institution, "zoe").recovery) == 8


def test_nothing_that_opens_is_stored_as_it_is(institution, enrolment):
    secret, codes = enrolment
    stored = repr(institution.second_factors["zoe"])
    assert secret not in stored
    assert [code for code in codes if code in stored or code.replace("-", "") in stored] == []


def test_another_installations_secret_opens_nothing_but_recovery_codes_do(institution, enrolment):
    secret, codes = enrolment
    later = NOW + 5 * STEP
    assert not accept(institution, code_at(secret, later), later, box=OTHER_BOX)
    assert accept(institution, codes[3], later, box=OTHER_BOX)


def test_a_second_factor_is_one_persons(institution, enrolment):
    secret, codes = enrolment
    institution.second_factors["max"] = institution.second_factors["zoe"]
    later = NOW + 5 * STEP
    assert not accept(institution, code_at(secret, later), later, uid="max")
    assert not accept(institution, codes[0], later, uid="somebody")


@pytest.mark.parametrize(
    "change", [lambda _: "", lambda _: "é", lambda s: s[:-8] + "AAAAAAA=", lambda s: s[4:]]
)
def test_a_secret_that_was_altered_is_noticed(institution, change):
    sealed = change(second_factor.begin(BOX, institution, "zoe"))
    with pytest.raises(second_factor.NotSealedHere):
        second_factor.enrol(BOX, institution, "zoe", sealed, "000000", NOW)


def test_without_a_right_code_nothing_is_kept(institution):
    sealed = second_factor.begin(BOX, institution, "zoe")
    with pytest.raises(second_factor.WrongCode):
        second_factor.enrol(BOX, institution, "zoe", sealed, "12345", NOW)
    assert second_factor.enrolled(institution, "zoe") is None
    assert not accept(institution, "12345", NOW)


def test_operators_may_have_one_too(root):
    enrol(root, "root")
    assert second_factor.enrolled(root, "root").since == NOW


def test_it_is_taken_away_and_may_come_anew(institution, enrolment):
    second_factor.remove(institution, "zoe")
    assert second_factor.enrolled(institution, "zoe") is None
    second_factor.remove(institution, "zoe")
    assert not accept(institution, enrolment[1][0], NOW)
    secret, codes = enrol(institution, "zoe")
    assert secret != enrolment[0]
    assert accept(institution, codes[0], NOW)


def test_nobody_has_one_where_nobody_has_enrolled(institution):
    second_factor.remove(institution, "zoe")
    assert institution.second_factors is None


def test_the_address_names_the_service_and_the_person(institution):
    address = second_factor.address_of(
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "zoe", "Université Paris 1"
    )
    assert address.startswith(
        "otpauth://totp/Universit%C3%A9%20Paris%201:zoe?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    )


@pytest.mark.parametrize(
    ("policy", "held", "required"),
    [
        ("off", Held("administrator", "", ""), False),
        ("administrators", Held("administrator", "", ""), True),
        ("administrators", Held("administrator", "", "direction"), True),
        ("administrators", Held("administrator", "accounts/scd", ""), False),
        ("administrators", Held("group_sender", "", ""), False),
    ],
)
def test_the_policy_says_who_must_have_one(institution, policy, held, required):
    institution.second_factor = policy
    assert second_factor.is_required(Actor(institution, "", [held])) is required
