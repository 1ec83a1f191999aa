"""The templates of every wing, and what they may call."""

from contextlib import suppress
from importlib.resources import files

from jinja2 import TemplateNotFound, pass_context
from pyramid.exceptions import ConfigurationError
from pyramid_jinja2 import IJinja2Environment

from unisms.seams.verbs import LAST
from unisms.web.edge import languages
from unisms.web.frame import formats


def includeme(config):
    settings = config.registry.settings
    settings.setdefault("jinja2.undefined", "strict")
    settings["jinja2.i18n.gettext"] = languages.Gettext
    settings["jinja2.newstyle"] = settings["jinja2.trim_blocks"] = "true"
    settings["jinja2.lstrip_blocks"] = "true"
    config.include("pyramid_jinja2")
    config.add_directive("add_pages", add_pages)
    config.action(
        None, _furnish, args=(config,), order=999
    )  # as pyramid_jinja2 says: once it is made
    config.action(None, _find_templates, args=(config,), order=LAST)


def add_pages(config, package):
    """Add the views of ``package`` and the templates in its folder ``templates``."""
    config.add_jinja2_search_path(f"{package}:templates")
    config.scan(package)


def _furnish(config):
    environment = config.get_jinja2_environment()
    environment.filters.update(formats.FILTERS)
    environment.tests.update(formats.TESTS)
    environment.globals.update(formats.GLOBALS, fragments=fragments)
    ours, relative = frozenset(names_of_templates()), environment.join_path
    # Otherwise templates that several others share would be looked for beside each of them, and
    # compiled anew for each.
    environment.join_path = lambda name, parent: (
        name if {name, parent} <= ours else relative(name, parent)
    )


def _find_templates(config):
    """Stop the start-up if a view names a template that is nowhere."""
    environment = config.get_jinja2_environment()
    for found in config.introspector.get_category("templates", ()):
        template = found["introspectable"]
        if template["type"] == ".jinja2" and not _is_found(environment, template["renderer"]):
            told = f"There is no template {template['name']}, which a view names:"
            raise ConfigurationError(f"{told}\n{template.action_info}")


def _is_found(environment, renderer):
    """Whether the template of a renderer is beside its view, or on the path of all."""
    beside = [] if ":" in renderer.name else [f"{renderer.package.__name__}:{renderer.name}"]
    for name in (*beside, renderer.name):
        with suppress(TemplateNotFound):
            return bool(environment.loader.get_source(environment, name))
    return False


@pass_context
def fragments(context, slot):
    """Return the templates that add-ons have for a ``slot`` of this page and its visitor."""
    request = context["request"]
    return [
        one.template
        for one in request.registry.fillings.values()
        if one.slot == slot
        and (one.permission is None or request.has_permission(one.permission, request.context))
    ]


def names_of_templates():
    """Return the names of the templates of all wings: each is the only one of its name."""
    return [file.name for file in files("unisms.web").rglob("*.jinja2")]


def warm_up(registry):
    """Compile every template and both catalogues, so that no visitor waits for that."""
    environment = registry.getUtility(IJinja2Environment, name=".jinja2")
    for name in names_of_templates():
        environment.get_template(name)
    for language in languages.LANGUAGES:
        languages.catalogue(language)
