"""The base of all own pages, and the first of them."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.own_pages import OwnPages
from unisms.services.health import flags
from unisms.services.people import consent
from unisms.services.subscribers import choices

OWN = {"context": OwnPages, "permission": Permission.OWN_PAGES}
NOTES = "own"  # the queue of what was done on the page before


class OwnView:
    """A page about the person who is signed in, and nobody else.

    Somebody whom the directory does not know, as an operator who is a guest here, has the first
    page alone.
    """

    for_everybody = False

    def __init__(self, pages, request):
        self.pages, self.request = pages, request
        self.institution, self.actor, self.now = request.institution, request.actor, request.now
        self.uid = self.actor.uid
        self.person = self.institution["people"].get(self.uid)
        if self.person is None and not self.for_everybody:
            raise HTTPSeeOther(request.resource_path(pages))

    def told(self, **values):
        """Return the values that every page has, with its own."""
        notes = self.request.session.pop_flash(NOTES)
        return {"person": self.person, "pages": self.pages, "notes": notes, "problem": (), **values}

    def wrong(self, status=422, **values):
        """Return a page that says what is wrong with what was sent."""
        self.request.response.status = status
        return self.told(**values)

    def done(self, note="", page=""):
        """Lead to one of the pages, which says what was done."""
        if note:
            self.request.session.flash(note, NOTES)
        names = (page,) if page else ()
        return HTTPSeeOther(self.request.resource_path(self.pages, *names))


@view_defaults(**OWN)
class FirstPage(OwnView):
    """The first page: what is to be done, if anything, and the ways to the others."""

    for_everybody = True

    @property
    def asks_for_service(self):
        """Whether messages of service are among the choices here."""
        return choices.asks_for_service(self.institution)

    @view_config(request_method="GET", renderer="own.jinja2")
    def show(self):
        if self.person is None:
            return self.told()
        offers, asks = choices.offers(self.institution, self.uid), self.asks_for_service
        version = consent.version_that_counts(self.institution)
        proof = choices.accepted(self.institution, self.uid)
        return self.told(
            themes=[one.theme for one in offers if one.is_received],
            gets_service=not asks or self.person.said == consent.YES,
            offered=len(offers) + asks,
            version=version,
            accepted=proof.version if proof else 0,
            lost_at=self.pages.lost_number(self.uid),
            asked_at=self.pages.asked_to_erase(self.uid),
            flag=flags.flag_of(self.institution, self.person.msisdn),
            refused_before=consent.is_refused_by_others(self.institution, self.person),
        )
