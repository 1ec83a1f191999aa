"""A web process or a worker dies at each step of a yes: the message leaves once, or waits."""

import contextlib
import socket
from functools import partial
from http.client import HTTPException

import pytest
from factories import make_person, mobile
from tiers import ALL

from tests.chaos import approval_at, crowds, judge
from tests.chaos.visitor import PASSWORD, Visitor
from tests.peers.service import Service
from tests.peers.smsc import Smsc
from unisms.model.approvals import ApprovalRules
from unisms.model.folder import find
from unisms.services.approvals import approvals
from unisms.services.door import passwords
from unisms.sms import states
from unisms.testing.factories import someone
from unisms.testing.fixtures import eventually

pytestmark = [pytest.mark.servers, pytest.mark.spread]
PARIS = "/institutions/paris1"
#: deaths that leave the most to mend; `make test-all` has them all
HARD = (
    "asked, committed",
    "the credit reserved, not in the line",
    "a yes, after the vote",
    "a yes committed, and no worker told",
    "looked after, not committed",
)
TRIED = approval_at.EVERY if ALL else HARD
OF_WORKER = [point for point in TRIED if point.startswith("looked after")]
OF_ASKING = [point for point in TRIED if point.startswith("asked")]
OF_YES = [point for point in TRIED if point not in (*OF_WORKER, *OF_ASKING)]
PEOPLE = crowds.crowd(0, 40, special=False)


def furnish(root):
    """An author and a director who may sign in; each message needs a yes."""
    institution = find(root, PARIS)
    institution.approval_rules = tuple(ApprovalRules(recipients=1))
    for number, (uid, role) in enumerate({"test": "group_sender", "chef": "approver"}.items()):
        make_person(institution, uid, uid.title(), mobile(9_000 + number), f"{uid}@univ.example")
        institution.grants.give(f"person:{uid}", role)
        passwords.set_password(institution, uid, PASSWORD)


def free_port():
    with contextlib.closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def smsc():
    with Smsc(answer_delay=5, receipt_delay=5) as smsc:
        yield smsc


@pytest.fixture
def service(smsc):
    with Service(smsc.port, free_port()) as service:
        service.run(furnish)
        yield service


def deadly(service, command, point):
    """Run the command that dies at ``point``; return its process."""
    service.environment["UNISMS_DEATH"] = point
    return service.start(command, name=f"{command}-deadly", module="tests.chaos.approval_at")


def signed_in(service, uid):
    visitor = Visitor(service.http_port)
    visitor.press(f"{PARIS}/sign-in", f"{PARIS}/sign-in", uid=uid, password=PASSWORD)
    return visitor


def press_and_die(service, point, uid, page, action):
    """Press a button whose process dies of it; then let another one run."""
    process = deadly(service, "web", point)
    visitor = signed_in(service, uid)
    with contextlib.suppress(OSError, HTTPException):
        visitor.press(page, action, patience=0)
    assert process.wait(60) == -9, service.log("web")
    service.processes.pop("web-deadly")
    service.start("web")
    return signed_in(service, uid)


def ask(root, path):
    campaign = find(root, path)
    approvals.go(someone(campaign, "test"), campaign, int(campaign.created_at))


def facts(root, path):
    """State, whether it is on the list of what waits, mails, and entries of the ledger."""
    institution, campaign = find(root, PARIS), find(root, path)
    waits = institution.awaiting is not None and campaign.__name__ in institution.awaiting.names()
    mails = [one.kind for _, one in institution.outbox.waiting()] if institution.outbox else []
    ledger = institution["accounts"]["scd"].entries_of(campaign.__name__)
    return campaign.state, waits, sorted(mails), len(ledger)


def finish(service, smsc, path):
    """Let a worker send it; return what the log of the SMSC finds wrong."""
    service.start("worker")
    judge.await_end(smsc, service, [path])
    texts = {msisdn: crowds.text_of(name) for msisdn, name in PEOPLE}
    return judge.faults(judge.table(smsc, service, [path], texts, 0))


@pytest.mark.parametrize("point", OF_ASKING)
def test_a_message_is_asked_about_once_or_not_at_all(smsc, service, point):
    path = service.campaign(PEOPLE, crowds.TEXT)
    author = press_and_die(service, point, "test", f"{path}/check", f"{path}/send")
    before = service.run(facts, path)
    asked = point == "asked, committed"
    assert before[0] == (states.AWAITING_APPROVAL if asked else states.CHECKED)
    author.press(f"{path}/check", f"{path}/send")
    assert service.run(facts, path) == (
        states.AWAITING_APPROVAL,
        True,
        ["approval.asked"],
        0,
    )


@pytest.mark.parametrize("point", OF_YES)
def test_a_yes_lets_a_message_leave_once(smsc, service, point):
    path = service.campaign(PEOPLE, crowds.TEXT)
    service.run(ask, path)
    page, button = f"{path}/approval", f"{path}/approve"
    director = press_and_die(service, point, "chef", page, button)
    state, waits, _, entries = service.run(facts, path)
    is_done = "committed" in point.replace("not committed", "")
    assert (state, waits, entries) == (
        (states.SENDING, False, 1) if is_done else (states.AWAITING_APPROVAL, True, 0)
    )
    director.press(page, button)  # they try again: what is done is done
    assert service.run(facts, path)[::3] == (states.SENDING, 1)
    assert finish(service, smsc, path) == []


@pytest.mark.parametrize("point", OF_WORKER)
def test_a_request_that_nobody_answers_ends_once(smsc, service, point):
    path = service.campaign(PEOPLE, crowds.TEXT)
    service.run(ask, path)
    service.run(partial(long_ago, path=path))
    process = deadly(service, "worker", point)
    assert process.wait(90) == -9, service.log("worker")
    service.processes.pop("worker-deadly")
    service.start("worker")
    eventually(lambda: service.state(path) == states.CHECKED, 90, lambda: service.log("worker"))
    told = service.run(facts, path)
    assert told == (states.CHECKED, False, ["approval.asked", "approval.expired"], 0)


def long_ago(root, path):
    campaign = find(root, path)
    campaign.awaited.asked_at -= 80 * 3600
    find(root, PARIS).awaiting.wait(campaign.__name__, 1)
