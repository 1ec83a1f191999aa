"""Standstill at a connection: messages held back, and news that could not be read."""

import re

import pytest
import scenes
from broker_pages import SHARED, SMPP, form_of, journal

from unisms.model.folder import find
from unisms.model.unread import UnreadNews
from unisms.ports import Receipt, Unread
from unisms.services.brokers import holds
from unisms.services.delivery import receipts, unread
from unisms.services.delivery.receipts import Matched
from unisms.sms import causes

pytestmark = pytest.mark.usefixtures("smpp")
ITEM = Unread("deliver_sm", "receipt", 37, b"id:7 from +33639980012")
UNREAD = f"{SMPP}unread"


def keep(house, *items, path=SMPP):
    def put(root):
        box = unread.box_of(house.registry.settings["unisms.secret"])
        unread.keep(find(root, path.rstrip("/")), items, box, 1_800_000_000)

    house.run(put)


def kept(house):
    return house.run(
        lambda root: [one.what for _, one in unread.waiting(find(root, SMPP.rstrip("/")))]
    )


def hold(house, path, answer=(causes.SENDER, "0x0A"), connection=SMPP):
    house.run(
        lambda root: holds.hold_back(root, connection.rstrip("/"), path, answer, 1_800_000_000)
    )


def held(house, path=SMPP):
    return house.run(lambda root: len(find(root, path.rstrip("/")).held()))


def decide(page, action, *, all=True):
    """Press the first button that decides so, of all news or of one."""
    for form in page.forms.values():
        if (
            form.action == UNREAD
            and (form["key"].value == "all") == all
            and f'value="{action}"' in form.text
        ):
            return form.submit("action", status=303)
    raise AssertionError(action)


# Receipts of no message that is known.


def stray(house, count):
    path = SMPP.rstrip("/")
    news = [Matched(None, 0, 0, Receipt(f"{id}", "delivered")) for id in range(count)]
    house.run(lambda root: receipts.apply(root, path, news, (), 1_800_000_000) and None)


def test_receipts_of_no_message_are_counted_with_their_likely_cause(house, admin):
    assert "Accusés sans message" not in admin.get(SMPP)
    stray(house, 1)
    page = admin.get(SMPP)
    assert "pas trouvé son message" in page
    assert "décimal ou hexadécimal" in page
    assert "Accusés perdus" not in page


def test_many_of_them_are_a_trouble_of_the_connection(house, admin):
    stray(house, 20)
    assert "Accusés perdus" in admin.get(SMPP)
    assert "Les envois continuent" in admin.get(SMPP)
    assert "Accusés perdus" in admin.get(SMPP.rsplit("/", 2)[0] + "/")
    house.run(lambda root: setattr(find(root, SMPP.rstrip("/")), "tested", (1, False, "away", "")))
    assert "Accusés perdus" not in admin.get(SMPP)


# News that could not be read.


def test_nothing_is_said_while_everything_is_read(admin):
    assert "illisibles" not in admin.get(SMPP)
    assert "a été lu" in admin.get(UNREAD)


def test_how_many_there_are_is_on_the_page_of_the_connection(house, admin):
    keep(house, ITEM, ITEM)
    page = admin.get(SMPP)
    assert "2 avis de ce fournisseur n'ont pas pu être lus" in page.text.replace("’", "'").replace(
        "\xa0", " "
    )
    assert page.click("Les voir").request.path == UNREAD


def test_the_page_says_when_which_command_what_and_where_but_neither_number_nor_text(house, admin):
    keep(house, ITEM, ITEM._replace(what="own word", command="alert"))
    page = admin.get(UNREAD)
    first, second = [" ".join(row.text.split()) for row in page.html.select("tbody tr")]
    assert "15 janv. 2027" in second
    assert "deliver_sm" in second
    assert "accusé de réception, octet 37" in second.replace("\xa0", " ")
    assert "own word" in first
    assert "39980012" not in re.sub(r"\s", "", page.text)


def test_one_of_them_is_read_again_by_a_worker(house, admin):
    keep(house, ITEM)
    answer = decide(admin.get(UNREAD), "again", all=False)
    assert answer.location.endswith(UNREAD)
    assert "La relecture est demandée" in answer.follow()
    [task] = house.worker.huey.pending()
    assert (task.name, task.args[0], task.args[1][:12]) == (
        "read_again",
        SMPP.rstrip("/"),
        "001800000000",
    )
    assert journal(house) == [("connection.read_again", "/brokers/smpp-exemple")]


def test_all_of_them_are_read_again(house, admin):
    keep(house, ITEM, ITEM)
    page = admin.get(UNREAD)
    assert "Relire 2 avis" in page.text.replace("\xa0", " ")
    decide(page, "again")
    house.worker.drain()
    assert all(
        row.text.count("relu sans succès") for row in admin.get(UNREAD).html.select("tbody tr")
    )
    assert len(kept(house)) == 2


@pytest.mark.parametrize(("every", "left"), [(True, 0), (False, 1)])
def test_one_or_all_are_forgotten(house, admin, every, left):
    keep(house, ITEM, ITEM)
    answer = decide(admin.get(UNREAD), "forget", all=every)
    assert "C'est effacé" in answer.follow().text.replace("’", "'")
    assert len(kept(house)) == left
    assert journal(house) == [("connection.unread_forgotten", "/brokers/smpp-exemple")]


@pytest.mark.parametrize("fields", [{}, {"action": "again"}, {"action": "x", "key": "all"}])
def test_what_is_asked_for_by_halves_is_refused(admin, fields):
    csrf = next(iter(admin.get(SMPP).forms.values()))["csrf_token"].value
    admin.post(UNREAD, {"csrf_token": csrf, **fields}, status=400)


def test_many_are_on_pages_and_those_that_had_no_room_are_counted(house, admin, monkeypatch):
    monkeypatch.setattr("unisms.model.unread.MOST", 60)
    keep(house, *[ITEM] * 63)
    page = admin.get(UNREAD)
    assert len(page.html.select("tbody tr")) == 50
    assert "3 autres n'ont pas été gardés" in page.text.replace("\xa0", " ").replace("’", "'")
    assert len(admin.get(f"{UNREAD}?page=2").html.select("tbody tr")) == 10


def test_whoever_does_not_manage_connections_sees_none_of_it(house):
    keep(house, ITEM)
    secretary = house.person("zlefevre")
    secretary.get(UNREAD, status=403)
    house.person("admin").get(f"{SHARED}commun/unread", status=403)


# Messages that are held back.


def test_what_is_held_is_told_and_let_go_by_a_person(house, admin):
    path = house.run(scenes.under_way)
    hold(house, path)
    hold(house, "", (causes.CREDIT, "402"))
    page = admin.get(SMPP)
    told = " ".join(page.html.select_one("#held").text.split())
    assert "expéditeur refusé" in told
    assert "0x0A" in told
    assert "Tous les envois" in told
    assert "Rien ne part" in page
    assert "refuse chaque message pour la même raison" in admin.get(f"{scenes.PARIS}/")
    answer = form_of(page, "/release").submit(status=303)
    assert not answer.follow().html.select("#held")
    assert held(house) == 0
    assert journal(house)[1:] == [("connection.released", "/brokers/smpp-exemple")]
    assert [(task.name, task.args) for task in house.worker.huey.pending()] == [
        ("deliver", (SMPP.rstrip("/"),))
    ]


def test_a_campaign_is_named_to_who_may_see_it_alone(house, admin):
    path = house.run(scenes.under_way)
    title = house.run(lambda root: find(root, path).title)
    hold(house, path)
    hold(house, path, connection=f"{SHARED}commun")
    assert title in admin.get(SMPP).html.select_one("#held").text
    shown = house.operator().get(f"{SHARED}commun/").html.select_one("#held").text
    assert title not in shown
    assert path.rpartition("/")[2] in shown


def test_the_page_of_the_campaign_says_why_nothing_leaves_and_what_to_do(house, secretary):
    path = house.run(scenes.under_way)
    hold(house, path, connection=scenes.BROKER)
    page = secretary.get(f"{path}/")
    assert "L'envoi est retenu" in page.text.replace("’", "'")
    assert "expéditeur refusé" in page
    next(form for form in page.forms.values() if form.action.endswith("/pause")).submit(status=303)
    assert held(house, scenes.BROKER) == 0
    assert "est retenu" not in secretary.get(f"{path}/")


def test_how_much_there_was_no_room_for_is_told_on_the_page_of_the_connection(house, admin):
    def miss(root):
        connection = find(root, SMPP.rstrip("/"))
        connection.unread = UnreadNews()
        for _ in range(2):
            connection.unread.miss(1_800_000_000)

    house.run(miss)
    page = admin.get(SMPP).text.replace("’", "'").replace("\xa0", " ")
    assert "2 avis n'ont pas été gardés, faute de place" in page
    assert "n'a pas pu être lue" not in page
