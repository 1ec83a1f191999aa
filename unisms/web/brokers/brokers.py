"""The page of a connection: its state, a try, its address for news, its end."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.traversal import find_root
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.connections import BrokerConnection
from unisms.model.folder import path_of
from unisms.model.root import institution_of
from unisms.services.brokers import connections
from unisms.services.delivery import parking, unread
from unisms.services.health import outages
from unisms.sms import money
from unisms.web.brokers import news, senders, standstill
from unisms.web.brokers.broker_folders import state_of
from unisms.web.brokers.broker_forms import point_of
from unisms.web.forms.adapter_form import may_try
from unisms.web.frame import paging


@view_defaults(context=BrokerConnection, permission=Permission.CONNECTION_MANAGE)
class BrokerViews:
    def __init__(self, connection, request):
        self.connection, self.request = connection, request
        self.factory = request.registry.factories.get(("broker", connection.adapter))

    @view_config(request_method="GET", renderer="broker.jinja2")
    def show(self):
        return self.page()

    def page(self, secret="", problem="", status=200):
        """Show the connection; ``secret`` is just drawn and shown once, ``problem`` a refusal."""
        self.request.response.status = status
        connection, point = self.connection, point_of(self.request)
        page = paging.asked(self.request)
        listed, found = senders.shown(connection, page)
        return {
            **self.state_facts(),
            "prices": [
                (prefix, money.written_price(price, point)) for prefix, price in connection.prices
            ],
            "senders": listed,
            "senders_page": page,
            "senders_found": found,
            "shared": institution_of(connection) is None,
            "campaigns": len(connection.open),
            "held": standstill.held(connection, self.request),
            "outages": outages.of_connection(find_root(connection), connection, self.request.now),
            "unread": len(unread.waiting(connection)),
            "missed": unread.missed(connection),
            "unclaimed": parking.parked_count(connection),
            "takes_news": hasattr(self.factory, "read_receipts"),
            "address": news.address(self.request, connection, secret) if secret else "",
            "problem": problem,
        }

    def state_facts(self):
        return {
            "connection": self.connection,
            "state": state_of(self.connection),
            "trying": connections.is_being_tried(self.connection, self.request.now),
            "may_try": may_try(self.factory),
            "one_session": hasattr(self.factory, "open"),
        }

    @view_config(name="state", request_method="GET", renderer="broker_state.jinja2")
    def state(self):
        """The part of the page that changes while one waits for a try."""
        return self.state_facts()

    @view_config(name="try", request_method="POST")
    def try_it(self):
        connections.try_now(self.request.actor, self.connection, self.request.now)
        self.request.enqueue("try_connection", path_of(self.connection))
        return HTTPSeeOther(self.request.resource_path(self.connection))

    @view_config(name="news-address", request_method="POST", renderer="broker.jinja2")
    def draw_address(self):
        """Draw a new address for receipts and replies, and show it: a cookie is no place for it."""
        actor, now = self.request.actor, self.request.now
        return self.page(secret=connections.draw_key(actor, self.connection, now))

    @view_config(name="remove", request_method="POST", renderer="broker.jinja2")
    def remove(self):
        if self.connection.open:
            return self.page(problem="open", status=409)
        folder, path = self.connection.__parent__, path_of(self.connection)
        connections.remove(self.request.actor, self.connection, self.request.now)
        self.request.enqueue("deliver", path)  # the holder of its session ends it
        return HTTPSeeOther(self.request.resource_path(folder))
