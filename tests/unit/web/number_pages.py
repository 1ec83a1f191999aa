"""People with the rights that a test gives them, and messages that hold numbers."""

import scenes
from compose_page import COMPOSE

from unisms.model.folder import find
from unisms.model.roles import PERSON, Role

LETTER = "Bonjour [Nom], est-ce bien votre [Mobile] ? Pour le [Date de retour]."


def become(house, uid, *permissions):
    """``uid`` has these permissions only."""

    def give(root):
        paris = find(root, scenes.PARIS)
        paris["roles"].add(f"only-{uid}", Role("Own", permissions))
        for grant in paris.grants.of(f"{PERSON}{uid}"):
            paris.grants.withdraw(grant.holder, grant.role, grant.scope)
        paris.grants.give(f"{PERSON}{uid}", f"only-{uid}")

    house.run(give)
    return house.person(uid)


def count_of(house):
    return house.run(lambda root: len(find(root, f"{scenes.PARIS}/campaigns")))


def send(app, path, status, **fields):
    token = app.get(COMPOSE).forms["compose"]["csrf_token"].value
    return app.post(path, {"csrf_token": token, **fields}, status=status)
