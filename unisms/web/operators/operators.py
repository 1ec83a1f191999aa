"""The door of those who run the installation, above the institutions."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from unisms.model.root import Root
from unisms.web.door import security
from unisms.web.door.sign_in import LocalSignIn, admitted


@view_config(context=Root, name="operators", permission=NO_PERMISSION_REQUIRED)
def sign_in(root, request):
    """Sign an operator in by a password of their own.

    The ways of the institutions know only the people of institutions.
    """
    if request.operator is not None:
        return HTTPSeeOther(request.resource_path(root["institutions"]))
    return admitted(root, request, LocalSignIn({}))


@view_config(
    context=Root, name="sign-out", request_method="POST", permission=NO_PERMISSION_REQUIRED
)
def sign_out(_root, request):
    security.sign_out(request)
    return HTTPSeeOther(request.door)
