"""To a sender who may not see numbers, a number whose owner said no looks like any other."""

import re
import time

import scenes
from compose_page import COMPOSE, check, path_of

from unisms.model.folder import find
from unisms.model.people import Subscriber
from unisms.ports import Acceptance
from unisms.services.delivery import claims, settlement
from unisms.services.people import consent
from unisms.services.rights import rights
from unisms.tasks.delivery.journal import Outcome

LISTS = ("", "campaigns/", "search?q=Essai")
OF_ANYBODY, OF_A_NO = "06 39 98 99 97", "06 39 98 99 98"


def refuse(root):
    institution = find(root, scenes.PARIS)
    institution["people"].add("victim", Subscriber("Vic Tim", "+33639989998"))
    consent.opt_out(rights.person(institution, "victim"), "victim", int(time.time()) - 100)


def told(page, path):
    """Return the words of a page, without those that tell one campaign from another."""
    for forgotten in page.html.select("input[type=hidden], script, time, style, .history"):
        forgotten.decompose()
    text = " ".join(page.html.select_one("main").get_text(" ").split())
    text = re.sub(r"06 \S\S \S\S \S\S 9[78]", "N", text).replace(path.rpartition("/")[2], "C")
    buttons = sorted((form.action or "").rpartition("/")[2] for form in page.forms.values())
    return re.sub(r"\d+[:h ]\d\d", "T", text), buttons


def hand_over(root, path):
    """The broker takes all that there is."""
    connection, now = find(root, path).connection, int(time.time())
    while batch := claims.claim_batch(root, connection, 9, "m", now):
        taken = {one.reference: Acceptance(one.reference, ids=("a",)) for one in batch.messages}
        settlement.settle_batch(
            root, connection, batch.campaign, batch.numbers, Outcome(taken, set()), now
        )


def seen(house, app, number):
    """All that a sender sees of a message to this one number, from the check to a moment after it
    left."""
    form = app.get(COMPOSE).forms["compose"]
    form["title"], form["text"], form["numbers"] = "Essai", "Bonjour", number
    answer = check(form)
    path = path_of(answer)
    house.worker.drain()
    page = app.get(f"{path}/check")
    pages = [page, *(app.get(f"{scenes.PARIS}/{one}") for one in LISTS)]
    send = next(form for form in page.forms.values() if (form.action or "").endswith("/send"))
    send.submit(status=303)
    house.run(hand_over, path)
    pages += [app.get(f"{path}/"), app.get(f"{path}/recipients")]
    pages += [app.get(f"{scenes.PARIS}/{one}") for one in LISTS]
    table = app.get(f"{path}/recipients.csv").text
    return [told(one, path) for one in pages], re.sub(r"06.\d\d.\d\d.\d\d.\d\d", "N", table)


def test_a_number_of_somebody_who_said_no_is_told_like_any_other(house, still, tmp_path):
    told_of = []
    for number in (OF_A_NO, OF_ANYBODY):
        (tmp_path / number).mkdir()
        house.begin_again(tmp_path / number)
        house.run(refuse)
        told_of.append(seen(house, house.person("zlefevre"), number))
    (pages, table), (others, other_table) = told_of
    for page, other in zip(pages, others, strict=True):
        assert page == other
    assert table == other_table
    assert "N;N;Parti;;;1;" in table
