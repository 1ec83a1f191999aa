"""Pages on which people prove who they are: signing in, the second factor, their preferences.

Those of errors and of a session that has ended are here too.
"""

from pyramid.tweens import EXCVIEW

from unisms.services.directory.local_people import LocalPeople
from unisms.web.door.carried import brought_back, mark, sealed_here
from unisms.web.door.security import actor, door, operator_of
from unisms.web.door.sign_in import LocalSignIn
from unisms.web.edge.languages import marked as _

VERBS = {
    "session.begun": _("a ouvert une session"),
    "password.given": _("a donné un mot de passe"),
    "password.changed": _("a changé son mot de passe"),
    "sessions.ended": _("a déconnecté une personne partout"),
    "second_factor.added": _("a activé sa double vérification"),
    "second_factor.removed": _("a retiré sa double vérification"),
    "second_factor.taken": _("a retiré la double vérification d'une personne"),
}


def includeme(config):
    config.add_tween("unisms.web.door.carried.carried_tween", under=EXCVIEW)
    config.add_sign_in("local", LocalSignIn)
    config.add_directory("local", LocalPeople)
    config.registry.directory_pauses = {}  # a directory that was silent -> until when it is left
    config.add_request_method(actor, reify=True)
    config.add_request_method(door, reify=True)
    config.add_request_method(operator_of, "operator", reify=True)
    config.add_request_method(mark, "form_mark", reify=True)
    config.add_request_method(sealed_here, "sealed", reify=True)
    config.add_request_method(brought_back, reify=True)
    config.add_pages(__name__)
    config.add_verbs("rights", VERBS)
