"""A person's own settings: language, password, second factor, open sessions."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.root import Institution, Root
from unisms.services.approvals import approvers
from unisms.services.door import own, passwords, second_factor
from unisms.services.door.common_passwords import is_common
from unisms.web.door import security
from unisms.web.door.proving import Proof, tell, tried_password
from unisms.web.door.second_factor import Adding, must_have
from unisms.web.edge.languages import LANGUAGES


def own_view(name, method, **options):
    """A view of one's own affairs, in an institution, and above them all for operators."""

    def decorate(view):
        for context, permission in (
            (Institution, Permission.OWN_PAGES),
            (Root, Permission.OPERATE),
        ):
            stated = {
                "context": context,
                "permission": permission,
                "name": name,
                "request_method": method,
            }
            view = view_config(_depth=1, **stated, **options)(view)
        return view

    return decorate


class Preferences:
    """A person's own page, and the actions of its forms.

    ``holder`` keeps the password: the institution, or the root.
    """

    def __init__(self, context, request):
        self.context, self.request = context, request
        self.holder, self.uid = security.holder_of(request)

    @property
    def subscriber(self):
        """The person's own record; ``None`` when they are not among the people."""
        return self.holder["people"].get(self.uid) if isinstance(self.holder, Institution) else None

    @own_view("preferences", "GET", renderer="preferences.jinja2")
    def show(self):
        return self.page()

    def page(self, problem="", wait=0):
        tell(self.request.response, problem, wait)
        known = second_factor.enrolled(self.holder, self.uid)
        chosen = (
            self.subscriber.language if self.subscriber else self.request.session.get("lang", "")
        )
        return {
            "problem": problem,
            "wait": wait,
            "notes": self.request.session.pop_flash("preferences"),
            "chosen": chosen,
            "person": self.subscriber,
            "languages": LANGUAGES,
            "decides": bool(self.subscriber) and approvers.may_ever_decide(self.request.actor),
            "has_password": self.uid in self.holder.passwords,
            "proof": Proof(self.request),
            "second_factor": known,
            "must_have": bool(known) and must_have(self.request, self.holder, self.uid),
        }

    @own_view("preferences", "POST")
    def language(self):
        """The language of pages and mails: kept with the person, and in this session at once."""
        asked = self.request.POST.get("language", "")
        language = asked if asked in LANGUAGES else ""
        if self.subscriber and self.subscriber.language != language:
            own.choose_language(self.request.actor, self.subscriber, language, self.request.now)
        self.request.session["lang"] = language
        return self.done("language")

    @own_view("own-password", "POST", renderer="preferences.jinja2")
    def password(self):
        """Another password; every other session ends, in case the old one was known to somebody."""
        old, new = self.request.POST.get("old", ""), self.request.POST.get("new", "")
        if self.uid not in self.holder.passwords:
            return self.done()
        if problem := self.weakness(old, new):
            return self.page(problem)
        right, wait = tried_password(self.request, self.holder, self.uid, old)
        if not right:
            return self.page("wait" if wait else "old", wait)
        own.change_password(self.request.actor, self.holder, self.uid, new, self.request.now)
        security.begin(self.request, self.holder, self.uid)
        return self.done("password")

    def weakness(self, old, new):
        """Why ``new`` cannot be the password, or nothing."""
        name = self.subscriber.name if self.subscriber else ""
        faults = {
            "short": len(new) < passwords.SHORTEST,
            "common": is_common(
                new, self.uid, *name.split(), *self.holder.title.split(), self.holder.__name__
            ),
            "same": new == old,
            "differs": new != self.request.POST.get("again", ""),
        }
        return next((fault for fault, found in faults.items() if found), "")

    @own_view("own-sessions", "POST")
    def end_sessions(self):
        """Sign out in every browser, this one too."""
        own.end_sessions(self.request.actor, self.holder, self.uid, self.request.now)
        security.forget(self.request)
        security.say_goodbye(self.request, "everywhere")
        return HTTPSeeOther(self.request.door)

    @own_view("second-factor-add", "GET")
    @own_view("second-factor-add", "POST")
    def add(self):
        if second_factor.enrolled(self.holder, self.uid):
            return self.done()
        return Adding(self.request, self.holder, self.uid).answer(self.added)

    def added(self):
        own.add_second_factor(self.request.actor, self.holder, self.uid, self.request.now)
        return self.own_page

    @own_view("second-factor-off", "POST", renderer="preferences.jinja2")
    def remove(self):
        """The password is enough from now on, where the policy does not demand more."""
        if must_have(self.request, self.holder, self.uid):
            return self.page("demanded")
        problem, wait = Proof(self.request).problem()
        if problem:
            return self.page(problem, wait)
        own.remove_second_factor(self.request.actor, self.holder, self.uid, self.request.now)
        return self.done("removed")

    @property
    def own_page(self):
        return self.request.resource_path(self.context, "preferences")

    def done(self, what=""):
        if what:
            self.request.session.flash(what, "preferences")
        return HTTPSeeOther(self.own_page)
