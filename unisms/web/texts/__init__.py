"""Pages of message templates: the list by folder, and each template with its versions."""

from unisms.model.acl import Permission
from unisms.web.edge.languages import marked as _
from unisms.web.texts.managers import manages_templates

VERBS = {
    "template.added": _("a créé un modèle"),
    "template.changed": _("a modifié un modèle"),
    "template.restored": _("a repris une version d'un modèle"),
    "template.archived": _("a archivé un modèle"),
    "template.taken_back": _("a remis un modèle en service"),
    "template_folder.added": _("a créé un dossier de modèles"),
    "template_folder.changed": _("a renommé un dossier de modèles"),
}


def includeme(config):
    config.add_pages(__name__)
    config.add_verbs("templates", VERBS, {"purpose": _("thème")})
    config.add_settings_page(
        "templates/",
        title=_("Modèles"),
        sentence=_("les textes prêts à l'emploi, par service"),
        heading="texts",
        permission=Permission.TEMPLATE_MANAGE,
        verb="template.changed",
        shown=manages_templates,
    )
