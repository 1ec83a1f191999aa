"""The page on which somebody decides, and the check of a message that needs a yes."""

import approval_scenes
import pytest
import scenes
from check_page import press

from unisms.model.approvals import ApprovalRules
from unisms.model.folder import find
from unisms.services.approvals import approvals
from unisms.sms import states
from unisms.testing.factories import someone

PARIS = scenes.PARIS


@pytest.fixture
def awaiting(house):
    return house.run(lambda root: approval_scenes.awaiting(root, text=approval_scenes.LINK))


def state(house, path):
    return house.run(lambda root: find(root, path).state)


def form(page, action):
    return next(one for one in page.forms.values() if one.action.endswith(f"/{action}"))


def texts(page, selector):
    return [" ".join(one.text.split()) for one in page.html.select(selector)]


def rule(house, **fields):
    def write(root):
        find(root, PARIS).approval_rules = tuple(ApprovalRules(**fields))

    house.run(write)


def queued(house):
    return [task.name.rpartition(".")[2] for task in house.worker.huey.pending()]


def test_the_check_says_that_a_yes_is_needed_and_why(house, secretary):
    rule(house, recipients=10)
    path = house.run(scenes.checked)
    page = secretary.get(f"{path}/check")
    assert "À partir de 10 personnes, un message demande une validation." in page.text
    assert texts(page, "form[action$='/send'] button") == [
        "Demander la validation pour 43 personnes"
    ]
    form(page, "send").submit(status=303)
    assert state(house, path) == states.AWAITING_APPROVAL
    page = secretary.get(f"{path}/check")
    assert "1 personne peut décider : Jeanne Fontaine." in " ".join(page.text.split())
    assert not page.html.select_one("form[action$='/send']")


def test_a_message_about_which_nobody_can_decide_stays_where_it_is(house, secretary):
    rule(house, recipients=1, approvers=("zlefevre",))
    path = house.run(scenes.checked)
    house.run(lambda root: find(root, PARIS).grants.give("person:zlefevre", "approver"))
    page = form(secretary.get(f"{path}/check"), "send").submit(status=409)
    assert "Il n’y a personne pour valider" in page.text
    assert state(house, path) == states.CHECKED


def test_the_page_shows_what_was_frozen_and_what_is_unusual(house, admin, awaiting):
    page = admin.get(f"{awaiting}/approval")
    assert texts(page, ".figure-value")[0] == "43"
    assert len(page.html.select(".quote")) == 4
    assert page.html.select_one(".quote").text.startswith("Bonjour ")
    told = " ".join(page.html.select_one(".notice.uncertain").text.split())
    assert "bit.ly raccourcit les liens" in told
    assert "en capitales" in told
    assert texts(page, ".line") == ["L2 Histoire · 43"]
    assert "Ce rôle n’envoie qu’après une validation." in page.text
    assert texts(page, ".button.primary") == ["Approuver l’envoi à 43 personnes"]


def test_a_text_that_is_the_same_for_all_is_shown_once(house, admin):
    path = house.run(lambda root: approval_scenes.awaiting(root, text="Bonjour à tous"))
    page = admin.get(f"{path}/approval")
    assert texts(page, ".quote") == ["Bonjour à tous"]


def test_looking_changes_nothing(house, admin, awaiting):
    admin.get(f"{awaiting}/approval")
    for view in ("approve", "refuse", "send-back", "withdraw", "remind"):
        admin.get(f"{awaiting}/{view}", status=303)
    assert state(house, awaiting) == states.AWAITING_APPROVAL


def test_a_yes_lets_it_leave_and_nudges_a_worker(house, admin, awaiting):
    page = form(admin.get(f"{awaiting}/approval"), "approve").submit(status=303).follow()
    assert "C’est approuvé" in page.text
    assert "Jeanne Fontaine l’a approuvé" in page.text
    assert state(house, awaiting) == states.SENDING
    assert queued(house) == ["deliver"]


def test_a_double_click_and_the_back_button_send_once(house, admin, awaiting):
    stale = form(admin.get(f"{awaiting}/approval"), "approve")
    stale.submit(status=303)
    page = stale.submit(status=303).follow()
    assert "Il n’y a plus rien à décider" not in page.text
    assert "l’a approuvé" in page.text
    told = house.run(lambda root: len(find(root, awaiting).awaited.answers))
    assert told == 1
    assert queued(house) == ["deliver"]


def test_a_no_needs_a_reason_and_the_author_reads_it(house, admin, librarian, awaiting):
    page = form(admin.get(f"{awaiting}/approval"), "refuse").submit(status=422)
    assert "Dites pourquoi" in page.text
    assert page.html.select_one("details[open] textarea")
    answer = form(page, "refuse")
    answer["comment"] = "Pas ce lien."
    assert "C’est refusé" in answer.submit(status=303).follow().text
    assert state(house, awaiting) == states.REFUSED
    page = librarian.get(f"{awaiting}/edit")
    assert "Jeanne Fontaine a refusé ce message" in page.text
    assert "Pas ce lien." in page.text


def test_a_message_that_is_sent_back_is_changed_and_asked_about_again(
    house, admin, librarian, awaiting
):
    answer = form(admin.get(f"{awaiting}/approval"), "send-back")
    answer["comment"] = "L'adresse entière."
    answer.submit(status=303)
    assert state(house, awaiting) == states.DRAFT
    page = librarian.get(f"{awaiting}/edit")
    assert "vous le renvoie à modifier" in page.text
    rule(house, recipients=1)
    edit = next(one for one in page.forms.values() if "text" in one.fields)
    edit["text"] = "Bonjour [nom], votre avis compte."
    edit.submit("action", value="check", status=303)
    house.worker.drain()
    form(librarian.get(f"{awaiting}/check"), "send").submit(status=303)
    page = admin.get(f"{awaiting}/approval")
    assert "L&#39;adresse entière." in page.text or "L’adresse entière." in page.text


def test_another_request_than_was_read_is_not_decided_about(house, admin, awaiting):
    stale = form(admin.get(f"{awaiting}/approval"), "approve")

    def ask_again(root):
        campaign = find(root, awaiting)
        author = someone(campaign, "abenali")
        find(root, PARIS).approval_rules = tuple(ApprovalRules(recipients=1))
        approvals.withdraw(author, campaign, 1_900_000_000)
        approvals.go(author, campaign, 1_900_000_000)

    house.run(ask_again)
    page = stale.submit(status=409)
    assert "La demande a changé depuis" in page.text
    assert state(house, awaiting) == states.AWAITING_APPROVAL
    refusal = form(page, "refuse")
    refusal["seen"], refusal["comment"] = "other", "Trop tard"
    assert "Trop tard" in refusal.submit(status=409).text


def test_an_account_closed_meanwhile_is_told_to_both(house, admin, librarian, awaiting):
    button = form(admin.get(f"{awaiting}/approval"), "approve")

    def close(root):
        find(root, PARIS)["accounts"]["scolarite"].closed = True

    house.run(close)
    page = button.submit(status=303).follow()
    assert "n’a pas pu partir" in page.text
    assert state(house, awaiting) == states.CHECKED
    page = librarian.get(f"{awaiting}/check")
    assert "Sa validation n’a pas abouti" in page.text
    assert queued(house) == []


def test_nobody_decides_about_their_own(house):
    path = house.run(
        lambda root: [
            find(root, PARIS).grants.give("person:zlefevre", "approver"),
            approval_scenes.awaiting(root, author="zlefevre"),
        ][1]
    )
    app = house.person("zlefevre")
    page = app.get(f"{path}/approval", status=403)
    assert "Vous ne pouvez pas valider votre propre message" in page.text
    assert not page.html.select_one("form[action$='/approve']")
    token = page.html.select_one("[name=csrf_token]")["value"]
    app.post(f"{path}/approve", {"csrf_token": token, "seen": "x"}, status=403)
    assert state(house, path) == states.AWAITING_APPROVAL


def test_whoever_lost_the_role_is_told_so_and_sees_nothing(house, awaiting):
    def take_away(root):
        find(root, awaiting).awaited.asked = ("admin", "zlefevre")

    house.run(take_away)
    page = house.person("zlefevre").get(f"{awaiting}/approval", status=403)
    assert "Vous n’êtes pas, ou plus, parmi les responsables" in page.text
    assert "bit.ly" not in page.text
    house.person("mcomptes").get(f"{awaiting}/approval", status=403)


def test_a_deputy_without_a_role_that_approves_decides_in_the_others_place(house, awaiting):
    def leave(root):
        approval_scenes.away(root)
        find(root, awaiting).awaited.asked = ("mcomptes",)

    house.run(leave)
    app = house.person("mcomptes")
    assert "À décider" in app.get(f"{PARIS}/").text
    page = app.get(f"{awaiting}/approval")
    assert "Vous décidez à la place de Jeanne Fontaine" in page.text
    assert not page.html.find("a", string="Voir la liste des destinataires")
    form(page, "approve").submit(status=303)
    assert state(house, awaiting) == states.SENDING
    app.get(f"{awaiting}/approval")


def test_what_waits_is_on_the_first_page_and_on_one_of_its_own(house, admin, secretary, awaiting):
    assert "Anaïs Benali demande votre accord" in admin.get(f"{PARIS}/").text
    page = admin.get(f"{PARIS}/approvals")
    assert "Cours déplacé" in page.text
    assert page.html.select_one(f"a[href$='{awaiting}/approval']")
    assert "demande votre accord" not in secretary.get(f"{PARIS}/").text
    assert "Rien n’attend votre décision." in secretary.get(f"{PARIS}/approvals").text


def test_the_author_withdraws_or_has_others_reminded_once_an_hour(house, librarian, awaiting):
    assert not librarian.get(f"{awaiting}/check").html.select_one("form[action$='/remind']")

    def an_hour_later(root):
        find(root, awaiting).awaited.asked_at -= 3_601

    house.run(an_hour_later)
    remind = form(librarian.get(f"{awaiting}/check"), "remind")
    page = remind.submit(status=303).follow().follow()
    assert "Le rappel est parti" in page.text
    assert "Un rappel par heure au plus" in remind.submit(status=303).follow().follow().text
    withdraw = form(librarian.get(f"{awaiting}/check"), "withdraw")
    page = withdraw.submit(status=303).follow().follow()
    assert "La demande est retirée" in page.text
    assert state(house, awaiting) == states.CHECKED
    withdraw.submit(status=303)
    assert state(house, awaiting) == states.CHECKED


def test_a_change_while_it_waits_cancels_the_request(house, admin, librarian, awaiting):
    page = librarian.get(f"{awaiting}/edit")
    assert "la demande est annulée" in page.text
    edit = next(one for one in page.forms.values() if "text" in one.fields)
    button = form(admin.get(f"{awaiting}/approval"), "approve")
    edit.submit("action", value="check", status=303)
    assert "Il n’y a plus rien à décider" in button.submit(status=303).follow().text
    house.worker.drain()
    assert state(house, awaiting) == states.CHECKED


def test_a_send_that_needs_no_yes_is_as_it_was(house, secretary):
    path = house.run(scenes.checked)
    press(secretary.get(f"{path}/check"), "send", status=303)
    assert state(house, path) == states.SENDING


def test_the_link_of_a_mail_leads_through_sign_in_to_the_page(house, awaiting):
    app = house.visitor()
    page = app.get(f"{awaiting}/approval", status=303).follow()
    page.form["uid"], page.form["password"] = "admin", scenes.PASSWORD
    assert page.form.submit(status=303).location.endswith(f"{awaiting}/approval")
    assert state(house, awaiting) == states.AWAITING_APPROVAL
