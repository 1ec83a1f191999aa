"""The page of what one has received, and what to do about a message that one did not ask for."""

from pyramid.view import view_config, view_defaults

from unisms.services.histories import lines
from unisms.web.subscribers.own import OWN, OwnView

LONGEST = 100  # characters of what is looked for


@view_defaults(**OWN)
class OwnHistory(OwnView):
    """The messages that were sent to the person, each with its text, its author and the reason."""

    @view_config(name="received", request_method="GET", renderer="own_received.jinja2")
    def received(self):
        asked = self.request.GET.get("page", "")
        page = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
        about = self.request.GET.get("about", "").strip()[:LONGEST]
        return self.told(
            history=lines.history(self.institution, self.uid, self.now, page, about=about),
            about=about,
            days=self.institution.retention,
        )

    @view_config(name="unasked", request_method="GET", renderer="own_unasked.jinja2")
    def unasked(self):
        return self.told()
