"""Drafts as the page saves them by itself, and the texts that are kept."""

import scenes

from unisms.model.folder import find
from unisms.services.people import unsent_forms
from unisms.services.people.unsent_forms import UnsentForm

CAMPAIGNS = f"{scenes.PARIS}/campaigns"


SAVE = f"{CAMPAIGNS}/compose-save"


HTMX = {"HX-Request": "true", "HX-Target": "saved"}


def save(app, form, address=SAVE, **changed):
    """The part of the page that comes back when it saves itself, and the form that goes on with
    it."""
    for name, value in changed.items():
        form[name] = value
    answer = app.post(address, form.submit_fields(), headers=HTMX)
    hidden = {field["name"]: field["value"] for field in answer.html.select("input[type=hidden]")}
    return answer, hidden


def saved_again(app, form, hidden, address=SAVE, **changed):
    """Save again from a page that has been saved before."""
    for name, value in changed.items():
        form[name] = value
    fields = [pair for pair in form.submit_fields() if pair[0] not in ("draft", "saved")]
    answer = app.post(address, [*fields, *hidden.items()], headers=HTMX)
    return answer, {
        field["name"]: field["value"] for field in answer.html.select("input[type=hidden]")
    }


def texts(house, uid="zlefevre"):
    def look(root):
        return [one.value("text") for _, one in unsent_forms.drafts(find(root, scenes.PARIS), uid)]

    return house.run(look)


def many(root, uid="zlefevre"):
    paris = find(root, scenes.PARIS)
    for number in range(unsent_forms.MOST):
        one = UnsentForm(CAMPAIGNS, "compose", "", (("text", f"brouillon {number}"),))
        unsent_forms.save(paris, uid, one, 1, lambda number=number: f"20260101-{number:04d}")
