"""Somebody who comes to the dashboards, and a Dash application for them to come to."""

import base64
import hashlib
import hmac
import json
from typing import NamedTuple
from urllib.parse import urlencode

import dash
import flask

from dashboards import access

KEY = "a key that the service and the dashboards share"
SERVICE = "http://sms.univ.example"
HERE = "http://localhost"
NOW = 1_796_000_000
DASH_ROUTES = ("/_dash-layout", "/_dash-dependencies", "/_reload-hash")
OURS = {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}


class Clock:
    """A clock that stands, until somebody moves it."""

    def __init__(self, now=NOW):
        self.now = now

    def __call__(self):
        return self.now


class Asked(NamedTuple):
    """A page's question, as far as access is concerned."""

    institutions: tuple = ()
    accounts: tuple | None = None
    account: int = 0


def facts(**changed):
    """The facts of a ticket that the service makes for the manager of account 3 of `pantheon`."""
    return {
        "id": "0123456789abcdef" * 2,
        "iat": NOW,
        "exp": NOW + 60,
        "who": "f00d",
        "institutions": ["pantheon"],
        "accounts": [3],
        "role": "manager",
        "lang": "fr",
        "back": f"{SERVICE}/institutions/pantheon/",
        "renew": f"{SERVICE}/institutions/pantheon/dashboards",
    } | changed


def base64url(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def text_of(told):
    return base64url(json.dumps(told).encode())


def signed(body, key=KEY):
    """A ticket, written as its format is documented, and not by the code that reads it."""
    return f"{body}.{base64url(hmac.new(key.encode(), body.encode(), hashlib.sha256).digest())}"


def ticket(key=KEY, **changed):
    return signed(text_of(facts(**changed)), key)


def application(folder, clock=None, **door):
    """A Dash application whose only call-back and download tell what the session may see."""
    app = dash.Dash("comers")
    app.layout = dash.html.Div([dash.dcc.Input("asked"), dash.html.Div(id="told")])

    @app.callback(dash.Output("told", "children"), dash.Input("asked", "value"))
    def told(asked):
        return f"account {access.narrow(access.current(), Asked(**(asked or {}))).accounts}"

    @app.server.get("/download/cost.csv")
    def download():
        asked = {name: int(value) for name, value in flask.request.args.items()}
        return f"account {access.narrow(access.current(), Asked(**asked)).accounts}"

    made = access.Door(**({"key": KEY, "folder": folder, "service": SERVICE} | door))
    access.protect(app, made._replace(clock=clock or Clock()))
    return app.server


def comer(server):
    return server.test_client()


def come_in(client, text=None, to="/"):
    """Follow the ticket to the page that is wanted, and return the last answer."""
    asked = urlencode({"ticket": ticket() if text is None else text, "to": to})
    return client.get(f"/enter?{asked}", follow_redirects=True)


def call_back(client, value=None, headers=OURS):
    """Ask the call-back as Dash's script does."""
    body = {
        "output": "told.children",
        "outputs": {"id": "told", "property": "children"},
        "inputs": [{"id": "asked", "property": "value", "value": value}],
        "changedPropIds": ["asked.value"],
    }
    return client.post("/_dash-update-component", json=body, headers=headers)
