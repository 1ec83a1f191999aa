"""The values of the template: the frame around every page, and the answer inside."""

from dashboards.pages import rendering
from dashboards.pages.languages import LANGUAGES

NOTHING = dict.fromkeys(("sentence", "filters", "view", "chart", "table", "comparison"))
NONE_OF = dict.fromkeys(("troubles", "notes", "tiles", "views", "downloads", "more"), ())


def frame(asked, session, speech, questions, institution, made_at):
    """Return what is around every page: whose it is, its navigation, its languages."""
    return {
        **NOTHING,
        **NONE_OF,
        "title": speech.say(questions[asked.page].TITLE),
        "brand": institution or speech.say("Tableaux de bord SMS"),
        "home": asked.address("overview"),
        "back": session.back,
        "entries": [
            _entry(speech.say(module.NAME), asked.address(path), path == asked.page)
            for path, module in questions.items()
        ],
        "languages": [
            _entry(name, asked.address(lang=code), code == speech.language) | {"code": code}
            for code, name in LANGUAGES.items()
        ],
        "asked": asked,
        "preloads": (),
        "made_at": speech.moment(made_at) if made_at else "",
    }


def said(told, speech, figure, *, can_paint):
    """Return what a page says: its sentence, its view, and what can be done with it."""
    view, asked = told.view, told.visit.asked
    scope = speech.period(*told.visit.selection.period)
    filled = view.table is not None and view.table.rows
    table = rendering.cells_of(speech, view.table, scope) if filled else None
    return {
        "sentence": told.summary.sentence,
        "tiles": told.summary.tiles,
        "troubles": [speech.say(one.sentence, text=one.text) for one in told.troubles],
        "notes": told.remarks,
        "filters": told.form,
        "comparison": told.comparison,
        "views": [
            _entry(speech.say(name), asked.address(view=key), key == told.here)
            for key, (name, _answer) in told.question.VIEWS.items()
        ],
        "view": view,
        "chart": None if figure is None else _chart(figure),
        "table": table,
        "more": [rendering.cells_of(speech, other, scope) for other in view.more if other.rows],
        "downloads": [
            {"name": kind.upper(), "address": _download(asked, speech, kind)}
            for kind in _kinds(table, figure, can_paint)
        ],
    }


def _kinds(table, figure, can_paint):
    if table:
        yield from ("csv", "xlsx")
    if figure is not None:
        yield "svg"
        if can_paint:
            yield "png"


def _download(asked, speech, kind):
    """Return the address of a file: the same filters, in the language of the page."""
    page = asked.address(lang=speech.language)
    return page.replace(f"/{asked.page}", f"/download/{asked.page}.{kind}", 1)


def _chart(figure):
    meta = figure.layout.meta
    drawn = rendering.drawn(figure, meta["key"].replace(".", "-"))
    return {"name": meta["name"], "drawing": drawn}


def _entry(name, address, is_here):
    return {"name": name, "address": address, "is_here": is_here}
