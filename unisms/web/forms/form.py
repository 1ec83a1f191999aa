"""The base of every page with a form: read, looked at, and kept or shown again."""

from pyramid.view import view_config

from unisms.services.ground.problem import Problem
from unisms.web.forms.fields import Field, Wrong


def form_views(*, _depth=1, **place):
    """Announce the two views of a ``Form``: ``show`` answers a GET, ``save`` a POST.

    ``place`` is as ``view_config`` takes it: context, name, renderer, permission. A form that
    stands at several places has this decorator several times.
    """

    def decorate(form):
        # A frame further up is the module that the form is in.
        show = view_config(attr="show", request_method="GET", _depth=_depth, **place)
        save = view_config(attr="save", request_method="POST", _depth=_depth, **place)
        return show(save(form))

    return decorate


class Form:
    """A page with a form: a subclass has ``fields``, ``keep``, and the decorator ``form_views``.

    The template is given ``form`` (this object). ``form.shown`` and ``form.errors`` are by field.
    """

    fields: tuple[Field, ...] = ()

    def __init__(self, context, request):
        self.context, self.request = context, request
        self.shown, self.errors = {}, {}

    def show(self):
        return self.page()

    def save(self):
        """Keep what was typed, or show the page again with what is wrong."""
        values = self.typed()
        self.check(values)
        status = self.refusal(values)
        if status:
            self.request.response.status = status
            return self.page()
        return self.keep(values)

    def check(self, values):
        """Put faults of several fields at once into ``self.errors``; nothing by default."""

    def refusal(self, values):
        """Return the status of the answer if the values cannot be kept, else 0."""
        return 422 if self.errors else 0

    def keep(self, values):
        """Keep values in which nothing is wrong; return the answer."""
        raise NotImplementedError

    def page(self):
        """Return the facts that the template is given."""
        self.shown = self.begun() | self.shown
        return {"form": self, **self.facts()}

    def facts(self):
        """Return the facts that the template is given beside the form; none by default."""
        return {}

    def begun(self):
        """Return what the fields show before anything is typed: nothing, unless a page says so."""
        return {
            field.name: [] if field.many else False if field.secret else "" for field in self.fields
        }

    @property
    def seen_before(self):
        """The ``seen`` of the page that was sent; a form for something new has none."""
        return self.request.POST.get("seen", "")

    def typed(self):
        """The values typed, those that are wrong left out and told in ``errors``."""
        post, values = self.request.POST, {}
        for field in self.fields:
            typed = post.getall(field.name) if field.many else post.get(field.name, "")
            self.shown[field.name] = False if field.secret else typed
            try:
                if not (field.secret and not typed):
                    values[field.name] = field.parse(typed)
                    self.shown[field.name] = typed if field.tell else values[field.name]
            except Wrong as wrong:
                self.errors[field.name] = wrong.of(field.name)
        return values

    def reject(self, field, code, detail=""):
        """Tell at a field that the form cannot be saved, and why."""
        self.errors[field] = Problem(field, code, detail)
