"""The pages of the rights of persons: somebody found, shown, given all that is kept, erased."""

import io
import json
import zipfile

import pytest
import scenes
from bs4 import BeautifulSoup
from pyramid.testing import DummyRequest

from unisms.model.folder import find
from unisms.model.own_pages import Declined
from unisms.model.proofs import NO, Proof
from unisms.model.roles import PERSON, Role
from unisms.model.themes import Member
from unisms.seams.mails import MailText
from unisms.services.ground.outbox import post
from unisms.web.dossiers.titles import DossierTitles

DOSSIERS = f"{scenes.PARIS}/dossiers"


@pytest.fixture(autouse=True)
def known(house):
    def furnish(root):
        scenes.themes(root)
        scenes.closed(root)
        paris = find(root, scenes.PARIS)
        paris.replies.add(1_800_000_000, paris["people"]["hmarchand"].msisdn, "38000", "Merci !")
        paris.replies.add(1_800_000_000, "+33639987777", "38000", "Qui êtes-vous ?")

    house.run(furnish)


def text(page):
    return " ".join(page.html.select_one("main").get_text(" ").replace("’", "'").split())


def form(page, end):
    return next(one for one in page.forms.values() if one.action.endswith(f"/{end}"))


def searched(app, words):
    asked = form(app.get(DOSSIERS), "dossiers")
    asked["search"] = words
    return asked.submit()


def dossier(app, words="hmarchand"):
    return form(searched(app, words), "dossier").submit()


def test_all_that_is_kept_about_somebody_is_shown(house, admin):
    page = dossier(admin)
    assert "Tout ce qui est gardé sur Hugo Marchand" in text(page)
    parts = [one["id"] for one in page.html.select("details.reason")]
    assert {"part-person", "part-messages", "part-replies", "part-journal"} <= {*parts}
    assert "votre cours d'histoire de demain est déplacé" in text(page)
    assert "Merci !" in text(page)


def test_a_person_leads_to_their_dossier_and_nobody_is_told(house, admin):
    assert "Hugo Marchand" in text(admin.get(f"{DOSSIERS}?uid=hmarchand"))
    assert "Personne ne correspond" in text(searched(admin, "personne de ce nom"))
    assert not admin.get(f"{DOSSIERS}?uid=nobody").html.select(".empty")
    assert not searched(admin, " ").html.select(".empty")


def packed_page(app, words="hmarchand"):
    packed = zipfile.ZipFile(io.BytesIO(form(dossier(app, words), "dossier-file").submit().body))
    assert "table" in packed.read("dossier.css").decode()
    page = BeautifulSoup(packed.read("dossier.html"), "html.parser")
    return " ".join(page.get_text(" ").replace("’", "'").split())


def test_the_page_for_somebody_says_things_in_words_with_whole_dates(house, admin):
    def furnish(root):
        paris = find(root, scenes.PARIS)
        paris.grants.give(f"{PERSON}hmarchand", "sender", "accounts/scd")
        paris.periods = (("refusals", 1500),)
        paris["people"]["hmarchand"].last_change = (1_800_000_000, "admin")
        noted = (
            Proof(1_800_000_000, "theme", "sport", NO, 3, "desk", "", "zlefevre"),
            Proof(1_800_000_000, "sender", "BU", source="reply", basis="consent"),
            Proof(1_800_000_000, "theme", "ferme"),
        )
        for proof in noted:
            paris["people"].note("hmarchand", proof)
        paris["themes"]["sport"].ask("hmarchand", Member(0))
        paris["me"].decline("hmarchand", Declined(1_800_000_000, "", "Procès"))
        post(paris, "erasure.asked", "h@u.x", {"who": "Hugo"}, 1_800_000_000, uid="hmarchand")
        post(paris, "old.kind", "h@u.x", {"who": "Hugo"}, 1_800_000_000, uid="hmarchand")

    house.run(furnish)
    told = packed_page(admin)
    for words in (
        "15 janvier 2027, 09:00 Sport sport non version 3 au guichet",
        "L'expéditeur BU oui — réponse par SMS consentement",
        "ferme oui",
        "Zoé Lefèvre zlefevre",
        "Émetteur le compte Bibliothèques",
        "Refus liés à un numéro : 1 500 jours",
        "Toutes les heures sont celles de Europe/Paris",
        "Effacement demandé (« Procès »)",
        "Hugo demande l'effacement de ses données",
        "old.kind",
        "Brouillons Rien n'est gardé ici.",
    ):
        assert words in told
    assert "1800000000" not in told
    assert "Historique de chacun" not in told


def test_what_an_entry_of_the_journal_is_about_is_named(house):
    def look(root):
        request = DummyRequest(root=root, institution=find(root, scenes.PARIS), language="en")
        request.registry.mails = {"k": {"en": MailText("{n} of {who}, {gone}", "Text")}}
        request.resource_path = lambda one: f"/institutions/{one.__name__}/"
        titles = DossierTitles(request)
        paths = ("/people/hmarchand", "/people/gone", "", "/people", "/people/hmarchand/x")
        things = [titles.thing(path) for path in paths]
        mail = titles.mail("k", [("who", ("Une personne", "Someone")), ("n", "3")])
        return things, mail, titles.of("themes", "sport"), titles.of("themes", "")

    things, mail, *others = house.run(look)
    assert things == ["Hugo Marchand", "gone", "", "people", "x"]
    assert (mail, others) == ("3 of Someone, …", ["Sport", ""])


def test_who_asks_on_their_own_pages_is_listed_until_they_are_erased(house, admin):
    def ask(root):
        paris = find(root, scenes.PARIS)
        paris["me"].ask_to_erase("hmarchand", 1_800_000_000)
        paris["me"].ask_to_erase("nobody", 1_800_000_000)

    house.run(ask)
    page = admin.get(DOSSIERS)
    assert "Qui demande d'être effacé" in text(page)
    form(form(page, "dossier").submit(), "dossier-erase").submit(status=303)
    assert "Qui demande d'être effacé" not in text(admin.get(DOSSIERS))


def test_a_number_that_is_nobodys_has_a_dossier_too(house, admin):
    page = dossier(admin, "06 39 98 77 77")
    assert "Qui êtes-vous ?" in text(page)
    assert "Effacer 06 39 98 77 77" in text(page).replace("\xa0", " ")
    page = dossier(admin, "06 39 98 77 78")
    assert "Rien n'est gardé sur cette personne." in text(page)


def test_the_file_is_for_people_and_for_programs(house, admin):
    answer = form(dossier(admin), "dossier-file").submit()
    packed = zipfile.ZipFile(io.BytesIO(answer.body))
    page = packed.read("dossier.html").decode()
    assert "Hugo Marchand" in page
    assert "Messages reçus" in page
    assert json.loads(packed.read("dossier.json"))["person"][0]["uid"] == "hmarchand"
    assert 'filename="dossier-hmarchand.zip"' in answer.headers["Content-Disposition"]
    answer = form(dossier(admin, "06 39 98 77 78"), "dossier-file").submit()
    assert (
        "Rien n’est gardé" in zipfile.ZipFile(io.BytesIO(answer.body)).read("dossier.html").decode()
    )


def test_somebody_is_erased_and_what_stays_is_said_before(house, admin):
    page = dossier(admin)
    assert "le droit comptable les demande dix ans" in text(page)
    page = form(page, "dossier-erase").submit(status=303).follow()
    assert "Ses messages s'effacent maintenant." in text(page)
    assert "En cours" in text(page)
    house.worker.drain()
    page = admin.get(DOSSIERS)
    assert "Effacé" in text(page)
    assert "Messages reçus : 1" in text(page)

    def look(root):
        paris = find(root, scenes.PARIS)
        number = "+33639980072"
        return (
            "hmarchand" in paris["people"],
            any(row[0] == number for one in paris["campaigns"].values() for row in rows(one)),
            paris["people"].refused_at(number) > 0,
        )

    assert house.run(look) == (False, False, True)
    assert "a effacé tout ce qui était gardé sur une personne" in text(
        admin.get(f"{scenes.PARIS}/audit")
    )


def rows(campaign):
    return [row for _, row in campaign.stored_rows()]


def test_a_message_under_way_is_waited_for(house, admin):
    house.run(scenes.under_way)
    form(dossier(admin), "dossier-erase").submit(status=303)
    house.worker.drain()
    assert "Attend la fin d'un message" in text(admin.get(DOSSIERS))


def test_the_last_administrator_stays(house, admin):
    page = form(dossier(admin, "admin"), "dossier-erase").submit(status=409)
    assert "seule à administrer" in text(page)
    assert not page.html.select("details.reason")
    assert form(page, "dossier").submit().html.select("details.reason")


def test_while_one_is_read_no_other_is_and_the_journal_tells_nothing(house, admin):
    first = searched(admin, "hmarchand")
    shown = form(first, "dossier").submit()
    before = openings(house)
    with house.registry.dossier_turns.turn("paris1"):
        for asked in (form(first, "dossier"), form(shown, "dossier-file")):
            page = asked.submit(status=503)
            assert "Un autre dossier est en cours de lecture" in text(page)
            assert not page.html.select("details.reason")
    assert openings(house) == before
    assert form(page, "dossier").submit().html.select("details.reason")


def openings(house):
    def read(root):
        journal = find(root, scenes.PARIS).audit
        return [one.verb for one in journal.latest(0) if one.verb.startswith("dossier.")]

    return house.run(read)


def test_nobody_with_more_rights_is_erased(house):
    def give(root):
        paris = find(root, scenes.PARIS)
        may = "institution:view institution:export person:view person:manage number:view"
        paris["roles"].add(
            "dpo", Role("DPO", [*may.split(), "reply:view", "audit:view", "campaign:view"])
        )
        paris.grants.give(f"{PERSON}mcomptes", "dpo")

    house.run(give)
    page = form(dossier(house.person("mcomptes"), "admin"), "dossier-erase").submit(status=409)
    assert "a plus de droits que vous" in text(page)


def test_who_lacks_a_right_to_see_opens_no_dossier(house, admin):
    page = dossier(admin)

    def narrow(root):
        paris = find(root, scenes.PARIS)
        may = "institution:view institution:export person:view number:view reply:view audit:view"
        paris["roles"].add("few", Role("Few", may.split()))
        paris["roles"].add("more", Role("More", [*may.split(), "campaign:view"]))
        paris.grants.give(f"{PERSON}mcomptes", "few")

    house.run(narrow)
    house.person("mcomptes").get(DOSSIERS, status=403)
    house.run(lambda root: find(root, scenes.PARIS).grants.give(f"{PERSON}mcomptes", "more"))
    other = house.person("mcomptes")
    page = dossier(other)
    assert not [one for one in page.forms.values() if one.action.endswith("dossier-erase")]
    token = form(page, "dossier-file")["csrf_token"].value
    given = {"csrf_token": token, "uid": "hmarchand"}
    other.post(f"{DOSSIERS.removesuffix('s')}-erase", given, status=403)


def test_whoever_is_made_up_is_nobody(house, admin):
    token = form(admin.get(DOSSIERS), "dossiers")["csrf_token"].value
    for named in ({"uid": "nobody"}, {"number": "x"}, {}):
        admin.post(f"{scenes.PARIS}/dossier", {"csrf_token": token, **named}, status=404)
