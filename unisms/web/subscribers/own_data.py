"""The page of what is kept about oneself: taken along, withdrawn, erased."""

import json

from pyramid.view import view_config, view_defaults

from unisms.services.subscribers import own_data, petitions
from unisms.web.subscribers.own import OWN, OwnView

PAGE = "data"


@view_defaults(**OWN)
class OwnData(OwnView):
    """A copy of what is kept, and the ways to have it erased."""

    @view_config(name=PAGE, request_method="GET", renderer="own_data.jinja2")
    def show(self):
        kinds, themes = own_data.still_comes(self.institution, self.uid)
        return self.told(
            petition=petitions.erasure_of(self.institution, self.uid, self.now),
            declined=[one for one in self.pages.declined(self.uid) if not one.theme],
            still_kinds=kinds,
            still_themes=themes,
            answers=own_data.answers(self.institution, self.uid, self.request.language),
        )

    @view_config(name="data-page", request_method="POST", renderer="own_file.jinja2")
    def page(self):
        """Give all that is kept about them, as a page that they keep and read."""
        response = self.request.response
        response.content_disposition = f'attachment; filename="{self.uid}.html"'
        return {
            "person": self.person,
            "institution": self.institution,
            "record": own_data.taken_to_read(self.actor, self.now, self.request.language),
        }

    @view_config(name="data-file", request_method="POST")
    def file(self):
        """Give all that is kept about them, as a file that programs read."""
        response = self.request.response
        response.content_type = "application/json"
        response.content_disposition = f'attachment; filename="{self.uid}.json"'
        collected = own_data.taken(self.actor, self.now)
        response.text = json.dumps(collected, ensure_ascii=False, indent=2)
        return response

    @view_config(name="withdraw", request_method="POST")
    def withdraw(self):
        """Take back every consent at once."""
        own_data.withdraw_consents(self.actor, self.now)
        return self.done("withdrawn", PAGE)

    @view_config(name="erase-me", request_method="POST")
    def erase_me(self):
        """Ask to be erased; an administrator serves it."""
        petitions.ask_to_be_erased(self.actor, self.now)
        return self.done("asked_erasure", PAGE)

    @view_config(name="keep-me", request_method="POST")
    def keep_me(self):
        petitions.withdraw_request(self.actor, self.now)
        return self.done("kept", PAGE)
