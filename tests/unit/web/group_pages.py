"""The pages of groups, as tests press their buttons and read their members."""

import scenes

from unisms.model.folder import find

GROUPS = "/institutions/paris1/groups/"


L2 = f"{GROUPS}l2-histoire"


def press(app, action, at=f"{L2}/", **fields):
    """The answer of the form that leads to ``action``; ``fields`` are lists of values."""
    token = app.get(at).forms[0]["csrf_token"].value
    return app.post(f"{at}{action}", [("csrf_token", token), *pairs(fields)], status="*")


def pairs(fields):
    return [(name, value) for name, values in fields.items() for value in values]


def uids(house, name="l2-histoire"):
    return house.run(lambda root: list(find(root, f"{scenes.PARIS}/groups/{name}").uids))


def inner(house, name="l2-histoire"):
    return house.run(lambda root: find(root, f"{scenes.PARIS}/groups/{name}").groups)


def journal(house):
    def read(root):
        return [
            (one.verb, one.path, one.before, one.after)
            for one in find(root, scenes.PARIS).audit.waiting()
        ]

    return house.run(read)


def change(house, function):
    house.run(lambda root: function(find(root, scenes.PARIS)) and None)
