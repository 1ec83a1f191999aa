"""The pages of people: what they keep, and their forms."""

import scenes

from unisms.model.folder import find

PEOPLE = "/institutions/paris1/people/"
HUGO = f"{PEOPLE}hmarchand"
BOB = {
    "uid": "Bob.Martin",
    "name": "Bob  Martin",
    "msisdn": "06 39 98 77 77",
    "email": "bob@univ.example",
}


def person(house, uid="hmarchand"):
    return house.run(lambda root: facts(find(root, f"{scenes.PARIS}/people").get(uid)))


def facts(one):
    return one and (one.name, one.msisdn, one.email, one.language)


def journal(house, verb):
    def read(root):
        entries = find(root, scenes.PARIS).audit.waiting()
        return [(one.by, one.path, one.before, one.after) for one in entries if one.verb == verb]

    return house.run(read)


def form_to(page, action):
    """A form of the page; where it asks who does it, the password of the demonstration is typed."""
    form = next(form for form in page.forms.values() if form.action.endswith(action))
    if "proof" in form.fields:
        form["proof"] = scenes.PASSWORD
    return form
