"""The public page of a link at the end of a message: to leave, without signing in."""

from unisms.services.links.misses import Misses
from unisms.web.edge.languages import marked as _

VERBS = {
    "link.left": _("ne veut plus recevoir de messages, par le lien d'un message"),
    "link.taken_back": _("a annulé son refus, par le lien d'un message"),
}


def includeme(config):
    config.registry.misses = Misses()
    config.add_pages(__name__)
    config.add_verbs("people", VERBS)
