"""The doors: pages and fragments over HTTP. They translate, call the services, and answer."""

import hashlib
import time
from importlib.resources import files

from pyramid.static import QueryStringCacheBuster
from pyramid.tweens import EXCVIEW
from pyramid_jinja2 import IJinja2Environment

from unisms.model.folder import Folder, reserve
from unisms.model.root import Institution, Root, institution_of
from unisms.services.directory.local_people import LocalPeople
from unisms.services.ground import days, lives
from unisms.web.door.carried import brought_back, mark, sealed_here
from unisms.web.door.security import door, held, operator_of
from unisms.web.door.sign_in import LocalSignIn
from unisms.web.edge.doorstep import add_body_limit
from unisms.web.frame import formats, languages
from unisms.web.frame.sight import NONE, Sight
from unisms.web.home.home import accounts_of
from unisms.web.home.search import may_search
from unisms.web.home.settings import has_settings, in_settings

YEAR = 365 * 24 * 3600


def includeme(config):
    """Everything of ours that a browser sees; nothing here is global to a host."""
    config.registry.settings.setdefault("jinja2.undefined", "strict")
    config.registry.settings["jinja2.i18n.gettext"] = languages.Gettext
    config.registry.settings["jinja2.newstyle"] = config.registry.settings["jinja2.trim_blocks"] = "true"
    config.registry.settings["jinja2.lstrip_blocks"] = "true"
    config.include("pyramid_jinja2")
    config.add_jinja2_search_path("unisms.web:templates")
    config.action(None, _furnish_templates, args=(config,), order=999)  # as pyramid_jinja2 says: once it is made
    config.include("unisms.web.frame.languages")
    config.include("unisms.web.edge.headers")
    config.add_tween("unisms.web.frame.audit.address_tween")
    config.add_tween("unisms.web.door.carried.carried_tween", under=EXCVIEW)
    add_body_limit(config)
    config.add_sign_in("local", LocalSignIn)
    config.add_directory("local", LocalPeople)
    config.add_view_predicate("folder", FolderPredicate)
    config.add_request_method(institution, reify=True)
    config.add_request_method(now, reify=True)
    config.add_request_method(held, reify=True)
    config.add_request_method(door, reify=True)
    config.add_request_method(held_store, reify=True)
    config.add_request_method(clock_leaps, reify=True)
    config.add_request_method(operator_of, "operator", reify=True)
    config.add_request_method(mark, "form_mark", reify=True)
    config.add_request_method(sealed_here, "sealed", reify=True)
    config.add_request_method(brought_back, reify=True)
    config.add_request_method(sees_accounts, reify=True)
    config.add_request_method(lambda request: Sight(request).reach != NONE, "sees_messages", reify=True)
    config.add_request_method(may_search, reify=True)
    config.add_request_method(lambda request: has_settings(request, request.institution), "has_settings", reify=True)
    config.add_request_method(in_settings, reify=True)
    config.add_static_view("unisms-static", "unisms.web:static", cache_max_age=YEAR)
    config.add_cache_buster("unisms.web:static", DigestOfTheFile())
    config.scan("unisms.web")
    config.action(None, _reserve_names, args=(config,), order=999)  # once every add-on has its views


def _reserve_names(config):
    """Let nothing be called like a page of the folder that it is in: the page could not be reached any more."""
    views = (each["introspectable"] for each in config.introspector.get_category("views"))
    reserve({one["name"] for one in views if _is_of_folders(one["context"]) and one["name"]})


def _is_of_folders(context):
    """Whether a view is of folders whose children people name; those of the tree's own are fixed."""
    fixed = (Root, Institution)
    return isinstance(context, type) and issubclass(context, Folder) and not issubclass(context, fixed)


def _furnish_templates(config):
    environment = config.get_jinja2_environment()
    environment.filters.update(formats.FILTERS)
    environment.tests.update(formats.TESTS)
    environment.globals.update(formats.GLOBALS)
    ours, relative = frozenset(names_of_templates()), environment.join_path
    # Otherwise what several templates share would be looked for beside each of them, and compiled anew for each.
    environment.join_path = lambda name, parent: name if {name, parent} <= ours else relative(name, parent)


def names_of_templates():
    return [file.name for file in files("unisms.web").rglob("*.jinja2")]


def warm_up(registry):
    """Compile every template and both catalogues: before anybody asks for a page, rather than while they wait."""
    environment = registry.getUtility(IJinja2Environment, name=".jinja2")
    for name in names_of_templates():
        environment.get_template(name)
    for language in languages.LANGUAGES:
        languages.catalogue(language)


def institution(request):
    """The institution that the request's resource belongs to, or ``None``: also on an error page."""
    return institution_of(getattr(request, "context", None))


def sees_accounts(request):
    """Whether this person may see the credit of any account here."""
    return bool(accounts_of(request.institution, request))


def held_store(request):
    """Whether nothing leaves, because the store was restored and nobody has released it yet."""
    root = getattr(request, "root", None)
    return isinstance(root, Root) and lives.is_held(root)


def clock_leaps(request):
    """Whether nothing is erased, because the clock tells another day than that of the last work."""
    root = getattr(request, "root", None)
    return isinstance(root, Root) and not days.may_erase(root, request.now)


def now(_request):
    """When this request came, epoch seconds."""
    return int(time.time())


class FolderPredicate:
    """``folder="campaigns"``: the view is for the folder of that name in an institution, not for all folders;
    ``folder="/brokers"``: for the one above the institutions."""

    def __init__(self, name, config):
        self.name = name

    def text(self):
        return f"folder = {self.name}"

    phash = text

    def __call__(self, context, request):
        if self.name.startswith("/"):
            return context.__name__ == self.name[1:] and isinstance(context.__parent__, Root)
        return context.__name__ == self.name and context.__parent__ is institution_of(context) is not None


class DigestOfTheFile(QueryStringCacheBuster):
    """A static file's address changes when the file does, so that browsers may keep it for a year."""

    def __init__(self):
        super().__init__(param="v")
        self._digests = {}

    def tokenize(self, request, pathspec, kw):
        """``pathspec`` is the file's path under ``static``."""
        if pathspec not in self._digests:
            content = files("unisms.web").joinpath("static", pathspec).read_bytes()
            self._digests[pathspec] = hashlib.sha256(content).hexdigest()[:10]
        return self._digests[pathspec]
