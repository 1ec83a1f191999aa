"""Those whom a message leaves out: on the page of the message, its check, and while it leaves."""

import scenes
from check_page import press
from compose_page import COMPOSE, check, path_of, preview, stored

from unisms.model.folder import find
from unisms.sms import states

L2 = f"{COMPOSE}?group=l2-histoire"


def values(form, name):
    return [one._value for one in form.fields[name]]


def composed(app, text="Cours déplacé", **fields):
    form = app.get(L2).forms["compose"]
    form["text"] = text
    for name, value in fields.items():
        form[name] = value
    return form


def sent(house, app, **fields):
    """Return the path of a message that was checked, sent and handed over."""
    return left(house, app, composed(app, **fields))


def left(house, app, form):
    path = path_of(check(form))
    house.worker.drain()
    press(app.get(f"{path}/check"), "send")
    house.worker.drain()
    return path


def words_of(app, path):
    """Return the words of a check, with common spaces."""
    return " ".join(app.get(f"{path}/check").html.text.split())


def test_the_part_is_closed_and_says_what_it_does(secretary):
    page = secretary.get(COMPOSE).html
    part = page.select_one("#minus")
    assert part.name == "details"
    assert part.get("open") is None
    assert "personne, dans votre établissement, n’en reçoit deux" in part.text


def test_ones_own_last_messages_are_left_out_and_told(house, secretary):
    first = sent(house, secretary)
    name = first.rsplit("/", 1)[1]
    form = composed(secretary)
    assert f"received:{name}" in values(form, "minus")
    assert name in [option for option, *_ in form["since"].options]
    form.set("minus", True, index=values(form, "minus").index(f"received:{name}"))
    path = path_of(check(form))
    assert stored(house, path, "minus") == ((("received", name),),)
    house.worker.drain()
    told = words_of(secretary, path)
    assert "exclu du message" in told
    assert "a déjà reçu « Cours déplacé" in told
    again = secretary.get(f"{path}/edit").html.select_one("#minus")
    assert again.get("open") is not None
    assert again.select_one(f"#minus-received-{name}").get("checked") is not None


def test_only_who_joined_since(house, secretary):
    name = sent(house, secretary).rsplit("/", 1)[1]
    path = path_of(check(composed(secretary, since=name)))
    assert stored(house, path, "minus") == ((("chosen", name),),)
    house.worker.drain()
    assert stored(house, path, "state") == (states.CHECKED,)
    assert secretary.get(f"{path}/edit").forms["compose"]["since"].value == name


def test_the_key_is_folded_and_told(house, secretary):
    first = sent(house, secretary, once="Rentrée 2027")
    assert stored(house, first, "once") == ("rentree-2027",)
    assert "rentree-2027" in secretary.get(first).text
    path = path_of(check(composed(secretary, once="rentree 2027")))
    house.worker.drain()
    told = words_of(secretary, path)
    assert "déjà prévenu" in told
    assert "Mot-clé du message : « rentree-2027 »" in told


def test_a_key_without_a_letter_is_refused(secretary):
    page = check(composed(secretary, once="!!!"), status=422)
    assert "Un mot-clé s’écrit avec des lettres" in page.text


def test_the_counter_counts_them_apart(house, secretary):
    name = sent(house, secretary).rsplit("/", 1)[1]
    token = secretary.get(COMPOSE).forms["compose"]["csrf_token"].value
    fields = {"text": "x", "audience": "group:l2-histoire", "connection": scenes.BROKER}
    told = preview(secretary, token, **fields, minus=f"received:{name}").html
    assert "exclu du message" in told.select_one("#reached").text


def test_a_group_and_a_person_are_found_without_a_script(secretary):
    form = secretary.get(COMPOSE).forms["compose"]
    form["except"] = "Schmitt"
    page = form.submit("action", value="except")
    found = [one for one in values(page.forms["compose"], "minus") if one.startswith("person:")]
    assert found
    assert page.html.select_one("#minus").get("open") is not None


def test_somebody_elses_message_is_no_message_to_leave_out(house, secretary, librarian):
    name = sent(house, secretary).rsplit("/", 1)[1]
    form = composed(librarian)
    assert f"received:{name}" not in values(form, "minus")


def test_while_it_leaves_it_is_told_who_was_left_out(house, secretary):
    form = composed(secretary)
    members = house.run(lambda root: {*find(root, f"{scenes.PARIS}/groups")["l2-histoire"].uids})
    form["except"] = next(iter(sorted(members)))
    form = form.submit("action", value="except").forms["compose"]
    [person] = [one for one in values(form, "minus") if one[7:] in members]
    form.set("minus", True, index=values(form, "minus").index(person))
    page = secretary.get(left(house, secretary, form)).html
    assert "laissée de côté par le choix du message" in page.select_one("#left-out").text
