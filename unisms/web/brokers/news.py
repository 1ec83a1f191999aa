"""News of brokers over HTTP, receipts and replies: their address holds a secret, no session."""

import logging

from pyramid.httpexceptions import HTTPInternalServerError, HTTPNotFound, HTTPServiceUnavailable
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from unisms import seams
from unisms.model.connections import BrokerConnection
from unisms.model.folder import path_of
from unisms.ports import HttpRequest
from unisms.services.brokers import connections
from unisms.services.delivery import inbox, unread
from unisms.web.edge.doorstep import VIEW, refuse_larger

log = logging.getLogger(__name__)


@view_config(
    context=BrokerConnection,
    name=VIEW,
    request_method=("GET", "POST"),
    permission=NO_PERMISSION_REQUIRED,
    require_csrf=False,
    limits_body=True,
)
def receive(connection, request):
    """Keep the news in the connection's inbox; once stored, answer as the broker wants."""
    if len(request.subpath) != 1 or not connections.knows_key(connection, request.subpath[0]):
        raise HTTPNotFound
    refuse_larger(request)
    adapter, asked = reader(request, connection), as_values(request)
    try:
        news = [*adapter.read_receipts(asked), *adapter.read_replies(asked)]
        is_first = news and not connection.inboxes
        inbox.put(connection, news, request.now)
    except ValueError:
        log.warning(
            "connection %s: %d bytes of news cannot be read", path_of(connection), len(asked.body)
        )
        unread.keep(connection, [unread.of_request(asked)], box_of(request), request.now)
        return Response(
            "", status=400, content_type="text/plain"
        )  # not raised: what is kept is stored
    # An adapter is somebody else's code; the text that broke it may name people.
    except Exception as trouble:  # noqa: BLE001
        log.error(
            "connection %s: the adapter failed on its news: %s",
            path_of(connection),
            seams.risen(trouble),
        )
        raise HTTPInternalServerError from None
    if is_first:
        request.enqueue(
            "deliver", path_of(connection)
        )  # the holder of the lease looks each second; perhaps nobody has it
    answer = adapter.acknowledgement()
    return Response(answer.body, status=answer.status, content_type=answer.content_type)


def box_of(request):
    """Return the box that seals unreadable news."""
    return unread.box_of(request.registry.settings["unisms.secret"])


def reader(request, connection):
    """The adapter that reads this connection's news.

    :raises HTTPNotFound: it takes none over HTTP.
    :raises HTTPServiceUnavailable: it is not switched on; the broker may tell them again later.
    """
    try:
        adapter = seams.adapter(request.registry, connection)
    except seams.UnknownAdapter as trouble:
        raise HTTPServiceUnavailable from trouble
    if not hasattr(adapter, "read_receipts"):
        raise HTTPNotFound
    return adapter


def as_values(request):
    """The request as an adapter reads it."""
    body = request.body
    fields = {name: value for name, value in request.params.items() if isinstance(value, str)}
    headers = {name.lower(): value for name, value in request.headers.items()}
    return HttpRequest(request.method, fields, body, request.content_type, headers)


def address(request, connection, secret):
    """Return the address that the broker is to be told."""
    return request.resource_url(connection, VIEW, secret)
