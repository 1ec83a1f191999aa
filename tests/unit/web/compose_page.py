"""The page on which a message is written, as tests fill it in and look at what is kept."""

import scenes

from unisms.model.folder import find
from unisms.services.imports import intake
from unisms.services.rights import rights

COMPOSE = "/institutions/paris1/campaigns/compose"


def check(form, **options):
    """Ask for the check; the libraries pay where nobody was chosen."""
    if form["account"].value == "" and "scd" in [option for option, *_ in form["account"].options]:
        form["account"] = "scd"
    return form.submit("action", value="check", **options)


def stored(house, path, *names):
    return house.run(lambda root: tuple(getattr(find(root, path), name) for name in names))


def path_of(answer):
    return answer.location.removeprefix("http://localhost").removesuffix("/check")


def preview(app, token, **fields):
    return app.post(
        "/institutions/paris1/campaigns/compose-preview", {"csrf_token": token, **fields}
    )


def receive(root, author="abenali", room="B12"):
    institution = find(root, scenes.PARIS)
    content = f"Nom;Mobile;Salle\nZoé;0639980001;{room}\n".encode()
    record = intake.receive(rights.person(institution, author), "liste.csv", content, 1)
    intake.read(record)
    return record.__name__
