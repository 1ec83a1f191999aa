"""Answers noted on behalf of people: one to a theme, or all those of a file."""

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.imports import Import
from unisms.model.people import People, Subscriber
from unisms.model.proofs import DESK, LETTER, NO, YES
from unisms.services.institution import answers
from unisms.services.people import themes
from unisms.sms.names import fold

SHOWN = 10  # lines of each verdict, as examples


@view_config(
    context=Subscriber,
    name="theme-answer",
    request_method="POST",
    permission=Permission.PERSON_MANAGE,
)
def theme_answer(person, request):
    """Note what they said at a desk, or in a letter, about one theme."""
    post, theme = request.POST, request.institution["themes"].get(request.POST.get("theme", ""))
    if theme is not None and post.get("said") in (YES, NO):
        source = LETTER if post.get("source") == LETTER else DESK
        done = noted(request, theme, person.__name__, post["said"], source)
        request.session.flash(f"theme:{done}", "person")
    return HTTPSeeOther(request.resource_path(person, anchor="answers"))


def noted(request, theme, uid, said, source):
    """Note it; return a word that tells what was done, or why it was not."""
    actor, now = request.actor, request.now
    if said == NO:
        themes.leave(actor, theme, uid, now, source=source)
        return "left"
    try:
        themes.join(actor, theme, uid, now, source=source)
    except themes.SaidNo:
        return "said_no"
    except themes.NotOpen:
        return "closed"
    return "joined"


@view_config(
    context=People,
    name="answers",
    request_method="GET",
    renderer="answers_about.jinja2",
    permission=Permission.PERSON_MANAGE,
)
def about(_people, request):
    """Show how a file of answers must be; it is uploaded like any other file."""
    folder = request.institution["themes"]
    found = sorted(folder.values(), key=lambda theme: fold(theme.title))
    return {
        "themes": [theme for theme in found if not theme.archived],
        "may_import": request.has_permission(Permission.IMPORT_FILE, request.institution),
    }


@view_defaults(
    context=Import, name="answers", renderer="answers.jinja2", permission=Permission.IMPORT_FILE
)
class AnswersOfFile:
    """The answers of a file: shown, then noted by whoever uploaded it and manages people."""

    def __init__(self, record, request):
        self.record, self.request = record, request
        self.institution = request.institution
        if not request.has_permission(Permission.PERSON_MANAGE, self.institution):
            raise HTTPForbidden

    @view_config(request_method="GET")
    def show(self):
        if self.record.state != "read":
            return HTTPSeeOther(self.request.resource_path(self.record))
        try:
            return self.page(self.weighed())
        except answers.NoColumn as missing:
            return self.page(None, missing.what)

    def page(self, weighed, missing=""):
        """Return what the page shows; ``missing`` is the column that the file has not."""
        return {
            "record": self.record,
            "weighed": weighed,
            "counts": weighed.counts() if weighed else {},
            "examples": self.examples(weighed) if weighed else {},
            "changes": sum(verdict in answers.KEPT for _, verdict in weighed.answers)
            if weighed
            else 0,
            "titles": answers.TITLES,
            "missing": missing,
            "notes": self.request.session.pop_flash("answers"),
        }

    def weighed(self):
        rows = self.record.rows.items()
        return answers.weigh(self.institution, self.record.columns, rows, self.request.now)

    def examples(self, weighed):
        """Return the first lines of each verdict but those that are kept."""
        pairs = [(stated.line, verdict) for stated, verdict in weighed.answers]
        found = {}
        for line, verdict in sorted((*pairs, *weighed.faults)):
            lines = found.setdefault(verdict, [])
            if verdict not in answers.KEPT and len(lines) < SHOWN:
                lines.append(line)
        return found

    @view_config(request_method="POST")
    def note(self):
        """Note them, as they are weighed now."""
        try:
            weighed = self.weighed()
        except answers.NoColumn:
            return HTTPSeeOther(self.request.resource_path(self.record, "answers"))
        done = answers.keep(self.request.actor, weighed, self.request.now)
        self.request.session.flash(done, "answers")
        return HTTPSeeOther(self.request.resource_path(self.record, "answers"))
