"""The inbox of replies: those unread, those of one message, marked as read."""

import pytest
import scenes

from unisms.model.folder import find

ADDRESS = f"{scenes.PARIS}/replies"
AT = 1_797_000_000


def arrive(root, text, more=()):
    box = find(root, scenes.PARIS).replies
    return box.receive(AT, "+33639989998", "38000", text, **dict(more))


@pytest.fixture
def answered(house):
    house.run(arrive, "Merci")
    house.run(arrive, "STOP", {"word": "stop"})
    return house


def texts(page):
    return [row.find_all("td")[2].p.text for row in page.html.select("tbody tr")]


def test_unread_replies_are_counted_and_shown_alone(answered):
    admin = answered.person("admin")
    assert texts(admin.get(ADDRESS, {"show": "unread"})) == ["Merci"]
    assert texts(admin.get(ADDRESS, {"show": "others"})) == ["Merci"]
    assert "À lire" not in admin.get(ADDRESS).text  # that list has read ones too
    assert texts(admin.get(ADDRESS, {"show": "obeyed"})) == ["STOP"]
    assert len(texts(admin.get(ADDRESS, {"show": "?"}))) == 2
    assert "Non lues (1)" in admin.get(ADDRESS).text


def test_the_menu_counts_the_unread(answered):
    admin = answered.person("admin")
    assert "Réponses (1)" in admin.get(f"{scenes.PARIS}/").html.select_one("nav.nav").text


def test_all_are_marked_as_read_that_were_there(answered):
    page = answered.person("admin").get(ADDRESS)
    form = next(form for form in page.forms.values() if form.action.endswith("replies-read"))
    form["seen"] = str(AT - 1)
    form.submit(status=303)
    assert answered.run(unread) == 1
    form["seen"] = "x"
    form.submit(status=303)
    assert answered.run(unread) == 1
    form["seen"] = str(AT)
    page = form.submit(status=303).follow()
    assert answered.run(unread) == 0
    assert "marquées comme lues" in page.html.select_one("main").text
    assert "Aucune réponse" in answered.person("admin").get(ADDRESS, {"show": "unread"}).text


def unread(root):
    return find(root, scenes.PARIS).replies.unread_count()


def test_the_replies_to_one_message_are_shown_of_all_months(answered):
    path = answered.run(scenes.closed)
    answered.run(arrive, "Ok", {"campaign": path.rpartition("/")[2]})
    page = answered.person("admin").get(ADDRESS, {"campaign": path.rpartition("/")[2]})
    assert texts(page) == ["Ok"]
    assert "Les réponses à" in page.html.select_one("main").text
    page = answered.person("admin").get(ADDRESS, {"campaign": "nowhere"})
    assert texts(page) == []
