"""Files of people: uploaded, then turned into recipients by columns and a rule, with figures."""

from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from pyramid.decorator import reify
from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.renderers import render
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.folder import Folder, path_of
from unisms.model.imports import Import
from unisms.services.files import texts
from unisms.services.imports import fates, intake, row_rule
from unisms.sms.template import fold
from unisms.web.forms import uploads
from unisms.web.frame import paging
from unisms.web.frame.downloads import spreadsheet
from unisms.web.imports import choices

PAGE = 50
SHOWN = 50  # of one's latest files
EXAMPLES = 5  # rows of each cause, before the whole list
MOST_VALUES = 30  # of a column, offered as boxes to tick


@view_defaults(
    context=Folder, folder="imports", renderer="imports.jinja2", permission=Permission.IMPORT_FILE
)
class Uploading:
    def __init__(self, folder, request):
        self.folder, self.request = folder, request

    @view_config(request_method="GET")
    def start(self):
        return self.page()

    def page(self, problem="", status=200):
        """``problem`` is why the file was not taken."""
        self.request.response.status = status
        uid = self.request.actor.uid
        mine = [self.folder[name] for name in islice(self.folder.latest_of(uid), SHOWN)]
        mine.sort(key=lambda record: record.created_at, reverse=True)  # a name tells the day only
        return {"imports": mine, "problem": problem, "most": uploads.most_bytes(self.request) >> 20}

    @view_config(request_method="POST", upload=True)
    def receive(self):
        """Keep the file for a worker; refuse a file that is certainly no table."""
        try:
            record = uploads.take(self.request)
        except uploads.NotTaken as refused:
            return self.page(refused.problem, refused.status)
        return HTTPSeeOther(self.request.resource_path(record))


@view_defaults(context=Import, permission=Permission.IMPORT_FILE)
class Choosing:
    def __init__(self, record, request):
        self.record, self.request = record, request
        zone = ZoneInfo(request.institution.time_zone)
        self.today = datetime.fromtimestamp(request.now, zone).date()

    @view_config(request_method="GET", renderer="import.jinja2")
    def show(self):
        """Show the progress while a worker reads; then the columns, the choices and the figures."""
        if self.record.state != "read":
            return {"record": self.record, **self.ways()}
        return self.page(choices.stored(self.record, self.today))

    def page(self, chosen, bad=None, strict=False):
        """Return the values of the page.

        ``bad`` is the ``Problem`` of a choice, told loudly if they are ``strict``: somebody wanted
        to go on with them.
        """
        record = self.record
        return {
            "record": record,
            **self.ways(),
            "first_rows": record.rows.first(5),
            "chosen": chosen,
            "boxes": [self.boxes(one) for one in chosen.rule],
            "about_days": row_rule.OF_DAYS,
            "operators": row_rule.OPERATORS,
            "dated": bool(record.day)
            or any(one.operator in row_rule.OF_DAYS for one in chosen.rule),
            "strict": strict,
            **self.figures_of(bad),
        }

    def ways(self):
        """Return the ways to read the file: its sheets, its encodings, and its hidden parts."""
        hidden = {code.removesuffix("_read"): count for code, count, _ in self.record.notices}
        return {
            "encodings": texts.ENCODINGS if self.record.encoding else (),
            "hidden": {what: hidden.get(f"hidden_{what}", 0) for what in intake.HIDDEN},
        }

    def boxes(self, condition):
        """Return triples ``(value, rows, ticked)``: a column's frequent and chosen values."""
        if condition.operator not in row_rule.OF_VALUES or not 0 <= condition.column < len(
            self.record.columns
        ):
            return []
        asked = {fold(value): value for value in condition.argument}
        found = row_rule.values_of(self.record.rows.items(), condition.column)
        shown = [
            (value, count, asked.pop(fold(value), None) is not None)
            for value, count in found[:MOST_VALUES]
        ]
        rare = {fold(value): count for value, count in found[MOST_VALUES:]}
        return shown + [(value, rare.get(key, 0), True) for key, value in asked.items()]

    def figures_of(self, bad=None):
        preview = None if bad or not self.record.number_columns else self.preview
        return {
            "record": self.record,
            "bad": bad,
            "preview": preview,
            "examples": examples(preview),
        }

    @reify
    def preview(self):
        """Return the fate of the rows under the kept choices; it takes a moment."""
        institution = self.request.institution
        return fates.preview(
            self.record,
            today=self.today,
            country=institution.country,
            foreign_ok=institution.foreign_numbers == "allow",
        )

    @view_config(request_method="POST", renderer="import.jinja2")
    def choose(self):
        """Add or remove a condition, look at the figures, or go on to the message."""
        if self.record.state != "read":
            return HTTPSeeOther(self.request.resource_path(self.record))
        action = self.request.POST.get("action", "")
        chosen = choices.act(
            action, choices.typed(self.request.POST), self.request.POST, self.record
        )
        bad = self.store(chosen)
        self.record.edition += 1
        if bad is None and not (action == "write" and not self.preview.ready):
            return HTTPSeeOther(self.next_page(action))
        strict = action in ("write", "count")
        self.request.response.status = 422 if strict else 200
        return self.page(chosen, bad, strict)

    def store(self, chosen):
        """Keep the choices; return the ``Problem`` of them that make no sense, or ``None``."""
        try:
            intake.choose(self.record, **chosen.fields(self.today))
        except intake.BadChoice as bad:
            return bad.problem
        self.record.ready, self.record.countries = self.preview.ready, self.preview.countries
        return None

    def next_page(self, action):
        if action == "write":
            folder = self.request.institution["campaigns"]
            return self.request.resource_path(
                folder, "compose", query={"import": self.record.__name__}
            )
        return self.request.resource_path(
            self.record, anchor="rule" if action != "count" else "figures"
        )

    @view_config(name="figures", request_method="POST", renderer="import_figures.jinja2")
    def figures(self):
        """Show the figures anew while somebody chooses.

        A late request keeps no choice: it comes after a page of choices sent since, or meets
        another request on its way.
        """
        post, environ = self.request.POST, self.request.environ
        late = post.get("edition") != str(self.record.edition)
        facts = {**self.figures_of(self.store(choices.typed(post))), "strict": False}
        if late or environ.get("retry.attempt"):
            self.request.tm.get().doom()
        return facts

    @view_config(name="aside", request_method="GET", renderer="import_aside.jinja2")
    def aside(self):
        """The rows set aside, of one cause or of all, 50 a page."""
        preview, cause = self.preview, self.request.GET.get("cause", "")
        found, page = preview.of_cause(cause), paging.asked(self.request)
        shown = paging.part(found, page, PAGE)
        facts = {"causes": preview.counts(), "cause": cause, "rows": shown, "found": len(found)}
        return {"record": self.record, "page": page, "size": PAGE, **facts}

    @view_config(name="aside.csv", request_method="GET")
    def download(self):
        """Send all rows that are set aside, for a spreadsheet."""
        preview, cause = self.preview, self.request.GET.get("cause", "")
        causes = [one for one, _ in preview.counts()]
        titles = (
            render("import_aside_csv.jinja2", {"causes": causes}, request=self.request)
            .strip()
            .splitlines()
        )
        words = dict(zip(causes, titles[5:], strict=True))
        rows = (
            [row.line, row.who, row.told, words[row.cause], row.like or ""]
            for row in preview.of_cause(cause)
        )
        _ = self.request.translations.gettext
        name = _("%(title)s - lignes écartées") % {"title": self.record.filename.rpartition(".")[0]}
        return spreadsheet(name, titles[:5], rows)

    @view_config(name="reread", request_method="POST")
    def reread(self):
        """Read the file in another way; what was chosen of it stays where it makes sense."""
        if self.record.state not in ("read", "unreadable"):
            return HTTPSeeOther(self.request.resource_path(self.record))
        post = self.request.POST
        hidden = [what for what in intake.HIDDEN if f"hidden-{what}" in post]
        encoding, sheet = post.get("encoding", ""), post.get("sheet", "")
        try:
            intake.read_again(self.record, encoding=encoding, sheet=sheet, with_hidden=hidden)
        except intake.BadChoice as bad:
            raise HTTPBadRequest from bad
        self.request.enqueue("read_import", path_of(self.record), self.record.author)
        return HTTPSeeOther(self.request.resource_path(self.record))

    @view_config(name="discard", request_method="POST")
    def discard(self):
        """Erase the file; a message frozen from it keeps its recipients."""
        folder = self.record.__parent__
        folder.remove(self.record.__name__)
        return HTTPSeeOther(self.request.resource_path(folder))


def examples(preview):
    """``{cause: the first rows set aside for it}``."""
    found = {}
    for row in preview.aside if preview else ():
        rows = found.setdefault(row.cause, [])
        if len(rows) < EXAMPLES:
            rows.append(row)
    return found
