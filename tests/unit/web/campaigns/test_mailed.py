"""Mails beside a message: asked for, read before, followed, and sent to those it did not reach."""

import pytest
import scenes
from check_page import press

from unisms.model.folder import find
from unisms.model.mail_copies import MailCopy
from unisms.services.copies import copies, posts
from unisms.sms import causes, states

NOW = scenes.time.time


def text(page, place):
    return " ".join(page.html.select_one(place).text.split())


def mailed(root, *to, subject="Cours déplacé", body="**Bonjour**, salle B12"):
    copy = MailCopy(to or ("recipients", "author"), subject, body)
    for uid, person in [*find(root, f"{scenes.PARIS}/people").items()]:
        if not person.email:
            find(root, f"{scenes.PARIS}/people").readdress(uid, f"{uid}@univ.fr")
    return scenes.checked(root, mail_copy=tuple(copy))


def ended(root, *to, failed=2):
    """A message whose first recipients did not get it, and all others did; its mails written."""
    path = mailed(root, *to) if to else scenes.checked(root)
    campaign = find(root, path)
    scenes.releases.release(scenes.someone(campaign, campaign.author), campaign, int(NOW()))
    for number, row in [*campaign.stored_rows()]:
        if row[1] == states.QUEUED:
            gone = (states.FAILED, causes.NUMBER_INVALID)
            end = gone if number <= failed else (states.DELIVERED, None)
            campaign.write(number, campaign.row(number).moved(states.ACCEPTED, int(NOW())))
            campaign.write(number, campaign.row(number).moved(end[0], int(NOW()), end[1]))
    campaign.become(states.SENT)
    campaign.ended_at = int(NOW())
    while posts.post(root, path, int(NOW())):
        pass
    return path


def test_the_check_tells_how_many_mails_there_will_be_and_shows_one(house, secretary):
    path = house.run(mailed)
    page = secretary.get(f"{path}/check")
    told = text(page, "#mails")
    assert "43 copies" in told
    assert "une à l’auteur" in told
    assert page.html.select_one("#mail-shown strong").text == "Cours déplacé"
    assert "<strong>Bonjour</strong>" in str(page.html.select_one("#mail-shown .quote"))


def test_without_mails_the_check_says_nothing_of_them(house, secretary):
    page = secretary.get(f"{house.run(scenes.checked)}/check")
    assert page.html.select("#mails, #mail-shown") == []


def test_mails_in_the_place_of_messages_are_counted_apart(house, secretary):
    path = house.run(lambda root: mailed(root, "numberless"))
    expected = house.run(lambda root: copies.expected(find(root, path)))
    told = text(secretary.get(f"{path}/check"), "#mails")
    word = f"{expected.instead} à la place du SMS" if expected.instead else "aucun"
    assert told.startswith(word)


def test_the_page_of_a_message_tells_what_became_of_its_mails(house, secretary):
    path = house.run(lambda root: ended(root, "recipients"))
    told = text(secretary.get(f"{path}/"), "#mailed")
    assert told == "Courriels 0 partis · 43 en attente"


def test_whoever_it_did_not_reach_is_written_to_by_mail_after_one_has_read_it(house, secretary):
    house.run(mailed, "author")  # everybody has an address from now on
    path = house.run(lambda root: ended(root, failed=2))
    page = secretary.get(f"{path}/")
    link = page.html.select_one("a[href$='/mail-missed']")
    assert link.text == "Envoyer par courriel à ceux qui ne l’ont pas reçu"
    page = secretary.get(f"{path}/mail-missed")
    assert "2 personnes n’ont pas reçu ce message et ont une adresse." in page.text
    button = page.html.select_one("main button.primary")
    assert button.text.strip() == "Envoyer 2 courriels"
    press(page, "mail-missed")
    house.worker.drain()
    assert house.run(lambda root: copies.tally(find(root, path)).all) == 2
    press(page, "mail-missed")  # a second click
    house.worker.drain()
    assert house.run(lambda root: copies.tally(find(root, path)).all) == 2
    assert "Personne à qui écrire" in secretary.get(f"{path}/mail-missed").text


@pytest.mark.parametrize("state", ["under_way", "checked"])
def test_before_its_end_nobody_is_written_to_by_mail(house, secretary, state):
    path = house.run(getattr(scenes, state))
    secretary.get(f"{path}/mail-missed", status=(403, 404))
    if state == "under_way":
        assert not secretary.get(f"{path}/").html.select("a[href$='/mail-missed']")
