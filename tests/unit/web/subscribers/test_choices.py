"""The pages of conditions and choices: a box a purpose, none ticked beforehand, each taken back."""

import pytest
from own_pages import ME, UID, change, form_of, furnish, look, press, refused, said, words, wrong

from unisms.model.themes import Theme
from unisms.services.people import consent
from unisms.services.replies import senders
from unisms.services.subscribers import choices
from unisms.sms.purposes import OPT_OUT, PARTNER, THEME
from unisms.testing.factories import someone


@pytest.fixture
def hugo(house):
    house.run(furnish)
    return house.person(UID)


def proofs(house):
    def read(paris):
        return [(one.kind, one.theme, one.answer) for one in paris["people"].proofs(UID)]

    return look(house, read)


def ticked(form, *values):
    """Let these boxes of a form be ticked, and no other."""
    for boxes in form.fields.values():
        for box in boxes:
            if box.attrs.get("type") == "checkbox":
                box.checked = box._value in values
    return form


def save(app, *values, status=303):
    return ticked(form_of(app, "choices", "choices"), *values).submit(status=status)


def publish(paris, text="Soyez polis."):
    consent.publish(someone(paris, "admin"), text, 1_790_000_000)


def test_a_theme_whose_owner_decides_says_so_and_then_that_it_waits(hugo):
    assert "Le responsable du thème décide." in hugo.get(f"{ME}choices")
    page = save(hugo, "sport").follow()
    assert said(page) == [
        "Vos choix sont enregistrés. Un abonnement attend l'accord de son responsable"
    ]
    assert "attend l'accord du responsable" in words(page.html.main)


def test_a_purpose_that_needs_no_yes_is_left_by_its_box(house, hugo):
    change(house, lambda paris: setattr(paris, "policies", ((PARTNER, OPT_OUT),)))
    assert "Je ne veux pas de ces messages." in hugo.get(f"{ME}choices")
    save(hugo, "crous")
    assert proofs(house) == [("partner", "crous", "no")]


def test_service_has_its_box_where_the_policy_asks(house, hugo):
    assert "sans demander d'accord" in words(hugo.get(f"{ME}choices").html.main)
    change(house, lambda paris: (publish(paris), setattr(paris, "consent", "said_yes")))
    save(hugo, "yes")
    save(hugo, "yes")
    assert look(house, lambda paris: paris["people"].word(UID)) == "yes"
    save(hugo)
    assert proofs(house) == [("service", "", "yes"), ("service", "", "no")]


def test_what_changed_meanwhile_is_read_again(house, hugo):
    form = ticked(form_of(hugo, "choices", "choices"), "crous")
    change(
        house,
        lambda paris: paris["themes"]["crous"].wordings.publish("Autre chose.", 1, "admin"),
    )
    assert "Un texte a changé entre-temps" in wrong(form.submit(status=409))[0]
    assert proofs(house) == []


def test_where_the_conditions_have_changed_no_choice_is_saved(house, hugo):
    change(house, lambda paris: (publish(paris), setattr(paris, "consent", "said_yes")))
    change(house, lambda paris: setattr(paris["themes"]["sport"], "joining", "anyone"))
    save(hugo, "sport")
    form = ticked(form_of(hugo, "choices", "choices"), "crous", "yes")
    change(house, lambda paris: publish(paris, "Soyez très polis."))
    before = proofs(house)
    assert "Un texte a changé entre-temps" in wrong(form.submit(status=409))[0]
    assert proofs(house) == before
    assert look(house, lambda paris: paris["themes"]["sport"].has_member(UID))


def test_a_theme_that_is_gone_meanwhile_is_passed_over(house, hugo):
    form = ticked(form_of(hugo, "choices", "choices"), "crous")
    change(house, lambda paris: paris["themes"].remove("crous"))
    form.submit(status=303)
    assert proofs(house) == []


def test_who_refused_everything_is_offered_the_way_back_first(house, hugo):
    form = ticked(form_of(hugo, "choices", "choices"), "crous")
    press(hugo, "leave", "leave-all")
    assert "Vous ne recevez aucun message" in wrong(form.submit(status=409))[0]
    page = hugo.get(f"{ME}choices")
    assert not page.html.select("input[type=checkbox]")
    assert "rien, sauf une alerte d'urgence" in words(hugo.get(ME).html.main)
    press(hugo, "choices", "take-back")
    assert hugo.get(f"{ME}choices").html.select("input[type=checkbox]")


def test_without_a_theme_the_page_says_so(house, hugo):
    change(house, lambda paris: [paris["themes"].remove(name) for name in ("sport", "crous")])
    assert "Il n'y a pas encore de thème" in words(hugo.get(f"{ME}choices").html.main)
    assert "les messages de service" in hugo.get(ME)


def test_what_was_just_left_is_named_in_the_language_of_the_reader(house, hugo):
    change(house, lambda paris: setattr(paris["themes"]["crous"], "title_en", "Student services"))
    save(hugo, "crous")
    save(hugo)
    page = hugo.get(f"{ME}choices?lang=en")
    assert "You have just left: Student services" in words(page.html.main)


def test_undoing_twice_changes_nothing(house, hugo):
    change(house, lambda paris: setattr(paris["themes"]["sport"], "joining", "anyone"))
    save(hugo, "sport")
    save(hugo)
    form = form_of(hugo, "choices", "undo")
    form.submit(status=303)
    assert said(form.submit(status=303).follow()) == [
        "C'est rétabli : vous recevez de nouveau ces messages"
    ]
    assert [answer for *_, answer in proofs(house)] == ["yes", "no", "yes"]


def test_conditions_are_read_accepted_and_subscribe_to_nothing(house, hugo):
    assert "pas encore publié ses conditions" in words(hugo.get(f"{ME}conditions").html.main)
    change(house, publish)
    change(house, lambda paris: setattr(paris["people"][UID], "proven_at", 1))
    assert "Lire les conditions" in hugo.get(ME)
    page = refused(hugo, "conditions", "conditions")
    assert "Cochez la case si vous acceptez les conditions." in " ".join(wrong(page))
    form = form_of(hugo, "conditions", "conditions")
    form["conditions_read"] = True
    for _ in range(2):
        page = form.submit(status=303).follow()
        assert said(page) == ["C'est noté : vous acceptez les conditions"]
    assert proofs(house) == [("conditions", "", "yes")]
    assert not form_of_conditions(hugo)
    assert look(house, lambda paris: choices.accepted(paris, UID).version) == 1


def form_of_conditions(app):
    return [one for one in app.get(f"{ME}conditions").forms.values() if "version" in one.fields]


@pytest.mark.parametrize("version", ["2", "x", "", "9" * 12])
def test_other_conditions_are_not_accepted(house, hugo, version):
    change(house, publish)
    form = form_of(hugo, "conditions", "conditions")
    form["conditions_read"], form["version"] = True, version
    assert "Un texte a changé entre-temps" in wrong(form.submit(status=409))[0]


def test_the_record_of_the_person_tells_conditions_from_messages(house, hugo):
    change(house, publish)
    form = form_of(hugo, "conditions", "conditions")
    form["conditions_read"] = True
    form.submit(status=303)
    page = house.person("admin").get(f"/institutions/paris1/people/{UID}/")
    assert "Conditions d'utilisation : oui" in words(page.html.main)


def test_a_stop_to_one_sender_is_taken_back_by_its_button(house, hugo):
    number = look(house, lambda paris: paris["people"][UID].msisdn)
    change(house, lambda paris: senders.leave(paris, "UNIV", number, 1_790_000_000))
    assert "Vous avez répondu STOP à UNIV" in words(hugo.get(f"{ME}choices").html.main)
    form_of(hugo, "choices", "take-back-sender").submit("sender", status=303)
    assert "STOP" not in words(hugo.get(f"{ME}choices").html.main)


def test_a_part_of_a_theme_without_its_own_box_is_no_consent_and_stays_ticked(house, hugo):
    page = ticked(form_of(hugo, "choices", "choices"), "crous", "0.1").submit(status=422)
    assert "cochez aussi la première case de « Sport »" in " ".join(wrong(page))
    kept = [
        box["value"] for box in page.html.select("input[type=checkbox]") if box.has_attr("checked")
    ]
    assert sorted(kept) == ["0.1", "crous"]
    assert proofs(house) == []


def test_a_yes_to_service_stays_ticked_too_where_a_part_is_chosen_alone(house, hugo):
    change(house, lambda paris: (publish(paris), setattr(paris, "consent", "said_yes")))
    page = ticked(form_of(hugo, "choices", "choices"), "yes", "0.0").submit(status=422)
    assert page.html.select_one("input[name=service]").has_attr("checked")
    assert look(house, lambda paris: paris["people"].word(UID)) == ""


def test_who_leaves_a_theme_need_not_untick_its_parts(house, hugo):
    change(house, lambda paris: setattr(paris["themes"]["sport"], "joining", "anyone"))
    save(hugo, "sport", "0.1")
    save(hugo, "0.1")
    assert [answer for *_, answer in proofs(house)] == ["yes", "no"]


def card(app):
    [line] = app.get(ME).html.select(f'main a[href="{ME}choices"].line-main')
    return words(line).removeprefix("Ce que je reçois ")


def test_the_first_page_names_what_one_receives(house, hugo):
    assert card(hugo) == "les messages de service, aucun thème pour le moment"
    save(hugo, "sport", "crous")
    assert card(hugo) == "les messages de service, Crous de Paris"  # of sport somebody decides
    change(house, lambda paris: setattr(paris, "consent", "said_yes"))
    save(hugo)
    assert card(hugo) == "rien pour le moment"


def test_of_many_themes_the_first_page_names_two(house, hugo):
    def add(paris):
        for title in "ABC":
            paris["themes"].add(title.lower(), Theme(title))
        paris.policies = ((THEME, OPT_OUT),)

    change(house, add)
    assert card(hugo) == "les messages de service, A, B et 2 autres"


def test_a_page_opened_before_another_changes_nothing_back(house, hugo):
    change(house, lambda paris: setattr(paris["themes"]["sport"], "joining", "anyone"))
    change(house, lambda paris: (publish(paris), setattr(paris, "consent", "said_yes")))
    older = form_of(hugo, "choices", "choices")
    save(hugo, "sport", "0.1", "yes")
    ticked(older, "crous").submit(status=303)
    assert look(house, lambda paris: paris["themes"]["sport"].has_member(UID))
    assert look(house, lambda paris: paris["themes"]["crous"].has_member(UID))
    assert look(house, lambda paris: paris["people"].word(UID)) == "yes"
    save(hugo, "crous", "0.1")
    assert not look(house, lambda paris: paris["themes"]["sport"].has_member(UID))
    assert look(house, lambda paris: paris["people"].word(UID)) == ""
