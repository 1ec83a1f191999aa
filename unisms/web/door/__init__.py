"""Signing in and out, and everything that proves who one is."""

from pyramid.tweens import EXCVIEW

from unisms.services.directory.local_people import LocalPeople
from unisms.web.door.carried import brought_back, mark, sealed_here
from unisms.web.door.security import actor, door, operator_of
from unisms.web.door.sign_in import LocalSignIn


def includeme(config):
    config.add_tween("unisms.web.door.carried.carried_tween", under=EXCVIEW)
    config.add_sign_in("local", LocalSignIn)
    config.add_directory("local", LocalPeople)
    config.add_request_method(actor, reify=True)
    config.add_request_method(door, reify=True)
    config.add_request_method(operator_of, "operator", reify=True)
    config.add_request_method(mark, "form_mark", reify=True)
    config.add_request_method(sealed_here, "sealed", reify=True)
    config.add_request_method(brought_back, reify=True)
    config.add_pages(__name__)
