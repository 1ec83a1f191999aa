"""The page of the check, as tests press its buttons and read its figures."""

import scenes

from unisms.model.acl import SENDER
from unisms.model.folder import find
from unisms.model.roles import Limits, Role
from unisms.web.campaigns import check


def stored(house, path, name):
    return house.run(lambda root: getattr(find(root, path), name))


def press(page, view, **options):
    form = next(form for form in page.forms.values() if form.action.endswith(f"/{view}"))
    return form.submit(**options)


def figures(page):
    return [value.text for value in page.html.select(".figure-value")]


def headings(page):
    return [heading.text for heading in page.html.select("main :is(h1, h2)")]


def bind(root, bounds):
    """The secretary's role gets these limits."""
    institution = find(root, scenes.PARIS)
    institution["roles"].add("bound", Role("Bound", SENDER, Limits(**bounds)))
    institution.grants.withdraw("person:zlefevre", "sender")
    institution.grants.give("person:zlefevre", "bound")


def seen(house, path):
    """Return the fields that the page of the check sends along with its buttons."""
    return house.run(
        lambda root: check.seen(find(root, path), house.registry.settings["unisms.secret"])
    )


def nobody(root):
    """Somebody without a number."""
    return next(uid for uid, one in find(root, f"{scenes.PARIS}/people").items() if not one.msisdn)


def give_number(house, uid="zlefevre"):
    house.run(lambda root: find(root, f"{scenes.PARIS}/people").renumber(uid, "+33639989999"))
