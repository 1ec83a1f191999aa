"""Tickets, sessions, and who sees what.

Open to the rooms above:

- ``protect``: no route of an application answers without a session
- ``current``: the session of the request that is being answered
- ``narrow``: a selection cut to what a session may see, and ``NotYours`` where it asks more
- ``Door``, ``checked``, ``key_of``, ``WrongDoor``: how people come in
"""

import flask
from dash.exceptions import DependencyException

from dashboards.access import refusals
from dashboards.access.bounds import NotYours, may_see, narrow
from dashboards.access.doors import Door, WrongDoor, checked, key_of
from dashboards.access.guard import SESSION, Guard
from dashboards.access.sessions import OPEN, Session

__all__ = [
    "OPEN",
    "Door",
    "NotYours",
    "Session",
    "WrongDoor",
    "checked",
    "current",
    "key_of",
    "may_see",
    "narrow",
    "protect",
]


def protect(app, door: Door) -> None:
    """Let every route of ``app``, a Dash application, answer to those alone whom ``door`` lets in.

    What comes later is protected too: the guard stands before the whole of it.
    """
    app.server.register_error_handler(NotYours, _not_yours)
    app.server.register_error_handler(DependencyException, _no_such_script)
    app.server.wsgi_app = Guard(app.server.wsgi_app, door, app.csp_hashes)


def current() -> Session:
    """Return the session of the request that is being answered."""
    return flask.request.environ[SESSION]


def _not_yours(_error: NotYours):
    session = current()
    return refusals.answer("not_yours", flask.request, lang=session.lang, back=session.back)


def _no_such_script(_error: DependencyException):
    """Answer to whoever asks for a file that no page needs: to Dash it is a fault."""
    return refusals.Response("not found\n", 404, mimetype="text/plain")
