"""Messages that await a yes, were refused or came back, for pages and stores to look at."""

import time

import scenes

from unisms.model.approvals import Absence, ApprovalRules
from unisms.model.folder import find
from unisms.services.approvals import approvals
from unisms.services.rights import rights
from unisms.sms import states

EVERYTHING = ApprovalRules(recipients=1, by_role=True)
LINK = "Bonjour [nom], VOTRE AVIS COMPTE !!! Répondez avant lundi : bit.ly/avis-bu"


def awaiting(root, author="abenali", rules=EVERYTHING, **fields):
    """A message that awaits a yes; the path of it. The rules are as before afterwards."""
    path = scenes.checked(root, author=author, **fields)
    campaign, paris = find(root, path), find(root, scenes.PARIS)
    before, paris.approval_rules = paris.approval_rules, tuple(rules)
    approvals.go(rights.person(paris, author), campaign, int(time.time()))
    paris.approval_rules = before
    assert campaign.state == states.AWAITING_APPROVAL
    return path


def gallery(root):
    """Make a message of the librarian that waits, and one that was refused; ``{state: path}``."""
    groups = ("l1-histoire", "l2-histoire", "l3-histoire", "m1-droit")
    told = {"groups": groups, "account": "scd"}
    return {
        "awaiting": awaiting(root, title="Enquête de satisfaction", text=LINK, **told),
        "refused": refused(root, title="Rappel d'inscription", **told),
    }


def refused(root, by="admin", **fields):
    path = awaiting(root, **fields)
    campaign, paris = find(root, path), find(root, scenes.PARIS)
    comment = "La date est passée : écrivez-leur pour la session de mai."
    approvals.refuse(rights.person(paris, by), campaign, int(time.time()), comment)
    return path


def away(root, uid="admin", deputy="mcomptes"):
    """Let somebody be away for years."""
    awaiting_of = approvals.awaiting_of(find(root, scenes.PARIS))
    awaiting_of.note_absence(uid, Absence("2026-01-01", "2099-01-01", deputy))
