"""The address of a person to which mails came back, and which is right after all."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.people import Subscriber
from unisms.services.mail import bounces


@view_config(
    context=Subscriber,
    name="mail-again",
    request_method="POST",
    permission=Permission.PERSON_MANAGE,
)
def believe(person, request):
    """Write to their address again; a second click changes nothing."""
    bounces.believe(request.actor, person, request.now)
    return HTTPSeeOther(request.resource_path(person))
