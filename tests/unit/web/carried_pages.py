"""Sessions that end, and whatever was typed and carried through signing in."""

import scenes

from unisms.model.folder import find
from unisms.services.door import sessions
from unisms.services.people import unsent_forms

NOW = 1_800_000_000


CAMPAIGNS = f"{scenes.PARIS}/campaigns"


PEOPLE = f"{scenes.PARIS}/people"


TEXT = "Le cours de « Mme Ève » a lieu à 9 h & c'est tout. [nom]"


def end_sessions(house, uid="zlefevre", institution="paris1"):
    holder = "/institutions/" + institution
    house.run(lambda root: sessions.end_all(find(root, holder), uid, 2_000_000_000) and None)


def sign_in(page, uid=None, password=scenes.PASSWORD, **options):
    form = page.forms[0]
    if uid:
        form["uid"] = uid
    form["password"] = password
    return form.submit(**options)


def drafts_of(house, uid="zlefevre"):
    def look(root):
        paris = find(root, scenes.PARIS)
        return [dict(one.fields) for _, one in unsent_forms.drafts(paris, uid)]

    return house.run(look)


def carried_by(house, uid, holder=scenes.PARIS):
    def look(root):
        found = unsent_forms.carried(find(root, holder) if holder else root, uid)
        return [dict(one.fields) for _, one in found]

    return house.run(look)


def campaigns(root):
    return list(find(root, scenes.PARIS)["campaigns"])
