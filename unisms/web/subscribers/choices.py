"""The pages of conditions and of choices: a box and a record for each purpose."""

from pyramid.view import view_config, view_defaults

from unisms.services.people import consent
from unisms.services.people.consent import OtherConditions
from unisms.services.people.themes import SaidNo
from unisms.services.subscribers import choices, departures
from unisms.services.subscribers.choices import OnlyPart, Ticked
from unisms.web.subscribers.own import OWN, OwnView


def counted(typed):
    """Return the number of a version as a form has it; -1 where it is none."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1


@view_defaults(**OWN, name="conditions", renderer="own_conditions.jinja2")
class ConditionsRead(OwnView):
    """The conditions of use, read and accepted; that is no consent to any message."""

    @view_config(request_method="GET")
    def show(self):
        return self.told(**self.facts())

    def facts(self):
        number = consent.version_that_counts(self.institution)
        known = self.institution.conditions
        return {
            "number": number,
            "version": known.version(number) if known else None,
            "proof": choices.accepted(self.institution, self.uid),
        }

    @view_config(request_method="POST")
    def accept(self):
        post = self.request.POST
        if post.get("conditions_read") != self.uid:
            return self.wrong(problem=("conditions_read", "missing"), **self.facts())
        try:
            choices.accept_conditions(self.actor, counted(post.get("version", "")), self.now)
        except OtherConditions:
            return self.wrong(409, problem=("choices", "conditions"), **self.facts())
        return self.done("conditions")


@view_defaults(**OWN, name="choices", renderer="own_choices.jinja2")
class OwnChoices(OwnView):
    """The choices of the person: a box for each purpose, of which none is ticked beforehand."""

    @view_config(request_method="GET")
    def show(self):
        return self.told(**self.facts())

    def facts(self, chosen=None, service=None):
        """Return the values of the template, with the boxes as they count, or as ``chosen``."""
        offers = choices.offers(self.institution, self.uid)
        said_yes = self.person.said == consent.YES
        shown = {one.theme.__name__: stored(one) for one in offers}
        return {
            "offers": offers,
            "boxes": {**shown, **(chosen or {})},
            "was": {
                one.theme.__name__: marks(one.theme, shown[one.theme.__name__]) for one in offers
            },
            "service_ticked": service.ticked if service else said_yes,
            "without_yes": (),
            "asks_for_service": choices.asks_for_service(self.institution),
            "version": consent.version_that_counts(self.institution),
            "declined": {one.theme: one for one in self.pages.declined(self.uid)},
            "refused_senders": departures.refused_senders(self.actor),
            "undoable": departures.undoable(self.actor, self.now),
        }

    @view_config(request_method="POST")
    def save(self):
        chosen, service = self.chosen(), self.service
        try:
            saved = choices.save(self.actor, chosen, self.now, service)
        except OnlyPart as part:
            return self.wrong(**{**self.facts(chosen, service), "without_yes": part.names})
        except SaidNo:
            return self.wrong(409, problem=("choices", "said_no"), **self.facts())
        except OtherConditions:
            return self.wrong(409, problem=("choices", "conditions"), **self.facts())
        return self.done("asked" if saved.asked else "choices", "choices")

    @property
    def service(self):
        """The answer to messages of service, where they are asked for; else ``None``."""
        post = self.request.POST
        if not choices.asks_for_service(self.institution) or "service_seen" not in post:
            return None
        ticked = post.get("service") == "yes"
        if ticked == (post.get("service_was") == "yes"):
            return None  # nothing was changed here, whatever another page has changed meanwhile
        return Ticked(ticked, version=counted(post["service_seen"]))

    def chosen(self):
        """Return the choices of the form that differ from what it showed, by the names of themes.

        A page that was opened before another one, and saved after it, changes nothing back.
        """
        post, folder = self.request.POST, self.institution["themes"]
        names = [name for name in post.getall("seen") if name in folder]
        told = {name: self.told_of(folder[name]) for name in names}
        return {
            name: one
            for name, one in told.items()
            if {*marks(folder[name], one)} != {*post.getall(f"was-{name}")}
        }

    def told_of(self, theme):
        """Return what the form tells of a theme."""
        post, name = self.request.POST, theme.__name__
        values = values_of(theme, post.getall(f"of-{name}"))
        version = counted(post.get(f"version-{name}", ""))
        return Ticked(name in post.getall("ticked"), values, version)

    @view_config(name="take-back-sender", request_method="POST", renderer=None)
    def take_back_sender(self):
        """Receive again what a sender writes that was refused by STOP."""
        departures.take_back_sender(self.actor, self.request.POST.get("sender", ""), self.now)
        return self.done("back", "choices")

    @view_config(name="undo", request_method="POST", renderer=None)
    def undo(self):
        """Join again what one has just left."""
        again = departures.undo(self.actor, self.now)
        return self.done("undone" if again else "", "choices")


def stored(offer):
    """Return the boxes of a theme as they count."""
    member = offer.membership.member
    return Ticked(offer.ticked, member.choices if member else ())


def marks(theme, box):
    """Return how the boxes of a theme stand, as the form remembers it: its own, and its parts."""
    kept = dict(box.choices)
    parts = [
        f"{row}.{column}"
        for row, (title, values) in enumerate(theme.criteria)
        for column, value in enumerate(values)
        if value in kept.get(title, ())
    ]
    return [*(["yes"] if box.ticked else []), *parts]


def values_of(theme, told):
    """Return the choices that a form tells as the places of a criterion and of a value in it."""
    return [
        (title, tuple(value for column, value in enumerate(values) if f"{row}.{column}" in told))
        for row, (title, values) in enumerate(theme.criteria)
    ]
