"""All pages of a folder of exports: what is asked of one, cut to what may be seen, and answered."""

import time
from collections import OrderedDict
from datetime import date
from threading import Lock
from typing import Any, NamedTuple

from dashboards import access
from dashboards.exports import names as exported
from dashboards.exports import notes
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
    framing,
    loans,
    overview,
    rendering,
    usage,
)
from dashboards.pages.asked import UNKNOWN, Asked, Trouble
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
PAPER = "#ffffff"  # of a drawing that leaves the page
NEVER = date(1970, 1, 1)
ONE_FIRST = _("Choisissez d'abord un établissement : comptes et campagnes sont les siens.")


class Page(NamedTuple):
    """A page to be rendered: what the template shows, in a language, with a status."""

    speech: Speech
    shown: dict[str, Any]
    status: int = 200
    has_chart: bool = False


class Answer(NamedTuple):
    """An answer: its top, its view, what was missing, and what of the address was wrong."""

    visit: Visit
    here: str  # the view that is shown
    summary: Any
    view: Any
    remarks: tuple[str, ...]
    troubles: tuple[Trouble, ...]
    visible: tuple[str, ...]
    form: dict[str, Any]
    comparison: dict[str, Any] | None
    figures: dict[str, Any]  # scheme -> chart, as they are drawn

    @property
    def question(self):
        """The module of the page."""
        return QUESTIONS[self.visit.asked.page]


class Site:
    """Answers every page. Answers are remembered until the exports change."""

    def __init__(self, engine, clock=time.time, paint=None) -> None:
        self.engine, self.clock, self.paint = engine, clock, paint
        self._answers: OrderedDict[Any, Answer] = OrderedDict()
        self._lock = Lock()

    def page(self, asked: Asked, session, language: str) -> Page:
        """Return the page that an address asks for."""
        speech = Speech(language)
        if self._is_closed():
            return self._plain(asked, session, speech, *CLOSED)
        told = self.told(asked, session, speech)
        status = max((trouble.status for trouble in told.troubles), default=200)
        figure = _figure(told, Look(language))
        shown = self._frame(told.visit.asked, session, speech, told.visible)
        shown |= framing.said(told, speech, figure, can_paint=self.paint is not None)
        return Page(speech, shown, status, figure is not None)

    def lost(self, asked: Asked, session, language: str) -> Page:
        """Return the page that says that there is no such page."""
        return self._plain(asked, session, Speech(language), *LOST)

    def broken(self, asked: Asked, session, language: str) -> Page:
        """Return the page that says that something of ours is broken."""
        return self._plain(asked, session, Speech(language), *BROKEN)

    def figure(self, asked: Asked, session, look: Look):
        """Return the chart of a page, in a look; ``None`` where there is none."""
        if self._is_closed():
            return None
        return _figure(self.told(asked, session, Speech(look.language)), look)

    def file(self, asked: Asked, session, language: str, kind: str) -> downloads.File | None:
        """Return the table or the chart of a page as a file; ``None`` where there is none."""
        if self._is_closed():
            return None
        speech = Speech(language)
        told = self.told(asked, session, speech)
        body = self._body(told, speech, kind)
        days = (day.isoformat() for day in told.visit.selection.period)
        return downloads.file(kind, body, told.view.title, *days) if body else None

    def told(self, asked: Asked, session, speech: Speech) -> Answer:
        """Return what a page says to this session.

        :raises dashboards.access.NotYours: it asks for more than may be seen.
        """
        scope = session.institutions, session.accounts
        hour = int(self.clock() // 3600)
        key = (self.engine.catalogue.stamp, asked, scope, speech.language, hour)
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
        seen = access.narrow(session, _whole(asked))
        if asked.institution and asked.institution not in catalogue.institutions:
            troubles.append(Trouble(UNKNOWN["institution"], 404))
            asked = asked._replace(institution="", account=0, broker=0, campaign=0)
            seen = access.narrow(session, _whole(asked))
        visible = tuple(key for key in catalogue.institutions if access.may_see(session, key))
        institutions = seen.institutions or visible
        span, today = catalogue.span(institutions), catalogue.today(institutions, self.clock())
        until = min(today, span.last) if span else today
        word = getattr(QUESTIONS[asked.page], "DEFAULT", filters.DEFAULT)
        first, last = filters.period(asked, until, word)
        selection = seen._replace(institutions=institutions, first=first, last=last)
        names = self._names(selection, speech)
        asked, selection = _checked(asked, selection, names, troubles)
        visit = Visit(self.engine, asked, selection, speech, names)
        form = self.engine.beside(filters.form, visit, visible, span, until)
        return _answered(visit, troubles, visible, form)

    def _frame(self, asked, session, speech, visible):
        one = asked.institution or (visible[0] if len(visible) == 1 else "")
        name = self._names(_whole(asked, (one,)), speech).institution(one) if one else ""
        made_at = self.engine.catalogue.manifest.made_at
        return framing.frame(asked, session, speech, QUESTIONS, name, made_at)

    def _plain(self, asked, session, speech, status, title, sentence):
        """Return a page that has nothing but a title and a sentence."""
        shown = self._frame(asked, session, speech, ())
        told = {"title": speech.say(title), "sentence": speech.say(sentence)}
        return Page(speech, shown | told, status)

    def _body(self, told, speech, kind):
        view, period = told.view, told.visit.selection.period
        if kind in downloads.OF_TABLES:
            return view.table and downloads.OF_TABLES[kind](
                speech, view.table, speech.period(*period)
            )
        figure = _figure(told, Look(speech.language))
        if figure is None or (kind == "png" and self.paint is None):
            return None
        if kind == "png":
            return self.paint(figure)
        return drawing.draw(figure, width=rendering.WIDE, paper=PAPER).encode()

    def _is_closed(self):
        """Whether nothing can be read: the files are those of a newer service than we know."""
        known = self.engine.catalogue.manifest.notes
        return any(note.code == notes.MANIFEST_NEWER for note in known)

    def _names(self, selection, speech):
        return Names(lambda *which: exported.of(self.engine, selection, *which), speech)


LOST = (404, _("Cette page n'existe pas"), _("Choisissez une question ci-dessus."))
BROKEN = (
    500,
    _("Une erreur s'est produite"),
    _("Elle est de notre côté, et notée. Essayez une autre question, ou revenez plus tard."),
)
CLOSED = (
    503,
    _("Tableaux de bord à mettre à jour"),
    _(
        "Les données viennent d'une version plus récente du service : mettez les tableaux de bord "
        "à jour."
    ),
)


def _figure(told, look):
    """Return the chart of an answer, drawn once a scheme: the page, Dash and files share it."""
    if look.scheme not in told.figures:
        dated = look._replace(period=tuple(told.visit.selection.period))
        told.figures[look.scheme] = rendering.figure_of(told.view, dated)
    return told.figures[look.scheme]


def _answered(visit, troubles, visible, form):
    module = QUESTIONS[visit.asked.page]
    here = visit.asked.view if visit.asked.view in module.VIEWS else next(iter(module.VIEWS))
    summary = module.summary(visit)
    view = module.VIEWS[here][1](visit)
    compare = getattr(module, "comparison", None)
    return Answer(
        visit,
        here,
        summary,
        view,
        remarks(visit),
        tuple(troubles),
        visible,
        form.result(),
        compare(visit) if compare else None,
        {},
    )


def _whole(asked, institutions=()):
    """Return a selection of what an address names, of no days yet."""
    return Selection(
        (asked.institution,) if asked.institution else tuple(institutions),
        None,
        NEVER,
        NEVER,
        account=asked.account,
        origin=asked.origin,
        broker=asked.broker,
        campaign=asked.campaign,
        network=asked.network,
        country=asked.country,
    )


def _checked(asked, selection, names, troubles):
    """Take away the keys that nobody knows, and tell so."""
    alone = selection.institutions[0] if len(selection.institutions) == 1 else ""
    for field, kind in KEYS.items():
        key = getattr(asked, field)
        if key and not (alone and names.has(alone, kind, key)):
            troubles.append(Trouble(UNKNOWN[kind], 404) if alone else Trouble(ONE_FIRST))
            asked = asked._replace(**{field: 0})
            if field in selection._fields:
                selection = selection._replace(**{field: 0})
    return asked, selection


#: fields of an address -> the kind of their names
KEYS = {
    "account": "account",
    "broker": "broker",
    "campaign": "campaign",
    "one": "campaign",
    "other": "campaign",
}
