"""All pages of a folder of exports: what is asked of one, cut to what may be seen, and answered."""

import time
from collections import OrderedDict
from threading import Lock
from typing import Any, NamedTuple

from dashboards import access
from dashboards.exports import notes
from dashboards.exports.questions import names as asked_names
from dashboards.exports.selection import Selection
from dashboards.figures import drawing
from dashboards.figures.looks import Look
from dashboards.pages import (
    arrival,
    campaigns,
    cost,
    downloads,
    errors,
    filters,
    loans,
    overview,
    rendering,
    usage,
)
from dashboards.pages.asked import UNKNOWN, Asked, Trouble
from dashboards.pages.languages import LANGUAGES
from dashboards.pages.languages import marked as _
from dashboards.pages.names import Names
from dashboards.pages.remarks import remarks
from dashboards.pages.speech import Speech
from dashboards.pages.visits import Visit

#: path -> the module that answers, in the order of the navigation
QUESTIONS = {
    "overview": overview,
    "arrival": arrival,
    "errors": errors,
    "cost": cost,
    "usage": usage,
    "loans": loans,
    "campaigns": campaigns,
}
PAGES = tuple(QUESTIONS)
LATELY = 128  # answers that are remembered: a page, its chart and its downloads are one
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
}


class Page(NamedTuple):
    """A page to be rendered: what the template shows, in a language, with a status."""

    speech: Speech
    shown: dict[str, Any]
    status: int = 200
    has_chart: bool = False


class File(NamedTuple):
    """A file to download."""

    name: str
    type: str
    body: bytes


class Told(NamedTuple):
    """What a page says: its top, its view, what was missing, and what of the address was wrong."""

    visit: Visit
    summary: Any
    view: Any
    remarks: tuple[str, ...]
    troubles: tuple[Trouble, ...]
    visible: tuple[str, ...]
    form: dict[str, Any]
    comparison: dict[str, Any] | None


class Site:
    """Answers every page. Answers are remembered until the exports change."""

    def __init__(self, engine, clock=time.time, paint=None) -> None:
        self.engine, self.clock, self.paint = engine, clock, paint
        self._answers: OrderedDict[Any, Told] = OrderedDict()
        self._lock = Lock()

    def page(self, asked: Asked, session, language: str) -> Page:
        """Return the page that an address asks for."""
        speech = Speech(language)
        if self._is_closed():
            return self._closed(asked, session, speech)
        told = self.told(asked, session, speech)
        status = max((trouble.status for trouble in told.troubles), default=200)
        look = Look(language)
        figure = rendering.figure_of(told.view, look)
        shown = self._frame(told.visit.asked, session, speech, told.visible)
        shown |= self._said(told, speech, figure)
        return Page(speech, shown, status, figure is not None)

    def lost(self, asked: Asked, session, language: str) -> Page:
        """Return the page that says that there is no such page."""
        speech = Speech(language)
        shown = self._frame(asked, session, speech, ())
        shown["title"] = speech.say("Cette page n'existe pas")
        shown["sentence"] = speech.say("Choisissez une question ci-dessus.")
        return Page(speech, shown, 404)

    def figure(self, asked: Asked, session, look: Look):
        """Return the chart of a page, in a look; ``None`` where there is none."""
        if self._is_closed():
            return None
        return rendering.figure_of(self.told(asked, session, Speech(look.language)).view, look)

    def file(self, asked: Asked, session, language: str, kind: str) -> File | None:
        """Return the table or the chart of a page as a file; ``None`` where there is none."""
        if self._is_closed():
            return None
        speech = Speech(language)
        told = self.told(asked, session, speech)
        body = self._body(told, speech, kind)
        if body is None:
            return None
        first, last = told.visit.selection.period
        name = downloads.file_name(told.view.title, first.isoformat(), last.isoformat())
        return File(f"{name}.{kind}", TYPES[kind], body)

    def told(self, asked: Asked, session, speech: Speech) -> Told:
        """Return what a page says to this session.

        :raises dashboards.access.NotYours: it asks for more than may be seen.
        """
        key = (self.engine.catalogue.stamp, asked, session[2:4], speech.language, self._today())
        with self._lock:
            if (known := self._answers.get(key)) is not None:
                self._answers.move_to_end(key)
                return known
        told = self._tell(asked, session, speech)
        with self._lock:
            self._answers[key] = told
            while len(self._answers) > LATELY:
                self._answers.popitem(last=False)
        return told

    def _tell(self, asked, session, speech):
        catalogue = self.engine.catalogue
        troubles = [*asked.troubles]
        if asked.institution and asked.institution not in catalogue.institutions:
            access.narrow(session, _whole(asked))  # of others nothing is told, not even this
            troubles.append(Trouble(UNKNOWN["institution"], {}, 404))
            asked = asked._replace(institution="", account=0, broker=0, campaign=0)
        seen = access.narrow(session, _whole(asked))
        visible = tuple(
            key for key in catalogue.institutions if access.may_see(session, key)
        )
        institutions = seen.institutions or visible
        span, today = catalogue.span(institutions), catalogue.today(institutions, self.clock())
        first, last = filters.period(asked, today, span)
        selection = seen._replace(institutions=institutions, first=first, last=last)
        named = asked_names.named(self.engine, selection)
        names = Names(named, speech)
        asked, selection = _checked(asked, selection, names, troubles)
        visit = Visit(self.engine, asked, selection, speech, names)
        module = QUESTIONS[asked.page]
        views = module.VIEWS
        chosen = asked.view if asked.view in views else next(iter(views))
        summary = module.summary(visit)
        view = views[chosen][1](visit)
        form = filters.form(visit, visible, span, today)
        compare = getattr(module, "comparison", None)
        return Told(
            visit,
            summary,
            view,
            remarks(visit),
            tuple(troubles),
            visible,
            form,
            compare(visit) if compare else None,
        )

    def _frame(self, asked, session, speech, visible):
        """Return what the template shows around every page."""
        name = (
            Names(asked_names.named(self.engine, _whole(asked, visible)), speech).institution(
                visible[0]
            )
            if len(visible) == 1
            else ""
        )
        return {
            "title": speech.say(QUESTIONS[asked.page].TITLE),
            "brand": name or speech.say("Tableaux de bord SMS"),
            "home": asked.address("overview"),
            "back": session.back,
            "entries": [
                {
                    "name": speech.say(module.NAME),
                    "address": asked.address(path),
                    "is_here": path == asked.page,
                }
                for path, module in QUESTIONS.items()
            ],
            "languages": [
                {
                    "code": code,
                    "name": name_,
                    "address": asked.address(lang=code),
                    "is_here": code == speech.language,
                }
                for code, name_ in LANGUAGES.items()
            ],
            "asked": asked,
            **dict.fromkeys(("sentence", "filters", "view", "chart", "table", "comparison")),
            **dict.fromkeys(("troubles", "notes", "tiles", "views", "downloads", "more"), ()),
            "preloads": (),
            "scope": "",
            "made_at": self._made_at(speech),
        }

    def _said(self, told, speech, figure):
        """Return what the template shows of an answer."""
        view, asked = told.view, told.visit.asked
        views = QUESTIONS[asked.page].VIEWS
        here = asked.view if asked.view in views else next(iter(views))
        table = view.table and rendering.cells_of(speech, view.table)
        kinds = [*("csv", "xlsx")] if table else []
        kinds += ["svg", *(["png"] if self.paint else [])] if figure is not None else []
        return {
            "sentence": told.summary.sentence,
            "tiles": told.summary.tiles,
            "troubles": [speech.say(one.sentence, **one.values) for one in told.troubles],
            "notes": told.remarks,
            "filters": told.form,
            "comparison": told.comparison,
            "views": [
                {
                    "name": speech.say(name),
                    "address": asked.address(view=key),
                    "is_here": key == here,
                }
                for key, (name, _answer) in views.items()
            ],
            "view": view,
            "chart": None if figure is None else _chart(figure),
            "table": table,
            "scope": speech.period(*told.visit.selection.period),
            "more": [rendering.cells_of(speech, other) for other in view.more],
            "downloads": [
                {
                    "name": kind.upper(),
                    "address": asked._replace(lang=speech.language)
                    .address()
                    .replace(f"/{asked.page}", f"/download/{asked.page}.{kind}", 1),
                }
                for kind in kinds
            ],
        }

    def _body(self, told, speech, kind):
        view = told.view
        if kind in ("csv", "xlsx"):
            if view.table is None:
                return None
            if kind == "csv":
                return downloads.comma_separated(speech, view.table)
            return downloads.workbook(
                speech, view.table, speech.period(*told.visit.selection.period)
            )
        figure = rendering.figure_of(view, Look(speech.language))
        if figure is None or (kind == "png" and self.paint is None):
            return None
        drawn = drawing.draw(figure, width=960, paper="#ffffff")
        return drawn.encode() if kind == "svg" else self.paint(drawn)

    def _is_closed(self):
        """Whether nothing can be read at all: the files are of a newer service than we know."""
        return any(note.code == notes.MANIFEST_NEWER for note in self.engine.catalogue.manifest.notes)

    def _closed(self, asked, session, speech):
        shown = self._frame(asked, session, speech, ())
        shown["sentence"] = speech.say(
            "Les données viennent d'une version plus récente du service : mettez les tableaux de "
            "bord à jour."
        )
        return Page(speech, shown, 503)

    def _made_at(self, speech):
        made_at = getattr(self.engine.catalogue.manifest, "made_at", 0)
        return speech.moment(made_at) if made_at else ""

    def _today(self):
        return int(self.clock() // 3600)


def _whole(asked, institutions=()):
    """Return a selection of what an address names, of any days."""
    from datetime import date

    return Selection(
        (asked.institution,) if asked.institution else tuple(institutions),
        None,
        date(1970, 1, 1),
        date(1970, 1, 1),
        account=asked.account,
        origin=asked.origin,
        broker=asked.broker,
        campaign=asked.campaign,
        network=asked.network,
        country=asked.country,
    )


def _checked(asked, selection, names, troubles):
    """Take away the keys that nobody knows, and tell so."""
    for kind in ("account", "broker", "campaign"):
        key = getattr(asked, kind)
        alone = len(selection.institutions) == 1
        if key and not (alone and names.has(selection.institutions[0], kind, key)):
            troubles.append(Trouble(UNKNOWN[kind] if alone else ONE_FIRST, {}, 404 if alone else 400))
            asked = asked._replace(**{kind: 0})
            selection = selection._replace(**{kind: 0})
    return asked, selection


ONE_FIRST = _("Choisissez d'abord un établissement : comptes et campagnes sont les siens.")


def _chart(figure):
    meta = figure.layout.meta
    return {
        "name": meta["name"],
        "key": meta["key"],
        "drawing": rendering.drawn(figure, meta["key"].replace(".", "-")),
    }
