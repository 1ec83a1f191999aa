"""A value that the form does not offer stays as the message has it, or the change is refused."""

import pytest
import scenes

from unisms.model.acl import Permission
from unisms.model.connections import SenderId
from unisms.model.folder import find
from unisms.model.roles import Limits, Role
from unisms.services.campaigns import composition
from unisms.services.ground.problem import Problem
from unisms.services.rights import rights


def stored(house, path, name):
    return house.run(lambda root: getattr(find(root, path), name))


@pytest.fixture
def message(house):
    """The librarian's urgent message: a group, a person and a file of hers."""

    def write(root):
        name = scenes.imported(root, author="abenali").rpartition("/")[2]
        columns = find(root, f"{scenes.PARIS}/imports/{name}").columns
        text = f"Rendez-les, [{columns[0]}]"
        audience = (("group", "l2-histoire"), ("person", "hmarchand"), ("import", name))
        return scenes.draft(root, author="abenali", audience=audience, text=text, urgent=True)

    return house.run(write)


def become(house, uid, *permissions, limits=()):
    """``uid``, who has these permissions only."""

    def give(root):
        paris = find(root, scenes.PARIS)
        for grant in list(paris.grants.of(f"person:{uid}")):
            paris.grants.withdraw(grant.holder, grant.role, grant.scope)
        paris["roles"].add("mender", Role("Correction", permissions, limits))
        paris.grants.give(f"person:{uid}", "mender")

    house.run(give)
    return house.person(uid)


EDITOR = (Permission.CAMPAIGN_VIEW, Permission.CAMPAIGN_COMPOSE, Permission.CAMPAIGN_EDIT)


def mend(page, text, **options):
    form = page.forms["compose"]
    form["text"] = text
    return form.submit("action", value="check", **options)


@pytest.mark.parametrize("who", ["admin", "editor"])
def test_a_comma_is_mended_and_nothing_else_changes(house, message, who):
    app = house.person("admin") if who == "admin" else become(house, "zlefevre", *EDITOR)
    before = {
        name: stored(house, message, name)
        for name in ("audience", "urgent", "account", "connection")
    }
    text = stored(house, message, "text").replace(",", "")
    mend(app.get(f"{message}/edit"), text, status=303)
    assert stored(house, message, "text") == text
    assert {name: stored(house, message, name) for name in before} == before


def test_who_may_not_hurry_may_end_that_a_message_is_urgent_and_not_begin_it(house, message):
    app = become(house, "zlefevre", *EDITOR)
    page = app.get(f"{message}/edit")
    assert "pas de la cocher à nouveau" in page
    page.forms["compose"]["urgent"] = False
    mend(page, "Bonjour", status=303)
    assert not stored(house, message, "urgent")
    page = app.get(f"{message}/edit")
    assert not page.html.select("input[name=urgent]")
    fields = [
        *page.forms["compose"].submit_fields("action"),
        ("urgent", "yes"),
        ("action", "check"),
    ]
    app.post(f"{message}/edit", fields, status=303)
    assert not stored(house, message, "urgent")


def test_what_the_message_has_may_be_taken_out_and_nothing_of_others_put_in(house, message):
    admin = house.person("admin")
    foreign = house.run(lambda root: scenes.imported(root, author="zlefevre").rpartition("/")[2])
    page = admin.get(f"{message}/edit")
    fields = page.forms["compose"].submit_fields("action")
    left = [pair for pair in fields if not pair[1].startswith("import:")] + [
        ("audience", f"import:{foreign}")
    ]
    left = [(name, "Bonjour" if name == "text" else value) for name, value in left]
    admin.post(f"{message}/edit", [*left, ("action", "check")], status=303)
    assert stored(house, message, "audience") == (("group", "l2-histoire"), ("person", "hmarchand"))


def test_what_else_is_in_the_file_of_somebody_else_is_not_read_by_a_placeholder(house, message):
    admin = house.person("admin")
    other = house.run(lambda root: _columns(root, message)[1])
    told = mend(admin.get(f"{message}/edit"), f"Bonjour [{other}]", status=422)
    assert other in told.html.select_one("#blanks label").text
    assert not told.html.select(f'button[data-insert="[{other}]"]')


def _columns(root, path):
    name = dict(find(root, path).audience)["import"]
    return find(root, f"{scenes.PARIS}/imports/{name}").columns


def test_every_file_that_is_chosen_is_shown(house):
    names = [house.run(lambda root: scenes.imported(root).rpartition("/")[2]) for _ in range(8)]
    audience = tuple(("import", name) for name in names)
    path = house.run(
        lambda root: scenes.draft(root, author="abenali", audience=audience, text="Bonjour")
    )
    mend(house.person("abenali").get(f"{path}/edit"), "Bonsoir", status=303)
    assert {*stored(house, path, "audience")} == {*audience}


def test_a_group_beyond_ones_role_is_not_dropped_but_refused(house, message):
    app = become(house, "zlefevre", *EDITOR)

    def narrow(root):
        paris = find(root, scenes.PARIS)
        paris.grants.withdraw("person:zlefevre", "mender")
        paris.grants.give("person:zlefevre", "mender", "groups/l3-histoire")
        paris["roles"].add(
            "editor", Role("Voir", (Permission.CAMPAIGN_VIEW, Permission.CAMPAIGN_EDIT))
        )
        paris.grants.give("person:zlefevre", "editor")

    before = stored(house, message, "audience")
    house.run(narrow)
    page = app.get(f"{message}/edit")
    assert page.html.select_one("#group-l2-histoire").has_attr("checked")
    mend(page, "Bonjour", status=422)
    assert stored(house, message, "audience") == before


def change(house, path, **fields):
    house.run(lambda root: [setattr(find(root, path), *pair) for pair in fields.items()] and None)


@pytest.mark.parametrize(
    ("field", "value"),
    [("sender_id", "DISPARU"), ("connection", "/brokers/gone"), ("account", "gone")],
)
def test_what_is_offered_no_more_is_refused_and_nothing_else_taken_in_its_place(
    house, message, field, value
):
    change(house, message, **{field: value})
    told = mend(house.person("admin").get(f"{message}/edit"), "Bonjour", status=422)
    assert told.html.select_one(f"#{field}-error")
    assert stored(house, message, field) == value


def test_a_sender_id_beyond_ones_role_is_refused(house, message):
    for word in ("BIBLIO", "SPORT"):
        house.run(lambda root, word=word: find(root, scenes.BROKER).put_sender(SenderId(word)))
    change(
        house,
        message,
        sender_id="BIBLIO",
        audience=(("group", "l2-histoire"),),
        text="Bonjour",
        urgent=False,
    )
    app = become(house, "zlefevre", *EDITOR, limits=Limits(sender_ids=("SPORT",)))
    told = mend(app.get(f"{message}/edit"), "Bonsoir", status=422)
    assert told.html.select_one("#sender_id-error")
    assert stored(house, message, "sender_id") == "BIBLIO"


def test_a_group_that_is_gone_is_told_before_one_saves(house):
    path = house.run(
        lambda root: scenes.draft(
            root, audience=(("group", "l2-histoire"), ("person", "hmarchand"))
        )
    )
    house.run(lambda root: find(root, f"{scenes.PARIS}/groups").remove("l2-histoire") and None)
    assert "a disparu entre-temps" in house.person("admin").get(f"{path}/edit")


@pytest.mark.parametrize("gone", ["forget", "remove"])
def test_a_file_that_is_erased_is_told_before_one_saves(house, gone):
    name = house.run(lambda root: scenes.imported(root).rpartition("/")[2])
    path = house.run(
        lambda root: scenes.draft(
            root, author="abenali", audience=(("import", name),), text="Bonjour"
        )
    )

    def erase(root):
        folder = find(root, f"{scenes.PARIS}/imports")
        folder[name].forget() if gone == "forget" else folder.remove(name)

    house.run(lambda root: erase(root) and None)
    page = house.person("abenali").get(f"{path}/edit")
    assert "a disparu entre-temps" in page
    assert not page.html.select(f'input[value="import:{name}"]')
    mend(page, "Bonsoir", status=422)


def test_the_command_line_and_other_doors_choose_no_file_of_others(house, message):
    def choose(root):
        paris, name = find(root, scenes.PARIS), dict(find(root, message).audience)["import"]
        fields = {
            "text": "x",
            "audience": (("import", name),),
            "account": "scd",
            "connection": scenes.BROKER,
        }
        return composition.problems_of_fields(rights.person(paris, "admin"), fields)

    assert Problem("audience", "unknown") in house.run(choose)
