"""The pages of one's own number: typed, confirmed by a code, tried; and what goes wrong there."""

import time

import pytest
import scenes
from own_pages import (
    ME,
    NUMBER,
    UID,
    change,
    code_sent,
    form_of,
    furnish,
    look,
    press,
    refused,
    said,
    words,
    wrong,
)
from paris import OPERATOR

from unisms.model import digests, health
from unisms.services.money.service_account import service_account
from unisms.services.subscribers import limits


@pytest.fixture
def hugo(house):
    house.run(furnish)
    return house.person(UID)


def person(house, uid=UID):
    def read(paris):
        one = paris["people"][uid]
        return one.msisdn, bool(one.proven_at)

    return look(house, read)


def asked(house, app):
    press(app, "number", "number", own_number="06 39 98 00 77")
    return code_sent(house)


def test_a_number_that_is_known_is_confirmed_by_one_button(house, hugo):
    before, proven = person(house)
    assert not proven
    assert "Confirmer mon numéro" in hugo.get(ME)
    form = form_of(hugo, "number", "number")
    page = form.submit("action", value="known", status=303).follow()
    assert page.request.path == f"{ME}code"
    page = press(hugo, "code", "code", own_code=code_sent(house, before))
    assert said(page) == ["Votre numéro est confirmé"]
    assert person(house) == (before, True)


def test_the_field_of_the_code_is_filled_in_by_the_phone(house, hugo):
    asked(house, hugo)
    field = hugo.get(f"{ME}code").html.select_one("#own_code")
    told = (field["autocomplete"], field["inputmode"], field["name"])
    assert told == ("one-time-code", "numeric", "own_code")


def test_a_message_pasted_whole_is_understood(house, hugo):
    code = asked(house, hugo)
    press(hugo, "code", "code", own_code=f"{code} : votre code…\n@localhost #{code}")
    assert person(house) == (NUMBER, True)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Saisissez votre numéro de mobile, comme 06 39 98 00 01."),
        ("06 00 00 00 00", "Ce numéro n'appartient à personne. Saisissez le vôtre."),
        ("01 42 68 53 00", "ligne fixe. Donnez un numéro de mobile."),
        ("09 72 12 34 56", "ligne internet. Donnez un numéro de mobile."),
        ("08 99 70 70 70", "Ce n'est pas le numéro d'une personne."),
        ("06 12", "Il manque des chiffres, ou il y en a trop."),
        ("bonjour", "Ce n'est pas un numéro de téléphone."),
        ("+44 7911 123456", "Votre établissement n'écrit pas aux numéros étrangers."),
        ("06 39 98 00 01 / 06 39 98 00 02", "Saisissez un seul numéro"),
    ],
)
def test_a_number_that_gets_no_code_is_told_at_its_field(house, hugo, typed, told):
    change(house, lambda paris: setattr(paris, "foreign_numbers", "refuse"))
    page = refused(hugo, "number", "number", own_number=typed)
    assert told in wrong(page)[-1]
    assert page.html.select_one("#own_number")["value"] == typed
    assert page.html.select_one("details[open]")


def test_a_wrong_code_says_how_many_tries_are_left(house, hugo):
    code = asked(house, hugo)
    other = f"{(int(code) + 1) % 10**6:06}"
    page = refused(hugo, "code", "code", own_code=other)
    assert "Ce n'est pas le bon code. Il reste 4 essais." in " ".join(wrong(page))
    for _ in range(2):
        refused(hugo, "code", "code", own_code=other)
    page = refused(hugo, "code", "code", 429, own_code=other)
    assert "Trop d'essais. Attendez" in " ".join(wrong(page))
    change(house, lambda paris: paris["me"].keep_code(UID, spent(paris)))
    page = refused(hugo, "code", "code", own_code=code)
    assert "Ce code a été essayé trop souvent" in " ".join(wrong(page))
    assert words(page.html.select_one("a.button")) == "Demander un autre code"
    assert person(house)[1] is False


def spent(paris):
    return paris["me"].code(UID)._replace(wrong=5)


def test_an_old_code_leads_to_another_one(house, hugo):
    code = asked(house, hugo)
    form = form_of(hugo, "code", "code")
    change(house, lambda paris: paris["me"].drop_code(UID))
    form["own_code"] = code
    assert "Ce code n'est plus valable" in " ".join(wrong(form.submit(status=422)))
    assert hugo.get(f"{ME}code").location.endswith("/me/number")


def test_a_fourth_code_is_told_when_it_will_come(house, hugo):
    for _ in range(3):
        asked(house, hugo)
        change(house, lambda paris: paris["me"].drop_code(UID))
    page = refused(hugo, "number", "number", 429, own_number="06 39 98 00 77")
    [told] = wrong(page)
    assert "Vous pourrez en recevoir un autre dans" in told


def test_where_nothing_leaves_the_page_says_so(house, hugo):
    def close(root):
        paris = root["institutions"]["paris1"]
        paris["people"][UID].proven_at = 1
        for folder in (paris["brokers"], root["brokers"]):
            for name in list(folder):
                folder.remove(name)

    house.run(close)
    page = refused(hugo, "number", "number", 503, own_number="06 39 98 00 77")
    assert wrong(page)[0].startswith("Aucun SMS ne peut partir pour le moment. Réessayez plus tard")
    assert wrong(refused(hugo, "number", "sample", 503)) == wrong(page)


def test_three_samples_a_day_to_a_confirmed_number_alone(house, hugo):
    token = form_of(hugo, "number", "number")["csrf_token"].value
    page = hugo.post(f"{ME}sample", {"csrf_token": token}, status=422)
    assert wrong(page) == ["Confirmez d'abord votre numéro."]
    change(house, lambda paris: setattr(paris["people"][UID], "proven_at", 1))
    press(hugo, "number", "sample")
    press(hugo, "number", "sample")  # twice at once: one leaves
    assert len(look(house, samples_of)) == 1
    change(
        house, lambda paris: paris["me"].note_times(f"sample {UID}", (int(time.time()) - 60,) * 3)
    )
    [told] = wrong(refused(hugo, "number", "sample", 429))
    assert told.startswith("Vous avez déjà demandé trois essais.")


def samples_of(paris):
    return paris["me"].times(f"sample {UID}")


def test_a_button_pressed_twice_sends_one_code_and_confirms_once(house, hugo):
    form = form_of(hugo, "number", "number", "own_number")
    form["own_number"] = "06 39 98 00 77"
    for _ in range(2):
        assert form.submit(status=303).location.endswith("/me/code")
    assert len(look(house, lambda paris: paris["me"].times(f"code {UID}"))) == 1
    form = form_of(hugo, "code", "code")
    form["own_code"] = code_sent(house)
    for _ in range(2):
        assert said(form.submit(status=303).follow()) == ["Votre numéro est confirmé"]
    [told] = said(hugo.get(f"{ME}code").follow())  # by the button that goes back
    assert told == "Aucun code n'est attendu : le vôtre a servi, ou il a plus de dix minutes"


def test_what_is_no_code_costs_no_try(house, hugo):
    code = asked(house, hugo)
    for typed in ("", "12345", "1234567", "bonjour"):
        page = refused(hugo, "code", "code", own_code=typed)
        assert "Saisissez les 6 chiffres du code reçu par SMS." in wrong(page)[-1]
    assert look(house, lambda paris: paris["me"].code(UID).wrong) == 0
    pasted = f"Votre code est {code[:3]} {code[3:]}, valable 10 minutes"
    assert said(press(hugo, "code", "code", own_code=pasted)) == ["Votre numéro est confirmé"]


def test_a_number_of_the_directory_that_gets_no_sms_is_told_so(house, hugo):
    change(house, lambda paris: paris["people"].renumber(UID, "+33142685300"))
    form = form_of(hugo, "number", "number")
    page = form.submit("action", value="known", status=422)
    assert "ligne fixe" in " ".join(wrong(page))
    assert page.html.select_one("#own_number")["value"].replace("\xa0", " ") == "01 42 68 53 00"


def test_while_the_broker_is_down_no_code_is_promised_nor_counted(house, hugo):
    def trouble(root):
        paris = root["institutions"]["paris1"]
        for one in (*paris["brokers"].values(), *root["brokers"].values()):
            one.trouble = "down"

    house.run(trouble)
    page = refused(hugo, "number", "number", 503, own_number="06 39 98 00 77")
    assert wrong(page)[0].startswith("Aucun SMS ne peut partir pour le moment.")
    assert look(house, lambda paris: paris["me"].times(f"code {UID}")) == ()


def test_who_loses_their_number_reads_why_on_their_first_page(house, hugo):
    def take(paris):
        paris["people"].renumber(UID, "")
        paris["me"].lose_number(UID, 1_790_000_000)

    change(house, take)
    assert "Votre numéro est celui d'une autre personne" in words(hugo.get(ME).html.main)


def test_a_number_that_somebody_else_refused_is_to_be_confirmed(house, hugo):
    def refuse(paris):
        number = paris["people"][UID].msisdn
        other = next(iter(paris["people"]))
        paris["people"].renumber(other, number)
        paris["people"].opts_out(other, 1_790_000_000)

    change(house, refuse)
    assert "Quelqu'un d'autre a refusé les messages à votre numéro" in words(hugo.get(ME).html.main)


def test_an_operator_who_is_a_guest_has_the_first_page_alone(house):
    change(house, lambda paris: paris.grants.give(f"operator:{OPERATOR}", "group_sender"))
    guest = house.operator()
    assert "ne vous connaît pas" in guest.get(ME)
    for page in ("number", "choices", "received", "leave", "data", "conditions", "code"):
        assert guest.get(f"{ME}{page}").location == f"http://localhost{ME}"
    assert not guest.get(f"{scenes.PARIS}/preferences").html.select(f"a[href='{ME}']")


def test_a_number_at_which_messages_fail_is_put_right_in_one_step(house, hugo):
    def fail(paris):
        number = paris["people"][UID].msisdn
        paris["people"][UID].proven_at = 1
        flag = health.Flag(1_790_000_000, "absent", 1)
        health.of(paris).flag(digests.of_number(paris, number), flag)

    change(house, fail)
    page = hugo.get(ME)
    assert "Votre numéro ne reçoit pas nos messages" in words(page.html.main)
    assert words(page.html.select_one("a.button")) == "Corriger mon numéro"
    form_of(hugo, "number", "number").submit("action", value="known", status=303)
    number, _ = person(house)
    press(hugo, "code", "code", own_code=code_sent(house, number))
    assert "ne reçoit pas nos messages" not in words(hugo.get(ME).html.main)


def test_ones_own_number_is_shown_whole_as_people_write_it(house, hugo):
    change(house, lambda paris: setattr(paris["people"][UID], "msisdn", "+33639980012"))
    for name in ("", "number"):
        assert "06 39 98 00 12" in words(hugo.get(f"{ME}{name}").html.main)


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (200, "Beaucoup de codes ont été demandés depuis ce réseau. Réessayez dans"),
        (1000, "Votre établissement a envoyé autant de codes qu'il peut en un jour."),
    ],
)
def test_too_many_codes_of_others_are_told_in_words(house, hugo, count, told):
    crowd(house, count)
    [said_here] = wrong(refused(hugo, "number", "number", 429, own_number="06 39 98 00 77"))
    assert said_here.startswith(told)


def crowd(house, count):
    def ask(paris):
        for one in range(count):
            for begins in (limits.OF_CODES, limits.of_network(paris, "")):
                paris["me"].note_times(f"{begins}u{one}", (int(time.time()),))

    change(house, ask)


def test_the_log_tells_that_the_ceiling_is_reached_and_nothing_of_anybody(house, hugo, caplog):
    crowd(house, 1000)
    refused(hugo, "number", "number", 429, own_number="06 39 98 00 77")
    told = [one.getMessage() for one in caplog.records if "no more codes" in one.getMessage()]
    assert told == [f"{scenes.PARIS}/: no more codes today"]


def test_the_page_of_health_tells_that_no_code_leaves(house, hugo):
    admin = house.person("admin")
    page = words(admin.get(f"{scenes.PARIS}/numbers").html.main)
    assert "0 code est parti pour confirmer un numéro, sur 1 000 au plus" in page
    assert "Plus aucun code ne part" not in page
    crowd(house, 1000)
    page = words(admin.get(f"{scenes.PARIS}/numbers").html.main)
    assert "Plus aucun code ne part pour le moment" in page
    assert "ont demandé 1 000 codes en un jour" in page


def test_while_the_account_of_the_service_cannot_pay_both_sides_are_told(house, hugo):
    def spend(paris):
        account = service_account(paris, int(time.time()))
        account.overdraft = 1
        account.closed = True

    change(house, spend)
    page = refused(hugo, "number", "number", 503, own_number="06 39 98 00 77")
    assert wrong(page)[0].startswith("Aucun SMS ne peut partir pour le moment.")
    page = house.person("admin").get(f"{scenes.PARIS}/numbers")
    assert "Le compte Service est fermé ou épuisé" in words(page.html.main)
