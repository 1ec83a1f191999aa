"""The page of numbers that are set aside: how many, why, whose, and what that has saved."""

from zoneinfo import ZoneInfo

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.root import Institution
from unisms.services.health import figures, flags, savings, thresholds
from unisms.services.subscribers import limits
from unisms.web.edge.audit import note
from unisms.web.edge.languages import macros
from unisms.web.edge.languages import marked as _
from unisms.web.frame import paging
from unisms.web.frame.downloads import dated, moment, spreadsheet
from unisms.web.frame.formats import number_for
from unisms.web.frame.sight import note_reading, seen_whole

COLUMNS = ("uid", "name", "msisdn", "cause", "since", "failures", "delivered")
NAME = _("Numéros en panne")  # of the file
ALL = "all"  # the button that puts every number of the list back


@view_defaults(context=Institution, permission=Permission.PERSON_MANAGE)
class NumbersViews:
    def __init__(self, institution, request):
        self.institution, self.request = institution, request
        self.people = institution["people"]
        self.cause = request.params.get("cause", "")

    @view_config(name="numbers", request_method="GET", renderer="numbers.jinja2")
    def show(self):
        return self.page()

    def page(self, problem="", status=200):
        """Return the values of the template; ``problem`` is why nothing was done."""
        request = self.request
        request.response.status = status
        by_cause = figures.by_cause(self.institution)
        page = paging.asked(request)
        pairs = figures.flagged(self.institution, self.cause)
        shown = figures.told(self.institution, paging.part(pairs, page))
        note_reading(request, self.institution, [one.number for one in shown])
        months = savings.by_month(self.institution, request.now)
        return {
            "problem": problem,
            "codes": limits.codes_of_day(self.institution, request.now),
            "silence": limits.silence(self.institution),
            "ceiling": limits.ceiling(self.institution),
            "notes": request.session.pop_flash("numbers"),
            "by_cause": by_cause,
            "total": sum(count for _, count in by_cause),
            "cause": self.cause,
            "numbers": shown,
            "found": len(pairs),
            "page": page,
            "people": self.people,
            "sees_people": self.sees_people,
            "months": months,
            "saved": savings.total(months),
            "networks": figures.networks(self.institution, request.now),
            "rules": thresholds.rules_of(self.institution),
            "may_set": request.has_permission(Permission.INSTITUTION_MANAGE, self.institution),
        }

    @property
    def sees_people(self):
        return bool(self.request.has_permission(Permission.PERSON_VIEW, self.institution))

    @view_config(name="numbers", request_method="POST", renderer="numbers.jinja2")
    def mend(self):
        """Put numbers back in service: those that are ticked, or all that the page lists."""
        post = self.request.POST
        wanted = post.getall("number")
        if post.get("action") == ALL:
            wanted = [digest for digest, _ in figures.flagged(self.institution, self.cause)]
        if not wanted:
            return self.page("nobody", 422)
        count = flags.mend(self.request.actor, wanted, self.request.now)
        self.request.session.flash(count, "numbers")
        return HTTPSeeOther(self.request.resource_path(self.institution, "numbers"))

    @view_config(name="numbers.csv", request_method="GET")
    def download(self):
        """Send the whole list for a spreadsheet; numbers are whole for whoever may see them."""
        words, own = (
            macros(self.request, "words.jinja2"),
            macros(self.request, "numbers_words.jinja2"),
        )
        told = figures.told(self.institution, figures.flagged(self.institution, self.cause))
        titles = [own.column(name).unescape() for name in COLUMNS]
        table = [self.line(one, words) for one in told]
        after = {"rows": len(table), "numbers": seen_whole(self.request)}
        note(self.request, "numbers.exported", self.institution, after=after)
        day = self.local(self.request.now)[:10]
        name = self.request.translations.gettext(NAME)
        return spreadsheet(dated(name, day), titles, table)

    def line(self, one, words):
        """Return the cells of a number."""
        uids = [uid for uid in one.uids if self.sees_people]
        whole, country = seen_whole(self.request), self.institution.country
        return [
            " ".join(uids),
            ", ".join(self.people[uid].name for uid in uids),
            number_for(one.number, whole=whole, country=country),
            words.cause_word(one.flag.cause).unescape(),
            self.local(one.flag.since),
            one.failures,
            self.local(one.delivered_at) if one.delivered_at else "",
        ]

    def local(self, at):
        return moment(at, ZoneInfo(self.institution.time_zone))
