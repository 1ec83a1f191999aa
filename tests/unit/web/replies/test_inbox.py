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


def forwarding(app, path):
    page = app.get(f"{path}/")
    part = page.html.select_one("#forwarding")
    form = next((one for one in page.forms.values() if one.action.endswith("/replies-mail")), None)
    return (" ".join(part.text.split()) if part else ""), form


def test_an_author_with_an_address_chooses_whether_replies_are_mailed(house, secretary):
    path = house.run(scenes.under_way)
    assert forwarding(secretary, path) == ("", None)

    def give_address(root):
        find(root, scenes.PARIS)["people"]["zlefevre"].email = "zoe@univ.example"

    house.run(give_address)
    told, form = forwarding(secretary, path)
    assert "ne vous sont pas envoyées" in told
    form.submit("mailed", status=303)
    told, other = forwarding(secretary, path)
    assert "Ne plus les recevoir" in told
    other.submit("mailed", status=303)
    assert "ne vous sont pas envoyées" in forwarding(secretary, path)[0]
    admin = house.person("admin")
    assert forwarding(admin, path) == ("", None)
    token = admin.get(f"{path}/").html.select_one("[name=csrf_token]")["value"]
    admin.post(f"{path}/replies-mail", {"csrf_token": token, "mailed": "yes"}, status=403)
