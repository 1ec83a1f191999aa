"""The pages of broker connections, as tests fill them in and look behind them."""

import scenes

from unisms.model.folder import find

BROKERS = f"{scenes.PARIS}/brokers/"
SHARED = "/brokers/"
SMPP = f"{BROKERS}smpp-exemple/"


def form_of(page, ending):
    return next(form for form in page.forms.values() if form.action.endswith(ending))


def look(house, path, *names):
    return house.run(
        lambda root: tuple(getattr(find(root, path.rstrip("/")), name) for name in names)
    )


def settings_of(house, path):
    return house.run(lambda root: dict(find(root, path.rstrip("/")).settings))


def journal(house):
    return house.run(
        lambda root: [(one.verb, one.path) for one in find(root, scenes.PARIS).audit.waiting()]
    )


def kept(house, answer):
    """Return the answer of the last step, where a try comes first."""
    if "proposal=" not in (answer.location or ""):
        return answer
    house.worker.drain()
    page = answer.follow()
    return page.forms[1].submit("action", status=303)
