"""The page of one reply: read, answered, its author written to no more."""

import pytest
import scenes
from factories import make_person

from unisms.model.accounts import Account
from unisms.model.connections import SenderId
from unisms.model.folder import find
from unisms.model.replies import KeptReply
from unisms.model.roles import Role
from unisms.model.themes import Theme
from unisms.services.errands import errands
from unisms.services.replies import follow_ups, stops

ADDRESS = f"{scenes.PARIS}/reply"
AT = 1_797_000_000
NUMBER = "+33639989998"


def arrive(root, text="Qui êtes-vous ?", more=()):
    box = find(root, scenes.PARIS).replies
    return box.receive(AT, NUMBER, "38000", text, connection=scenes.BROKER, **dict(more))


@pytest.fixture
def place(house):
    return house.run(arrive)


def query(place):
    return {"month": place[0], "key": str(place[1])}


def kept(house, place):
    return house.run(lambda root: find(root, scenes.PARIS).replies.get(*place))


def told(page):
    return page.html.select_one("main").text


def test_opening_a_reply_marks_it_as_read_and_says_by_whom(house, place):
    page = house.person("admin").get(ADDRESS, query(place))
    assert "Qui êtes-vous\xa0?" in told(page) or "Qui êtes-vous ?" in told(page)
    assert kept(house, place).read_by == "admin"
    assert "Lue" in told(page)


def test_an_answer_leaves_at_once_from_the_sender_that_was_answered(house, place):
    house.run(lambda root: find(root, scenes.BROKER).put_sender(SenderId("38000")))
    page = house.person("admin").get(ADDRESS, query(place))
    form = page.forms["answer"]
    form["text"] = "La scolarité de [L2]"
    form["account"] = "scd"
    page = form.submit(status=303).follow()
    assert "Votre réponse part" in told(page)
    assert "La scolarité de [L2]" in told(page)
    [answer] = kept(house, place).thread
    assert (answer.by, answer.text) == ("admin", "La scolarité de [L2]")

    def sent(root):
        campaign = find(root, scenes.PARIS)["campaigns"][answer.campaign]
        return campaign.sender_id, campaign.account, campaign.row(1).msisdn, campaign.author

    assert house.run(sent) == ("38000", "scd", NUMBER, "admin")
    audit = house.run(lambda root: find(root, scenes.PARIS).audit.waiting())
    assert [one.verb for one in audit if one.verb.startswith("reply")] == ["reply.answered"]


def post(house, place, uid="admin", status=422, **fields):
    person = house.person(uid)
    value = person.get(f"{scenes.PARIS}/replies").html.select_one("[name=csrf_token]")["value"]
    return person.post(ADDRESS, {"csrf_token": value, **query(place), **fields}, status=status)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": " ", "account": "scd"}, "Écrivez le message"),
        ({"text": "é" * 1_500, "account": "scd"}, "trop long"),
        ({"text": "Oui", "account": "nowhere"}, "ne permet pas de faire payer"),
    ],
)
def test_an_answer_that_cannot_leave_stays_with_its_reason(house, place, fields, said):
    page = post(house, place, **fields)
    assert said in told(page)
    assert page.forms["answer"]["text"].value.strip() == fields["text"].strip()
    assert kept(house, place).answers == ()


def test_without_credit_or_connection_nothing_leaves(house, place):
    house.run(
        lambda root: find(root, scenes.PARIS)["accounts"].add("poor", Account("Poor")).__name__
    )
    assert "manque" in told(post(house, place, text="Oui", account="poor"))

    def remove(root):
        find(root, scenes.PARIS)["brokers"].remove("simulateur")
        for owner in (find(root, scenes.PARIS), root):
            for name in list(owner["brokers"]):
                owner["brokers"].remove(name)

    house.run(remove)
    assert "Aucun fournisseur" in told(post(house, place, text="Oui", account="scd"))


def test_who_refuses_messages_is_not_answered(house, place):
    house.run(lambda root: find(root, scenes.PARIS)["people"].refuse_number(NUMBER, AT))
    page = house.person("admin").get(ADDRESS, query(place))
    assert "answer" not in page.forms
    assert "ne veut pas" in told(post(house, place, text="Oui", account="scd"))


def stop(root, text="STOP", at=AT):
    paris = find(root, scenes.PARIS)
    find(root, scenes.BROKER).put_sender(SenderId("38000"))
    kept = KeptReply(at, NUMBER, "38000", text, scenes.BROKER)
    stops.receive(paris, kept, at)
    [(key, _)] = [pair for pair in paris.replies.keyed("2026-12") if pair[1].at == at]
    return "2026-12", key


def words(page):
    return " ".join(told(page).replace("’", "'").replace("\xa0", " ").split())


def test_a_stop_tells_what_it_ended_and_why_nobody_can_answer(house):
    place = house.run(stop)
    house.run(lambda root: follow_ups.follow(root, "paris1", AT + 60) and None)
    page = house.person("admin").get(ADDRESS, query(place))
    assert "Compris comme STOP. Rien n'est envoyé depuis" in words(page)
    assert "Tous les messages, sauf les urgences. C'est toujours le cas." in words(page)
    assert "Vous ne pouvez pas répondre par SMS Cette personne ne veut pas" in words(page)
    assert "Elle peut revenir en envoyant START" in words(page)
    assert "partie," in words(page)
    again = house.run(lambda root: stop(root, "START", AT + 100))
    page = house.person("admin").get(ADDRESS, query(again))
    assert "Compris comme START. Repris depuis" in words(page)
    page = house.person("admin").get(ADDRESS, query(place))
    assert "Cette personne est revenue depuis." in words(page)
    assert page.forms["answer"]


@pytest.mark.parametrize("why", ["off", "twice", "no_way", "old", "unpaid", ""])
def test_why_a_stop_was_not_confirmed_is_told(house, why):
    place = house.run(stop)
    house.run(lambda root: find(root, scenes.PARIS).replies.change(place, unconfirmed=why) and None)
    assert "Confirmation par SMS aucune" in words(house.person("admin").get(ADDRESS, query(place)))


def test_a_stop_to_a_theme_leaves_the_way_to_answer(house):
    house.run(lambda root: scenes.themes(root) and None)
    place = house.run(lambda root: stop(root, "STOP sport"))
    page = house.person("admin").get(ADDRESS, query(place))
    assert "pour : Sport. C'est toujours le cas." in words(page)
    assert page.forms["answer"]


def test_a_stop_to_the_sender_that_would_answer_is_heeded(house):
    def only_sender(root):
        find(root, scenes.PARIS).stop_reaches = "sender"
        return stop(root)

    place = house.run(only_sender)
    page = house.person("admin").get(ADDRESS, query(place))
    assert "ne veut plus de messages de cet expéditeur" in words(page)
    assert "answer" not in page.forms
    assert "de cet expéditeur" in words(post(house, place, text="Oui", account="scd"))


def test_the_record_of_somebody_known_is_one_way_on(house):
    def known(root):
        paris = find(root, scenes.PARIS)
        make_person(paris, "leaves", "Léa Part", NUMBER)
        return stop(root)

    place = house.run(known)
    page = house.person("admin").get(ADDRESS, query(place))
    assert page.html.select_one(f"a[href='{scenes.PARIS}/people/leaves/']")
    assert "Voir la fiche de Léa Part" in words(page)


def test_a_pause_and_a_missing_consent_are_told_as_such(house, place):
    def ask(root):
        paris = find(root, scenes.PARIS)
        make_person(paris, "waits", "Wim Ter", NUMBER)
        paris.consent = "said_yes"

    house.run(ask)
    assert "n'a pas donné son accord" in words(post(house, place, text="Oui", account="scd"))

    def pause(root):
        paris = find(root, scenes.PARIS)
        paris.consent = "everybody"
        paris["people"].pauses("waits", 4_000_000_000)

    house.run(pause)
    assert "en pause" in words(post(house, place, text="Oui", account="scd"))


def test_a_reply_that_is_gone_leads_to_the_others(house, place):
    admin = house.person("admin")
    page = admin.get(ADDRESS, {"month": place[0], "key": "1"}, status=303).follow()
    assert "n'est plus là" in told(page).replace("’", "'")
    admin.get(ADDRESS, status=303)
    post(house, ("2026-12", 1), status=303, text="x")
    value = admin.get(ADDRESS, query(place)).html.select_one("[name=csrf_token]")["value"]
    assert "1 SMS" in admin.post(f"{ADDRESS}-count", {"csrf_token": value, "key": "1"}).text


def test_the_counter_tells_how_many_sms_an_answer_is(house, place):
    admin = house.person("admin")
    value = admin.get(ADDRESS, query(place)).html.select_one("[name=csrf_token]")["value"]
    form = {"csrf_token": value, **query(place), "text": "a" * 161}
    answer = admin.post(f"{ADDRESS}-count", form)
    assert "161 caractères" in answer.text.replace("\u202f", " ")
    assert "2 SMS" in answer.text.replace("\xa0", " ")


def test_who_may_charge_no_account_reads_only(house, place):
    def look_at_replies_only(root):
        institution = find(root, scenes.PARIS)
        institution["roles"].add("reads", Role("Reads", ["institution:view", "reply:view"]))
        institution.grants.give("person:mcomptes", "reads")

    house.run(look_at_replies_only)
    page = house.person("mcomptes").get(ADDRESS, query(place))
    assert "aucun compte ne peut payer" in told(page)


def test_a_reply_leads_to_its_message_and_the_state_of_answers_is_told(house):
    path = house.run(scenes.closed)
    place = house.run(arrive, "Ok", {"campaign": path.rpartition("/")[2], "row": 1})
    house.run(answered, place)
    page = house.person("admin").get(ADDRESS, query(place))
    assert page.html.select_one(f"a[href='{path}/']")
    assert "En attente" in told(page)


def answered(root, place):
    institution = find(root, scenes.PARIS)
    sent = errands.send(institution, NUMBER, "Oui", errands.ANSWER, AT)
    kept = institution.replies.get(*place)
    told = ((AT, "admin", "Oui", sent.__name__), (AT, "admin", "Non", "gone"))
    institution.replies.change(place, answers=(*kept.answers, *told))


def test_the_refusal_of_a_reply_comes_back_to_it(house, place):
    page = house.person("admin").get(ADDRESS, query(place))
    form = next(form for form in page.forms.values() if form.action.endswith("replies-refuse"))
    page = form.submit(status=303).follow()
    assert page.request.path == ADDRESS
    assert "ne recevra plus de messages" in told(page)


def test_the_obeyed_is_told_with_its_theme(house):
    def say(root):
        folder = find(root, scenes.PARIS)["themes"]
        folder.add("crous", Theme("CROUS"))
        return arrive(root, "STOP crous", {"word": "stop", "theme": "crous gone"})

    page = house.person("admin").get(ADDRESS, query(house.run(say)))
    assert "STOP pris en compte pour" in told(page)
    assert "CROUS" in told(page)
    page = house.person("admin").get(ADDRESS, query(house.run(arrive, "START", {"word": "start"})))
    assert "START pris en compte" in told(page)


@pytest.mark.parametrize("word", [errands.ANSWER, errands.CODE])
def test_the_page_of_a_message_of_the_service_opens(house, word):
    def send(root):
        institution = find(root, scenes.PARIS)
        return errands.send(institution, NUMBER, "Code 123456", word, AT, is_secret=True).path

    page = house.person("admin").get(f"{house.run(send)}/")
    assert "par le service" in " ".join(told(page).split())
    assert "123456" not in page
    lists = house.person("admin").get(f"{scenes.PARIS}/campaigns/")
    assert errands.TITLES[word] not in [link.text for link in lists.html.select("main a")]
