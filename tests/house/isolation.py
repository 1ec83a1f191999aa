"""Every view asked by everybody, everywhere: a table tells what each may do.

It tells also whether anything of another institution shows. ``python tests/house/isolation.py``
writes it anew, to be read and committed.
"""

import re
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).with_name("isolation.txt")
if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

import scenes  # noqa: E402 (it is found once the path is set)
import settings_pages  # noqa: E402

from unisms.model import roles  # noqa: E402
from unisms.model.accounts import Account  # noqa: E402
from unisms.model.acl import ROLES  # noqa: E402
from unisms.model.alerts import PreparedAlert  # noqa: E402
from unisms.model.authored import Authored  # noqa: E402
from unisms.model.connections import BrokerConnection, SenderId  # noqa: E402
from unisms.model.directories import DirectoryConnection, DirectoryQuery  # noqa: E402
from unisms.model.folder import Folder, find, path_of  # noqa: E402
from unisms.model.people import Subscriber  # noqa: E402
from unisms.model.registers import Register  # noqa: E402
from unisms.model.root import Institution  # noqa: E402
from unisms.model.templates import MessageTemplate, TemplateFolder  # noqa: E402
from unisms.model.themes import Member, Theme  # noqa: E402
from unisms.services.campaigns import checks, drafts  # noqa: E402
from unisms.services.door import passwords  # noqa: E402
from unisms.services.exclusions import saved  # noqa: E402
from unisms.services.imports import intake  # noqa: E402
from unisms.services.rights import rights  # noqa: E402

MARK, SENDER = "Baiedesanges", "NICEALERTE"
FOREIGN = re.compile(rf"{MARK}|{SENDER}|(?:\+33 ?|0)6 ?39 ?98 ?77 ?\d\d")
LEAVING = {
    ("sign-out", "POST"),
    ("sign-out", "GET"),
    ("own-sessions", "POST"),
}  # they end the visitor's session
OWN, OTHER = (
    "scd",
    "sport",
)  # the account at which half of the visitors have their role, and one that is not theirs
PLACES = ("own", "account", "other", "nice")
#: a column, and the uid of the operator whom an institution has invited
OPERATOR, INVITED = "operator", "root"
#: a column, and the uid of somebody whom an institution knows, and who has no role there
KNOWN = "no_role"
# of those who have not the four columns of a role
WHERE = {OPERATOR: ("own", "invited", "nice"), "nobody": ("",), KNOWN: ("own", "nice")}
EXPLAINED = """\
What everybody may do, view by view, as it was really asked: + let in, - refused, . there is nothing
of the kind. Pages of settings that let in the same are one line, called by the permission that they
ask for. Each role has four columns: in one's own institution (the role given for all of it); at
one's own account (the role given at the account scd only); at another account (sport); in another
institution. "nobody" has not signed in. "operator" runs the installation, in three columns: in an
institution, and above them, invited by none; in an institution that has given the role
group_sender; in another one then. "no_role" is somebody of the institution who has no role there,
in two columns: there, and in another institution.
"""


class View(NamedTuple):
    """A view, and what it is of."""

    kind: str  #: ``Campaign``, or ``Folder campaigns``
    name: str
    method: str

    def __str__(self):
        return f"{self.kind:<25} {self.name or '(page)':<18} {self.method}"


class Visitor(NamedTuple):
    """Somebody in a browser."""

    role: str
    place: str  #: a name in ``PLACES``, or of ``WHERE``
    app: object
    token: str


def views(registry):
    """Every view of ours that is not about an error."""
    found = set()
    for known in registry.introspector.get_category("views"):
        view = known["introspectable"]
        context = view["context"]
        if not getattr(context, "__module__", "").startswith("unisms") or issubclass(
            context, Exception
        ):
            continue
        kind = " ".join(filter(None, (context.__name__, view.get("folder"))))
        kinds = {kind, f"{kind} /brokers"} if context is BrokerConnection else {kind}
        found |= {
            View(kind, view["name"], method)
            for kind in kinds
            for method in _methods(view["request_methods"])
        }
    return sorted(found)


def _methods(stated):
    methods = (stated,) if isinstance(stated, str) else stated or ("GET", "POST")
    return [method for method in methods if method != "HEAD"]


def house(**settings):
    """The demonstration, with a person of each role, two accounts' campaigns, and a store that
    keeps no change."""
    known = {"tm.commit_veto": veto, "unisms.dashboards_url": "http://127.0.0.1:6544"}
    made = scenes.House(Path(tempfile.mkdtemp()), **{**known, **settings})
    made.run(furnish)
    return made


def veto(request, response):
    """No request of this proof changes anything for the next one.

    Only a session's sign-in does without the store.
    """
    return True


def furnish(root):
    hashed = passwords.hash_password(scenes.PASSWORD)
    root.passwords[INVITED] = hashed
    root["institutions"]["paris1"].grants.give(f"{roles.OPERATOR}{INVITED}", "group_sender")
    for name in ("paris1", "nice"):
        institution = root["institutions"][name]
        for account in {OWN, OTHER} - set(institution["accounts"]):
            institution["accounts"].add(account, Account(account))
        for role in ROLES:
            for uid, scope in ((role, ""), (f"{role}-at", f"accounts/{OWN}")):
                institution["people"].add(uid, Subscriber(uid.title(), "+33639980000"))
                institution.grants.give(f"person:{uid}", role, scope)
                institution.passwords[uid] = hashed
        institution["people"].add(KNOWN, Subscriber(KNOWN.title(), "+33639980000"))
        institution.passwords[KNOWN] = hashed
        for account in (OWN, OTHER):
            campaign_of(institution, account)
        institution["templates"].add("scd", TemplateFolder("SCD")).add(
            "carte", MessageTemplate("Carte", "Prête")
        )
        theme = institution["themes"].add("crous", Theme("Crous", "abenali"))
        theme.join("abenali", Member(1_800_000_000), "2027-01-15")
        directory = DirectoryConnection("Annuaire", "ldap", {"servers": "ldap://127.0.0.1:1"})
        institution["directories"].add("ldap", directory)
        directory.add("tuteurs", DirectoryQuery("Tuteurs", group="cn=tuteurs"))
        intake.receive(
            rights.person(institution, "administrator"),
            "liste.csv",
            b"Nom;Mobile\nZoe;06 39 98 00 01\n",
            1_800_000_000,
        )
        group = (("group", next(iter(institution["groups"]))),)
        saved.keep(rights.person(institution, "abenali"), "Lecteurs", group, (), 1_800_000_000)
        alert = institution["alerts"].add("evacuation", PreparedAlert("Évacuation", 1_800_000_000))
        alert.pairs, alert.text = group, "Sortez"
        register = Register("Tous", "", "liste.csv", "administrator", 1_800_000_000)
        institution["registers"].add("20270115-abcd", register)
    mark(root["institutions"]["nice"])


def campaign_of(institution, account):
    """A campaign that is checked and charged to ``account``, by somebody else than those who
    look."""
    brokers = f"{path_of(institution)}/brokers"
    campaign = drafts.draft(
        rights.person(institution, "abenali"),
        now=1_800_000_000,
        title=f"Pour {account}",
        text="Bonjour [nom]",
        audience=(("group", next(iter(institution["groups"]))),),
        account=account,
        connection=f"{brokers}/{next(iter(institution['brokers']))}",
        sender_id="",
        urgent=False,
        on_doubt="hold",
    )
    drafts.submit(campaign)
    checks.prepare(institution.__parent__.__parent__, campaign.path, 1_800_000_000)


FOLDERS = (
    *("groups", "accounts", "themes", "templates", "brokers", "directories", "campaigns"),
    *("audiences", "alerts"),
)


def mark(institution):
    """Write a word into every name and text of this institution, and give its people numbers of
    their own."""
    people = institution["people"]
    for place, uid in enumerate(list(people)):
        people.rename(uid, f"{people[uid].name} {MARK}")
        people.renumber(uid, f"+336399877{place % 100:02d}")
    folders = [institution[name] for name in FOLDERS]
    folders += [institution["templates"]["scd"], institution["directories"]["ldap"]]
    for folder in folders:
        for child in folder.values():
            child.title = f"{child.title} {MARK}"
            if hasattr(child, "text"):
                child.text = f"{child.text} {MARK}"
    for campaign in institution["campaigns"].values():
        drafts.submit(campaign)
        checks.prepare(institution.__parent__.__parent__, campaign.path, 1_800_000_000)
    for connection in institution.__parent__.__parent__["brokers"].values():
        connection.put_sender(
            SenderId(SENDER, institution.__name__, "accepted", 1_800_000_000, "operator:root")
        )


def resources(root, institution):
    """``{kind: [paths]}`` of an institution and of what is above it."""
    found = {
        "Root": ["/"],
        "Folder /institutions": ["/institutions/"],
        "Folder /brokers": ["/brokers/"],
    }
    found["BrokerConnection /brokers"] = [path_of(one) + "/" for one in root["brokers"].values()]
    _gather(find(root, f"/institutions/{institution}"), found)
    return found


def _gather(resource, found):
    kind = type(resource).__name__
    if type(resource) in (Folder, Authored) and isinstance(resource.__parent__, Institution):
        kind = f"Folder {resource.__name__}"
    place = (
        0 if getattr(resource, "account", resource.__name__) == OWN else len(found.get(kind, ()))
    )
    found.setdefault(kind, []).insert(place, path_of(resource) + "/")
    if isinstance(resource, Folder):
        for child in list(resource.values())[:60]:
            _gather(child, found)


def visitors(made):
    """Everybody who looks: each role at each place, a stranger, and an operator."""
    yield visitor("nobody", "", made.visitor(), "/institutions/paris1/sign-in")
    yield visitor(OPERATOR, "own", made.operator(), "/institutions/")
    invited = made.operator(INVITED)
    for place in ("invited", "nice"):
        yield visitor(OPERATOR, place, invited, "/institutions/")
    for place in WHERE[KNOWN]:
        yield visitor(KNOWN, place, made.person(KNOWN), "/institutions/paris1/preferences")
    for role in ROLES:
        everywhere, at = made.person(role), made.person(f"{role}-at")
        for place in PLACES:
            app = everywhere if place in ("own", "nice") else at
            yield visitor(role, place, app, "/institutions/paris1/preferences")


def visitor(role, place, app, page):
    token = app.get(page).html.select_one("input[name=csrf_token]")["value"]
    return Visitor(role, place, app, token)


def path_for(view, visitor, known):
    """Where this visitor asks for this view, or ``None``: there is nothing of the kind."""
    paths = known["nice" if visitor.place == "nice" else "paris1"].get(view.kind)
    if not paths:
        return None
    return paths[-1 if visitor.place == "other" else 0] + view.name


def ask(view, visitor, path):
    """The answer to one real request; where an institution is named beside the path, it is Nice."""
    named = {"name": "nice"} if view.kind == "Folder /institutions" else {}
    if view.method == "POST":
        return visitor.app.post(
            path, {"csrf_token": visitor.token, **named}, status="*", expect_errors=True
        )
    query = "?name=nice" if named else ""
    return visitor.app.request(f"{path}{query}", method=view.method, status="*", expect_errors=True)


def outcome(answer):
    """``+`` let in, ``-`` refused, ``!`` broken."""
    if answer.status_int >= 500:
        return "!"
    to_the_door = answer.status_int == 303 and "/sign-in" in answer.location
    return "-" if answer.status_int in (401, 403, 404) or to_the_door else "+"


def strangers_in(answer, path):
    """Return all that an answer tells of Nice: marked words, numbers, names of resources."""
    is_text = (answer.content_type or "").startswith("text")  # 204 has none
    text = answer.text if is_text else repr(answer.body)
    told = f"{answer.headers}\n{text}"
    told = told.replace(path, "")  # the visitor typed it
    return FOREIGN.findall(told)


def prove(made):
    """Return ``(cells, leaks, requests)``.

    Cells are ``{view: {column: outcome}}``; leaks are the places where something of Nice showed."""
    known = {name: made.run(resources, name) for name in ("paris1", "nice")}
    cells, leaks, requests = {}, [], 0
    for visitor in list(visitors(made)):
        for view in views(made.registry):
            path = path_for(view, visitor, known)
            if path is None or (view.name, view.method) in LEAVING:
                told = "."
            else:
                answer = ask(view, visitor, path)
                requests += 1
                told = outcome(answer)
                strangers = strangers_in(answer, path)
                if visitor.role == OPERATOR and view.kind.endswith("/brokers"):
                    strangers = [
                        one for one in strangers if one != SENDER
                    ]  # operators decide about it
                leaks += [(str(view), visitor.role, visitor.place, leak) for leak in strangers]
            cells.setdefault(view, {})[visitor.role, visitor.place] = told
    return cells, leaks, requests


def rows(cells, asked):
    """Return the cells as the table has them, the pages of ``asked`` by their permission.

    A page that lets in others than the first one with its permission has a row of its own.
    """
    found = {}
    for view, told in sorted(cells.items()):
        permission = asked.get(view.name) if view.kind == "Institution" else None
        row = view._replace(name=permission) if permission else view
        if found.setdefault(row, told) != told:
            found[view] = told
    return found


def asked_by_pages(made):
    """Return ``{name: permission}`` of the pages of settings that are announced by their class."""
    lines = made.registry.settings_pages
    return {name: str(lines[name].permission) for name in settings_pages.announced()}


def table(cells, asked):
    """Return the cells as text; ``asked`` is as of ``asked_by_pages``."""
    columns = ["nobody", OPERATOR, KNOWN, *ROLES]
    lines = [EXPLAINED, f"{'':<51}" + " ".join(f"{column:<16}" for column in columns).rstrip()]
    for view, told in sorted(rows(cells, asked).items()):
        shown = (
            "".join(told[role, place] for place in WHERE.get(role, PLACES)) for role in columns
        )
        lines.append(f"{view!s:<51}" + " ".join(f"{one:<16}" for one in shown).rstrip())
    return "\n".join(lines) + "\n"


def main():
    made = house()
    try:
        cells, leaks, requests = prove(made)
    finally:
        made.close()
    TABLE.write_text(table(cells, asked_by_pages(made)))
    print(f"{len(cells)} views, {requests} requests, {len(leaks)} leaks", *leaks[:20], sep="\n")


if __name__ == "__main__":
    main()
