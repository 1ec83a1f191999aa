"""Dash, whose first answer is a page that needs no script; then it draws the charts."""

import re
from urllib.parse import parse_qsl, urlsplit

import flask
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update
from markupsafe import Markup

from dashboards import access
from dashboards.access import Door
from dashboards.app import scripts
from dashboards.exports.engine import Engine
from dashboards.figures import drawing
from dashboards.figures.looks import Look
from dashboards.pages import asked, rendering
from dashboards.pages.downloads import TYPES
from dashboards.pages.languages import LANGUAGES, language_of
from dashboards.pages.site import PAGES, PAPER, Site

UNUSED = re.compile(r'<script src="[^"]*dash_table[^"]*"></script>\n?')
#: the part of Dash that draws; it would ask for it last, and under a name that is not kept
GRAPH = {"relative_package_path": "dcc/async-graph.js", "namespace": "dash"}
CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}


class Dashboards(Dash):
    """The pages of a folder of exports."""

    def __init__(self, site: Site) -> None:
        super().__init__(
            "dashboards.app",
            assets_folder=str(scripts.folder()),
            include_assets_files=False,
            use_pages=False,
            update_title="",
            add_log_handler=False,
            enable_mcp=False,
        )
        self.site, self._scripts = site, ""
        self.layout = html.Div(
            [dcc.Location(id="address"), dcc.Store(id="asked"), _graph()], id="drawing"
        )

    def scripts_html(self) -> str:
        """Return the scripts of a page: plotly's small bundle and ours go before Dash's own."""
        if not self._scripts:
            ours = (f'<script src="{scripts.address(name)}"></script>' for name in scripts.SCRIPTS)
            dash = UNUSED.sub("", self._generate_scripts_html())
            graph = self._collect_and_register_resources([GRAPH])[0]
            last = dash.rindex("<script")  # the renderer starts once all parts are there
            parts = (*ours, dash[:last].rstrip(), f'<script src="{graph}"></script>', dash[last:])
            self._scripts = "\n".join(parts)
        return self._scripts

    def index(self, *_args, **_kwargs):
        """Answer every address that is nothing else: a page, or the page that says there is none.

        Dash calls it for the root and for whatever no other route has.
        """
        path = flask.request.path.strip("/") or PAGES[0]
        if path not in PAGES:
            return self.lost()
        wanted = asked.read(path, flask.request.args)
        session = access.current()
        page = self.site.page(wanted, session, language_of_request(wanted))
        slot = self.slot() if page.has_chart else {"slot": "", "scripts": ""}
        return flask.Response(rendering.render(page, scripts.address, **slot), page.status)

    def slot(self):
        """Return the place where Dash draws, and what makes it draw."""
        parts = (self._generate_config_html(), self.scripts_html())
        start = f'<script id="_dash-renderer">{self.renderer}</script>'
        return {
            "slot": Markup('<div id="react-entry-point"></div>'),
            "scripts": Markup("\n".join([*parts, start])),  # noqa: S704 Dash's own, and ours
        }

    def broken(self, _error):
        """Say that the fault is ours; the log has it."""
        wanted = asked.Asked(PAGES[0])
        page = self.site.broken(wanted, access.current(), language_of_request(wanted))
        return flask.Response(rendering.render(page, scripts.address, slot="", scripts=""), 500)

    def lost(self):
        """Say that there is no such page."""
        wanted = asked.read(PAGES[0], flask.request.args)
        page = self.site.lost(wanted, access.current(), language_of_request(wanted))
        return flask.Response(rendering.render(page, scripts.address, slot="", scripts=""), 404)


def create_app(engine: Engine, door: Door | None = None) -> Dashboards:
    """Return the application for a folder of exports, behind a door that lets people in."""
    application = Dashboards(Site(engine, paint=painted))
    server = application.server
    server.after_request(scripts.finished)
    server.register_error_handler(500, application.broken)
    server.add_url_rule("/download/<page>.<kind>", "download", download(application))
    _callbacks(application)
    access.protect(application, door or Door())
    return application


def painted(figure):
    """Return a figure as a PNG."""
    from dashboards.reports import documents  # Typst takes memory: only once it is needed

    drawn = drawing.draw(figure, width=documents.WIDTH, font=documents.FONT, paper=PAPER)
    return documents.png(drawn)


def _graph():
    return dcc.Graph(id="chart", config=CONFIG, responsive=True)


def _callbacks(application):
    application.clientside_callback(
        ClientsideFunction("dashboards", "ask"), Output("asked", "data"), Input("address", "href")
    )
    application.clientside_callback(
        ClientsideFunction("dashboards", "follow"),
        Output("address", "href"),
        Input("chart", "clickData"),
        State("chart", "figure"),
        prevent_initial_call=True,
    )

    @application.callback(
        Output("chart", "figure"), Output("chart", "style"), Input("asked", "data")
    )
    def draw(data):
        """Draw the chart of the address that the browser is at, in its scheme of colours."""
        where = urlsplit((data or {}).get("href", ""))
        path = where.path.strip("/") or PAGES[0]
        if path not in PAGES:
            return no_update, no_update
        wanted = asked.read(path, dict(parse_qsl(where.query)))
        scheme = "dark" if data.get("scheme") == "dark" else "light"
        look = Look(language_of_request(wanted), scheme)
        figure = application.site.figure(wanted, access.current(), look)
        if figure is None:
            return no_update, no_update
        return figure, {"height": f"{rendering.height_of(figure)}px"}


def download(application):
    """Return the view that answers with the table or the chart of a page, as a file."""

    def view(page, kind):
        if page not in PAGES or kind not in TYPES:
            return application.lost()
        wanted = asked.read(page, flask.request.args)
        file = application.site.file(wanted, access.current(), language_of_request(wanted), kind)
        if file is None:
            return application.lost()
        return flask.Response(
            file.body,
            content_type=file.type,
            headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
        )

    return view


def language_of_request(wanted):
    """Return the language of an answer: the address, the session, then the browser say it."""
    session = access.current()
    accepted = flask.request.accept_languages.best_match(list(LANGUAGES))
    return language_of(wanted.lang, session.lang if session.until else "", accepted)
