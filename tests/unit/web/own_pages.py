"""The own pages of somebody without a role, and what is sent from them."""

import re

import scenes

from unisms.model.folder import find
from unisms.services.door import passwords

ME = f"{scenes.PARIS}/me/"
UID, NUMBER = "hmarchand", "+33639980077"


def furnish(root):
    """Let Hugo sign in; there are themes, he is in none."""
    scenes.themes(root)
    paris = find(root, scenes.PARIS)
    paris.passwords[UID] = passwords.hash_password(scenes.PASSWORD)
    for theme in paris["themes"].values():
        theme.forget(UID, "2026-11-30")


def change(house, act):
    house.run(lambda root: act(find(root, scenes.PARIS)) and None)


def look(house, act):
    return house.run(lambda root: act(find(root, scenes.PARIS)))


def form_of(app, page, action, *names):
    """Return the form of this action, with fields of these names, on one of the own pages."""
    forms = app.get(f"{ME}{page}").forms.values()
    found = [one for one in forms if one.action.endswith(f"/{action}")]
    return next(one for one in found if {*names} <= one.fields.keys())


def press(app, page, action, **fields):
    """Fill the form of this action on one of the own pages, and go where it leads."""
    form = form_of(app, page, action, *fields)
    for name, value in fields.items():
        form[name] = value
    return form.submit(status=303).follow()


def refused(app, page, action, status=422, **fields):
    """Fill that form; return the page that says why nothing was done."""
    form = form_of(app, page, action, *fields)
    for name, value in fields.items():
        form[name] = value
    return form.submit(status=status)


def code_sent(house, number=NUMBER):
    """Return the code of the last message on its way to a number."""

    def read(root):
        campaigns = find(root, scenes.PARIS)["campaigns"].values()
        errands = [one for one in campaigns if one.errand and one.row(1).msisdn == number]
        return max(errands, key=lambda one: one.sent_at).values(1)[2]

    return re.search(r"\n@\S+ #(\d{6})$", house.run(read))[1]


def words(node):
    """Return the text of a part of a page in one line, without finer signs."""
    return " ".join(node.text.replace("’", "'").split())


def said(page):
    return [words(one) for one in page.html.select("[role=status]")]


def wrong(page):
    return [words(one) for one in page.html.select("[role=alert], p.error")]
