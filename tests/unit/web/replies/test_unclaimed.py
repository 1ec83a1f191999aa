"""Replies that are nobody's, as those who run the installation decide about them."""

import pytest
import scenes

from unisms.model.folder import find

PAGE = "/replies"
NOW = 1_790_000_000


@pytest.fixture
def operator(house):
    def write(root):
        root.replies.add(NOW, "+33639980001", "38000", "STOP")
        root.replies.add(NOW + 1, "+33639980002", "38000", "Qui est-ce ?")

    house.run(write)
    return house.operator()


def box(house, path=""):
    def read(root):
        replies = (find(root, path) if path else root).replies
        return [stored[3] for month in replies.months() for stored in replies.of(month)]

    return house.run(read)


def forms(page):
    return [form for form in page.forms.values() if form.action.endswith(PAGE)]


def test_the_latest_come_first_and_no_number_is_shown_whole(operator):
    page = operator.get(PAGE)
    rows = [row.text for row in page.html.select("tbody tr")]
    assert ["Qui est-ce" in rows[0], "STOP" in rows[1]] == [True, True]
    assert "39980001" not in page.text.replace("\N{NO-BREAK SPACE}", "").replace(" ", "")


def test_one_is_given_to_the_institution_that_wrote(house, operator):
    give = forms(operator.get(PAGE))[2]
    assert give["institution"].value == ""  # none is chosen for whoever reads a number
    assert "confiée" not in give.submit(status=303).follow()
    give["institution"] = "paris1"
    answer = give.submit(status=303).follow()
    assert "confiée à l’établissement" in answer
    assert box(house) == ["Qui est-ce ?"]
    assert "STOP" in box(house, scenes.PARIS)
    give.submit(status=303)  # a second click
    assert box(house, scenes.PARIS).count("STOP") == 1
    told = house.run(
        lambda root: [entry.verb for entry in find(root, scenes.PARIS).audit.waiting()]
    )
    assert told.count("reply.given") == 1


def test_one_is_erased(house, operator):
    answer = forms(operator.get(PAGE))[1].submit(status=303).follow()
    assert "est effacée" in answer
    assert box(house) == ["STOP"]


def test_what_is_no_choice_changes_nothing(house, operator):
    token = forms(operator.get(PAGE))[0]["csrf_token"].value
    for asked in ({"institution": "nowhere"}, {"institution": "-", "key": "x"}, {}):
        operator.post(PAGE, {"csrf_token": token, **asked}, status=303)
    assert len(box(house)) == 2


def test_an_empty_box_says_so_and_it_is_nobody_elses(house, admin):
    assert "Aucune réponse n’attend" in house.operator().get(PAGE)
    admin.get(PAGE, status=403)
