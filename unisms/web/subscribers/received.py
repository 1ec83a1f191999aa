"""The page of what one has received, and what to do about a message that one did not ask for."""

from pyramid.view import view_config, view_defaults

from unisms.services.subscribers.history import history
from unisms.web.subscribers.own import OWN, OwnView


@view_defaults(**OWN)
class OwnHistory(OwnView):
    """The messages that were sent to the person, each with its text, its author and the reason."""

    @view_config(name="received", request_method="GET", renderer="own_received.jinja2")
    def received(self):
        themes = self.institution["themes"]
        return self.told(
            messages=history(self.institution, self.person.__name__, self.now),
            days=self.institution.retention,
            titles={name: one.told(self.request.language)[0] for name, one in themes.items()},
        )

    @view_config(name="unasked", request_method="GET", renderer="own_unasked.jinja2")
    def unasked(self):
        return self.told()
