"""The themes of an institution: the list, a new one, and the settings of one."""

from pyramid.httpexceptions import HTTPForbidden
from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.folder import Folder
from unisms.model.themes import ANYONE, APPROVAL, GROUP, JOINING, Theme
from unisms.services.people import themes
from unisms.services.rules import notices
from unisms.sms import purposes
from unisms.sms.names import fold
from unisms.sms.visible import visible
from unisms.web.forms.fields import Field, Wrong
from unisms.web.forms.form import form_views
from unisms.web.forms.new_page import NewPage
from unisms.web.forms.readers import one_of, paragraphs, text, yes
from unisms.web.forms.settings_page import SettingsPage

MANAGE = Permission.THEME_MANAGE
LONGEST_ABOUT, LONGEST_WORDING = 500, 2_000  # characters
MOST_CRITERIA, MOST_VALUES, LONGEST_VALUE = 5, 40, 40


def managed(request):
    """Return the themes that this person manages: all of them, or their own."""
    folder = request.institution["themes"]
    return [theme for theme in folder.values() if request.has_permission(MANAGE, theme)]


def is_shown(request):
    """Whether this person manages a theme, or may open one."""
    folder, uid = request.institution["themes"], request.actor.uid
    may_open = bool(request.has_permission(MANAGE, folder))
    return may_open or any(theme.owner == uid for theme in folder.values())


@view_config(
    context=Folder,
    folder="themes",
    request_method="GET",
    renderer="themes.jinja2",
    permission=Permission.INSTITUTION_VIEW,
)
def list_of_themes(folder, request):
    """Show the themes by title: those that are open, then the others."""
    found, may_open = managed(request), request.has_permission(MANAGE, folder)
    if not found and not may_open:
        raise HTTPForbidden(result=may_open)
    return {
        "themes": sorted(found, key=lambda one: (one.archived, fold(one.title))),
        "may_open": may_open,
    }


def criteria(typed):
    """Return the criteria that are written one a line: ``Campus : Nord, Sud``."""
    lines = [line for line in map(str.strip, typed.splitlines()) if line]
    found = tuple(_criterion(line) for line in lines)
    if len(found) > MOST_CRITERIA or len(dict(found)) < len(found):
        raise Wrong("criteria", MOST_CRITERIA)
    return found


def _criterion(line):
    title, colon, rest = line.partition(":")
    values = tuple(dict.fromkeys(filter(None, (" ".join(one.split()) for one in rest.split(",")))))
    title = " ".join(title.split())
    if not (title and colon and 2 <= len(values) <= MOST_VALUES):
        raise Wrong("criteria", MOST_CRITERIA)
    if any(len(one) > LONGEST_VALUE for one in (title, *values)):
        raise Wrong("long", LONGEST_VALUE)
    return title, values


def told_criteria(theme):
    return "\n".join(f"{title} : {', '.join(values)}" for title, values in theme.criteria)


def written_criteria(theme, typed):
    theme.criteria = criteria(typed)


def read_criteria(typed):
    """Return the criteria as they are written, tidied."""
    return "\n".join(f"{title} : {', '.join(values)}" for title, values in criteria(typed))


@form_views(
    context=Folder, folder="themes", name="new", renderer="theme_new.jinja2", permission=MANAGE
)
class NewTheme(NewPage):
    """The form that opens a theme; all else is set on its own page."""

    fields = (
        Field("title", text(60)),
        Field("kind", one_of(purposes.OF_THEMES)),
        Field("about", paragraphs(LONGEST_ABOUT)),
    )
    verb = "theme.opened"

    def begun(self):
        return super().begun() | {"kind": purposes.THEME}

    def make(self, values):
        theme = Theme(values["title"], self.request.actor.uid, self.request.now)
        theme.kind, theme.about = values["kind"], values["about"]
        return theme

    def after(self, record):
        return self.request.resource_path(record, "settings")


@form_views(context=Theme, name="settings", renderer="theme_settings.jinja2", permission=MANAGE)
class ThemeSettings(SettingsPage):
    """A theme: its words in both languages, who joins, who writes, who pays."""

    verb = "theme.changed"

    @property
    def fields(self):
        institution = self.request.institution
        groups = ("", *institution["groups"])
        return (
            Field("title", text(60)),
            Field("title_en", text(60, least=0)),
            Field("about", paragraphs(LONGEST_ABOUT)),
            Field("about_en", paragraphs(LONGEST_ABOUT)),
            Field("wording", paragraphs(LONGEST_WORDING), read=_french, write=_nothing),
            Field("wording_en", paragraphs(LONGEST_WORDING), read=_english, write=_nothing),
            Field("joining", one_of(JOINING)),
            Field("group", one_of(groups)),
            Field("criteria", read_criteria, read=told_criteria, write=written_criteria),
            Field("notice", notice),
            Field("owner", self.person),
            Field("writers", one_of(groups)),
            Field("account", one_of(("", *institution["accounts"]))),
            Field("leaving_link", yes, read=lambda theme: theme.adds_link),
            Field("archived", yes),
        )

    def person(self, typed):
        """Return the uid of somebody who is known here, or nothing."""
        uid = typed.strip().lower()
        if uid and uid not in self.request.institution["people"]:
            raise Wrong("unknown")
        return uid

    def facts(self):
        institution = self.request.institution
        return {
            "groups": _titled(institution["groups"]),
            "accounts": _titled(institution["accounts"]),
            "notice": notices.notice_of(self.record),
            "joinings": (ANYONE, GROUP, APPROVAL),
        }

    def check(self, values):
        if values.get("joining") == GROUP and not values.get("group"):
            self.reject("group", "of_theme")

    def store(self, values):
        theme, actor, now = self.record, self.request.actor, self.request.now
        wording = values.pop("wording"), values.pop("wording_en")
        if wording != (_french(theme), _english(theme)):
            themes.publish(actor, theme, *wording, now)
        super().store(values)


def notice(typed):
    line = visible(" ".join(typed.split()))
    if len(line) > notices.LONGEST:
        raise Wrong("long", notices.LONGEST)
    return line


def _titled(folder):
    """Return pairs of name and title, by title."""
    pairs = [(name, one.title) for name, one in folder.items()]
    return sorted(pairs, key=lambda pair: fold(pair[1]))


def _french(theme):
    return theme.worded("fr")


def _english(theme):
    english = theme.worded("en")
    return "" if english == theme.worded("fr") else english


def _nothing(_theme, _text):
    """Leave it: a wording is published, never changed."""
