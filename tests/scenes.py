"""A whole application in memory, with two universities, and campaigns in every state to look at."""

import time
from functools import partial
from pathlib import Path

import alert_scenes
import approval_scenes
import paris
import replied
import transaction
import ZODB
from webtest import TestApp
from ZODB.DemoStorage import DemoStorage

import unisms
from unisms.model import digests, links, store
from unisms.model.connections import BrokerConnection, SenderId
from unisms.model.folder import find
from unisms.model.kinds import give_kinds
from unisms.model.proposals import Proposal
from unisms.model.templates import MessageTemplate, TemplateFolder
from unisms.model.themes import APPROVAL, Member, Theme
from unisms.services.brokers import proposals
from unisms.services.campaigns import checks, drafts, releases
from unisms.services.delivery import steering
from unisms.services.imports import intake
from unisms.services.rights import rights
from unisms.sms import causes, states
from unisms.sms.purposes import PARTNER
from unisms.testing.factories import someone

PASSWORD = "demo-demo-demo"
PARIS = "/institutions/paris1"
BROKER = f"{PARIS}/brokers/simulateur"
COMPILED = None  # where templates are kept compiled, if anywhere
TEXT = "Bonjour [nom], votre cours d'histoire de demain est déplacé en salle B 204."


class House:
    """The application on a memory store, with its worker in this process."""

    def __init__(self, var: Path, **settings):
        settings = {
            "unisms.var": str(var),
            "unisms.secret": "a secret for tests, long enough to be one",
            "unisms.public_url": "http://localhost",
            "unisms.queue": "memory",
            "unisms.addons": "simulator ldap",
            "zodbconn.uri": "memory://",
            "jinja2.bytecode_caching": COMPILED,
            **settings,
        }
        self.wsgi = unisms.main({}, **settings)
        self.registry = self.wsgi.registry
        self.worker = self.registry.worker
        self.change(self._furnish)
        self._furnished = self.worker.db.storage

    def remember(self):
        """Let the house begin again, from now on, with the store as it is."""
        self._furnished = self.worker.db.storage

    def begin_again(self, var: Path):
        """Another folder, and the store as it is remembered: quicker than another application."""
        self._rest()
        store.prepare({"unisms.var": str(var)})
        self.worker.var = var
        copy = DemoStorage(base=self._furnished, close_base_on_close=False)
        self.registry._zodb_databases[""] = ZODB.DB(copy)
        digests.give_key(self.worker.db, self.registry.settings)
        links.give_address(self.worker.db, self.registry.settings)
        give_kinds(self.worker.db, self.registry.audience_kinds)

    def _rest(self):
        """Let go of what the last test has taken."""
        for lease in self.worker.leases():
            lease.release()
        self.worker._leases.clear()
        self.worker.huey.flush()
        self.registry.__dict__.pop("snapshots", None)
        self.registry.__dict__.pop("statements", None)

    def change(self, function):
        """``function(connection)`` in a transaction of its own."""
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = self.worker.db.open(manager)
        try:
            result = function(connection)
            manager.commit()
            return result
        except BaseException:
            manager.abort()
            raise
        finally:
            connection.close()

    def _furnish(self, connection):
        paris.build(connection, self.registry.evolution_steps, PASSWORD, int(time.time()))

    def run(self, function, *args):
        return self.worker.run(function, *args)

    def close(self):
        self.worker.close()
        self.worker.db.close()

    def visitor(self):
        return TestApp(self.wsgi, extra_environ={"HTTP_ACCEPT_LANGUAGE": "fr"})

    def person(self, uid, institution="paris1"):
        """A browser in which ``uid`` has signed in; of that, the journal keeps nothing."""
        app, _ = self.sign_in(uid, institution)
        self.run(lambda root: forget_sign_ins(root["institutions"][institution].audit))
        return app

    def operator(self, uid=paris.OPERATOR):
        """A browser in which somebody who runs the installation has signed in."""
        app, _ = self.sign_in(uid, "")
        self.run(lambda root: forget_sign_ins(root.audit))
        return app

    def sign_in(self, uid, institution):
        """Return a browser in which ``uid`` has signed in, and the address to which that leads.

        Where ``institution`` is empty, ``uid`` is somebody who runs the installation.
        """
        app = self.visitor()
        form = app.get(f"/institutions/{institution}/sign-in" if institution else "/operators").form
        form["uid"], form["password"] = uid, PASSWORD
        return app, form.submit(status=303).location


def forget_sign_ins(audit):
    """Take them out of a journal, where a test looks at what was done afterwards."""
    for key in [key for key, stored in audit._waiting.items() if stored[2] == "session.begun"]:
        del audit._waiting[key]


def draft(
    root,
    author="zlefevre",
    title="Cours déplacé",
    groups=("l2-histoire",),
    now=None,
    institution=PARIS,
    **fields,
):
    """A new draft; its path."""
    given = {
        "text": TEXT,
        "audience": tuple(("group", name) for name in groups),
        "account": "scolarite",
        "connection": BROKER,
        "sender_id": "",
        "urgent": False,
        "on_doubt": "hold",
        **fields,
    }
    moment = now or int(time.time())
    return drafts.draft(
        rights.person(find(root, institution), author), title=title, now=moment, **given
    ).path


def preparing(root, **fields):
    path = draft(root, **fields)
    drafts.submit(find(root, path))
    return path


def checked(root, **fields):
    path = preparing(root, **fields)
    checks.prepare(root, path, int(time.time()))
    return path


def under_way(root, moved=0.6, ago=40, **fields):
    """A campaign half sent: most of what has left is delivered, some failed, the rest waits.

    Nobody carries it on.
    """
    path, now = checked(root, **fields), int(time.time())
    campaign = find(root, path)
    releases.release(someone(campaign, campaign.author), campaign, now - ago)
    find(root, campaign.connection).leave_line(path)
    rows = [(number, row) for number, row in campaign.stored_rows() if row[1] == states.QUEUED]
    left = int(len(rows) * moved)
    for place, (number, row) in enumerate(rows[:left]):
        when = now - ago + 2 + place * (ago - 3) // max(1, left)
        campaign.write(number, _end(row, place, left, when))
    campaign.handover.cursor = rows[left - 1][0] + 1 if left else 1
    return path


def _end(row, place, left, when):
    """Return the row as it ends: most arrive, the last ones travel.

    Every nineteenth has no number any more, every thirteenth is switched off.
    """
    reach = partial("{}".format, f"id-{place}")
    if place % 19 == 7:
        return (row[0], states.FAILED, reach(), row[3], when, causes.NUMBER_INVALID)
    if place % 13 == 5:
        return (row[0], states.EXPIRED, reach(), row[3], when, causes.ABSENT)
    if place > left * 0.9:
        return (row[0], states.ACCEPTED, reach(), row[3], when, None)
    return (row[0], states.DELIVERED, reach(), row[3], when, None)


def paused(root, **fields):
    path = under_way(root, **fields)
    campaign = find(root, path)
    steering.pause(
        someone(campaign, campaign.author),
        campaign,
        find(root, campaign.connection),
        int(time.time()),
    )
    return path


def in_doubt(root, **fields):
    """A campaign that a crash has left with four uncertain messages."""
    path = under_way(root, moved=1, **fields)
    campaign = find(root, path)
    sent = [(number, row) for number, row in campaign.stored_rows() if row[1] != states.SET_ASIDE]
    doubtful = [
        (number, (row[0], states.UNCERTAIN, "", row[3], row[4], None))
        for number, row in sent[10:14]
    ]
    campaign.freeze(doubtful, ())
    campaign.state, campaign.ended_at, campaign.handover.doubtful = (
        states.SENT,
        int(time.time()),
        True,
    )
    return path


def stopped(root, **fields):
    path = under_way(root, **fields)
    campaign = find(root, path)
    steering.stop(
        someone(campaign, campaign.author),
        campaign,
        find(root, campaign.connection),
        int(time.time()),
    )
    return path


def closed(root, **fields):
    from unisms.services.delivery import closing

    path, now = under_way(root, moved=1, **fields), int(time.time())
    campaign = find(root, path)
    for number, row in list(campaign.stored_rows()):
        if row[1] == states.ACCEPTED:
            campaign.write(number, (row[0], states.DELIVERED, row[2], row[3], now, None))
    campaign.state, campaign.ended_at = states.SENT, now
    closing.close(campaign, find(root, campaign.connection), now)
    return path


EVERY_STATE = {
    "draft": draft,
    "preparing": preparing,
    "checked": checked,
    "sending": under_way,
    "paused": paused,
    "uncertain": in_doubt,
    "stopped": stopped,
    "closed": closed,
}


def gallery(root):
    """Make a campaign of the librarian in each state; return ``{state: path}``."""
    titles = {
        "draft": "Rappel de rendez-vous",
        "preparing": "Inscription pédagogique",
        "checked": "Cours de mardi déplacé",
        "sending": "Fermeture de la bibliothèque ce soir",
        "paused": "Conférence de Mme Rousseau",
        "uncertain": "Convocation aux examens",
        "stopped": "Ancien horaire de bus",
        "closed": "Prêts à rendre avant les vacances",
    }
    made = {}
    senders(root)
    root.replies.add(1_790_000_000, "+33639980077", "38000", "STOP")
    replied.answered(find(root, PARIS), BROKER)
    for state, title in titles.items():
        groups = ("l1-histoire", "l2-histoire", "l3-histoire", "m1-droit")
        made[state] = EVERY_STATE[state](
            root, author="abenali", title=title, groups=groups, account="scd"
        )
    find(root, made["checked"]).sender_id = "Alerte"
    made |= approval_scenes.gallery(root)
    made["alert"] = alert_scenes.exercise(root, under_way, groups)
    made["poor"] = checked(root, author="abenali", title="Tournoi d'échecs", account="sport")
    return made


def senders(root):
    """Sender IDs in every state, of paris1 on its own connection and on the one that all share."""
    told = {"UnivParis1": "authorised", "Alerte": "accepted", "BU Tolbiac": "accepted"}
    for path in (BROKER, "/brokers/commun"):
        connection = find(root, path)
        for word, state in {**told, "Info": "requested", "SCD": "refused"}.items():
            connection.put_sender(SenderId(word, "paris1", state, 1_790_000_000, "admin"))


LOANS = """\
Nom;Prénom;Mobile;Statut;Titre;Date de retour
Benali;Antoine;06 39 98 00 01;L2;Histoire de la France urbaine;20/11/2026
Marchand;Hugo;0639980002;L3;Le Dimanche de Bouvines;18/11/2026
Lefèvre;Zoé;+33 6 39 98 00 03;Personnel;La Méditerranée;02/12/2026
Traoré;Maëlle;01 44 07 80 00;L2;Montaillou, village occitan;20/11/2026
Roux;Anaïs;;M1;Les Rois thaumaturges;15/11/2026
Petit;Clément;06 39 98 00 02;L2;Apologie pour l'histoire;20/11/2026
"""


def shelf(root):
    """A department's folder of templates, one rewritten and one archived; the path of the first."""
    paris, now = find(root, PARIS), int(time.time())
    folder = paris["templates"].get("scd") or paris["templates"].add(
        "scd", TemplateFolder("Bibliothèques")
    )
    if "retard" not in folder:
        late = folder.add(
            "retard", MessageTemplate("Prêt en retard", "Rendez [titre] au plus vite.", "abenali")
        )
        late.rewrite("Bonjour [nom], « [titre] » est à rendre au plus vite.", now, "abenali")
        folder.add(
            "ancien", MessageTemplate("Ancien horaire", "Fermé le samedi.", "abenali")
        ).archived = True
    return f"{PARIS}/templates/scd/retard"


def themes(root):
    """A theme with a filter, its members and a request, and one of a partner; the first's path."""
    paris, now = find(root, PARIS), int(time.time())
    folder, uids = paris["themes"], sorted(paris["people"])[:60]
    if "sport" not in folder:
        sport = folder.add("sport", Theme("Sport", "zlefevre", now))
        sport.criteria, sport.joining = (("Campus", ("Centre", "Nord")),), APPROVAL
        crous = folder.add("crous", Theme("Crous de Paris", "admin", now))
        crous.kind = PARTNER
        sport.wordings.publish("Deux messages par mois.", now, "zlefevre")
        for number, uid in enumerate(uids[:40]):
            joined = Member(now - number * 86400, (("Campus", ("Nord",)),) if number % 2 else ())
            sport.join(uid, joined, f"2026-11-{1 + number % 20:02}")
        for uid in uids[40:43]:
            sport.ask(uid, Member(now))
    return f"{PARIS}/themes/sport"


def proposed(root, by="admin"):
    """Make proposals of settings: one that is being tried, one that failed, one nobody has tried.

    Return their pages by name.
    """
    now = int(time.time())
    cases = {
        "new?adapter=simulator&": ("/brokers", now + 86400, ()),
        "smpp-exemple/settings?": (
            "/brokers/smpp-exemple",
            now,
            (now, False, "refused", "bind refused (0x0D)"),
        ),
        "simulateur/settings?": ("/brokers/simulateur", now - 99, ()),
    }
    pages = {}
    for address, (place, at, tested) in cases.items():
        draft = BrokerConnection("Un fournisseur", "simulator")
        proposal = Proposal(f"{PARIS}{place}", by, at, draft)
        proposal.tested = tested
        name = proposals.start(find(root, PARIS), proposal)
        pages[f"proposal-{place[9:] or 'new'}"] = f"{PARIS}/brokers/{address}proposal={name}"
    return pages


def imported(root, author="abenali", content=LOANS):
    """A file of loans, read; its path."""
    record = intake.receive(
        rights.person(find(root, PARIS), author),
        "prêts en retard.csv",
        content.encode(),
        int(time.time()),
    )
    intake.read(record)
    return f"{PARIS}/imports/{record.__name__}"
