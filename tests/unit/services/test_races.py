"""Pairs of acts that could undo each other. A further pair is a row."""

import pytest
from factories import (
    MOBILE,
    NOW,
    make_connection,
    make_draft,
    make_group,
    make_house,
    make_person,
    mobile,
)
from races import AGAIN, TOGETHER, faults, race

from unisms.model.accounts import AccountClosed
from unisms.model.campaigns import WrongState
from unisms.model.connections import SenderId
from unisms.model.folder import find
from unisms.model.reliance import rely_on
from unisms.model.roles import Grant, Limits, Role
from unisms.ports import Receipt
from unisms.services.brokers import connections
from unisms.services.brokers.connections import InUse
from unisms.services.campaigns import checks, drafts, guards, trial
from unisms.services.campaigns.guards import BeyondLimit
from unisms.services.campaigns.releases import Outdated
from unisms.services.delivery import claims, closing, receipts, steering
from unisms.services.ground import lives
from unisms.services.ground.actor import service
from unisms.services.ground.lives import StoreHeld
from unisms.services.imports import intake
from unisms.services.operators import institutions, restores
from unisms.services.operators.institutions import StillLeaving
from unisms.services.people import enrolment, groups
from unisms.services.rights import rights
from unisms.services.rights.rights import LastAdministrator
from unisms.sms import states
from unisms.testing.factories import someone

PARIS, SENDER = "/institutions/paris1", "zoe"
WAYS = {"own": f"{PARIS}/brokers/fake", "shared": "/brokers/consortium"}


def paris(root):
    return find(root, PARIS)


@pytest.fixture(params=WAYS)
def world(store, request):
    """An institution with two administrators, and a sender whose message to a group and a file is
    checked, by a connection of its own or by a shared one."""
    root = store.root
    institution, _ = institutions.add(
        service(), root, institutions.Opening("paris1", "Paris 1", "anne", "Anne"), NOW
    )
    house = make_house(root, "lyon2")
    for name in ("accounts", "brokers"):  # as in any house
        for child in list(house[name]):
            institution[name].add(child, house[name].remove(child))
    make_connection(root, "consortium")
    for uid, number in (("bert", 8), (SENDER, 9)):
        make_person(institution, uid, uid.title(), mobile(number))
    institution.grants.give("person:bert", "administrator")
    institution["roles"].add(
        "own", Role("Envoi", ("campaign:compose", "campaign:send", "import:file"), Limits())
    )
    institution.grants.give(f"person:{SENDER}", "own")
    way = WAYS[request.param]
    find(root, way).put_sender(SenderId("BU", "paris1"))
    make_group(institution)
    file = intake.receive(
        someone(institution), "a.csv", f"Nom;Mobile\nZoé;{MOBILE}\n".encode(), NOW
    )
    intake.read(file)
    audience = (("group", "l2"), ("import", file.__name__))
    campaign = make_draft(institution, audience=audience, connection=way, sender_id="BU")
    drafts.submit(campaign)
    checks.prepare(root, campaign.path, NOW)
    store.commit()
    return store


def campaign_of(root):
    return next(iter(paris(root)["campaigns"].values()))


def connection_of(root):
    return find(root, campaign_of(root).connection)


def sender(root):
    return rights.person(paris(root), SENDER)


def release(root):
    guards.release(sender(root), campaign_of(root), NOW)


def resume(root):
    guards.resume(sender(root), campaign_of(root), NOW)


def resend(root):
    guards.resend(sender(root), campaign_of(root), NOW)


def remove_connection(root):
    connections.remove(service(), connection_of(root), NOW)


def close_account(root):
    paris(root)["accounts"]["scd"].closed = True


def erase(root):
    institutions.erase(service(), root, "paris1", NOW)


def withdraw(root):
    rights.withdraw(rights.person(paris(root), "anne"), Grant(f"person:{SENDER}", "", "own"), NOW)


def tighten(root):
    role, wanted = paris(root)["roles"]["own"], Limits(audience=1)
    rights.refuse_change(rights.person(paris(root), "anne"), "own", role.permissions, wanted)
    role.limits = tuple(wanted)


def refuse_sender(root):
    connection_of(root).put_sender(SenderId("BU", "paris1", "refused"))


def change_rules(root):
    paris(root).consent = "said_yes"


def raise_price(root):
    connection_of(root).prices = (("", 990_000),)


def change_draft(root):
    campaign = campaign_of(root)
    fields = ("title", "audience", "account", "connection", "sender_id")
    told = {name: getattr(campaign, name) for name in fields}
    drafts.change(someone(campaign), campaign, now=NOW, text="Bonsoir", **told)


def discard(root):
    if campaign_of(root).state != states.CHECKED:
        raise WrongState
    paris(root)["campaigns"].remove(campaign_of(root).__name__)


def delete_group(root):
    groups.remove(someone(paris(root)), "l2", NOW)


def delete_file(root):
    folder = paris(root)["imports"]
    folder.remove(next(iter(folder)))


def pause(root):
    steering.pause(someone(campaign_of(root), SENDER), campaign_of(root), connection_of(root), NOW)


def stop(root):
    closing.stop(someone(campaign_of(root), SENDER), campaign_of(root), connection_of(root), NOW)


def remove_person(root):
    enrolment.remove(rights.person(paris(root), "anne"), SENDER, NOW)


def close(root):
    if not closing.close_if_due(root, campaign_of(root).path, NOW + closing.LATEST):
        raise WrongState


def late_receipt(root):
    campaign = campaign_of(root)
    news = receipts.Matched(campaign.path, 1, 0, Receipt("late", states.DELIVERED))
    receipts.apply(root, campaign.connection, [news], (), NOW)


# an act that takes the ground away -> the answer to a release that comes second,
# and the answer to the act where it comes second itself
AGAINST_A_RELEASE = [
    (remove_connection, Outdated, InUse),
    (close_account, AccountClosed, TOGETHER),
    (erase, KeyError, StillLeaving),
    (withdraw, BeyondLimit, TOGETHER),
    (remove_person, BeyondLimit, TOGETHER),
    (tighten, BeyondLimit, TOGETHER),
    (refuse_sender, Outdated, TOGETHER),
    (change_rules, Outdated, AGAIN),  # the institution is written at the first message of a person
    (raise_price, Outdated, TOGETHER),
    (change_draft, WrongState, WrongState),
    (discard, StopIteration, WrongState),
    (release, WrongState, WrongState),
    (delete_group, AGAIN, TOGETHER),  # its people may have had rights by it
    (delete_file, TOGETHER, TOGETHER),
]


@pytest.mark.parametrize(("other", "release_told", "other_told"), AGAINST_A_RELEASE)
def test_a_release_and_what_takes_its_ground_away(world, other, release_told, other_told):
    assert race(world, other, release) == release_told
    assert faults(world.root) == []


@pytest.mark.parametrize(("other", "release_told", "other_told"), AGAINST_A_RELEASE)
def test_what_takes_the_ground_of_a_release_away_and_comes_second(
    world, other, release_told, other_told
):
    assert race(world, release, other) == other_told
    assert faults(world.root) == []


def paused(root):
    release(root)
    pause(root)


def in_doubt(root):
    release(root)
    campaign = campaign_of(root)
    connection_of(root).leave_line(campaign.path)
    for number, row in list(campaign.stored_rows()):
        if row[1] == states.QUEUED:
            campaign.write(number, (row[0], states.UNCERTAIN, "", row[3], NOW, None))
    campaign.handover.cursor = campaign.last_number() + 1
    campaign.state, campaign.ended_at = states.SENT, NOW


# how it begins, an act, another one; the answer to the other one second, and to the act second
LATER = [
    (paused, resume, remove_connection, InUse, None),
    (paused, resume, erase, StillLeaving, KeyError),
    (paused, resume, withdraw, TOGETHER, None),
    (paused, resume, refuse_sender, TOGETHER, Outdated),
    (paused, resume, stop, AGAIN, WrongState),
    (paused, resume, resume, WrongState, WrongState),
    (in_doubt, resend, remove_connection, InUse, None),
    (in_doubt, resend, erase, StillLeaving, KeyError),
    (in_doubt, resend, withdraw, TOGETHER, BeyondLimit),
    (in_doubt, resend, tighten, TOGETHER, BeyondLimit),
    (in_doubt, resend, close_account, TOGETHER, AccountClosed),
    (in_doubt, resend, refuse_sender, TOGETHER, Outdated),
    (in_doubt, resend, raise_price, TOGETHER, AGAIN),
    (in_doubt, resend, resend, AGAIN, AGAIN),  # of which there is nothing left: it does nothing
    (in_doubt, resend, close, WrongState, WrongState),
    (in_doubt, close, late_receipt, AGAIN, AGAIN),
    (in_doubt, close, close, WrongState, WrongState),
    (in_doubt, close, erase, (TOGETHER, AGAIN), KeyError),
]


@pytest.mark.parametrize(("begin", "act", "other", "other_told", "act_told"), LATER)
def test_acts_on_what_is_under_way(world, begin, act, other, other_told, act_told):
    begin(world.root)
    world.commit()
    if other is remove_connection:  # which is refused while anything is open
        with pytest.raises(InUse):
            remove_connection(world.root)
        return
    assert race(world, act, other) in (
        other_told if isinstance(other_told, tuple) else (other_told,)
    )
    assert faults(world.root) == []


@pytest.mark.parametrize(("begin", "act", "other", "other_told", "act_told"), LATER)
def test_acts_on_what_is_under_way_the_other_way_round(
    world, begin, act, other, other_told, act_told
):
    if act_told is None:
        return
    begin(world.root)
    world.commit()
    assert race(world, other, act) == act_told
    assert faults(world.root) == []


def hold(root):
    restores.hold(root, 0, NOW)


def claim(root):
    if claims.claim_batch(root, campaign_of(root).connection, 10, "here", NOW) is None:
        raise LookupError


def write_to_oneself(root):
    trial.release(sender(root), campaign_of(root), NOW, title="", text="Bonjour", segments=1)


def nothing(root):
    pass


def under_way(root):
    """Whether any campaign of a store that is held would go on by itself."""
    campaigns = paris(root)["campaigns"].values()
    return [one for one in campaigns if one.state == states.SENDING or one.handover.claims]


# how it begins, an act that a held store refuses, and what it is told
HELD = [
    (nothing, release, WrongState),  # it is a draft again
    (nothing, write_to_oneself, StoreHeld),
    (release, claim, LookupError),
    (paused, resume, StoreHeld),
    (in_doubt, resend, StoreHeld),
]


@pytest.mark.parametrize(("begin", "act", "told"), HELD)
def test_nothing_leaves_a_store_that_is_held_at_this_moment(world, begin, act, told):
    begin(world.root)
    world.commit()
    assert race(world, hold, act) == told
    assert under_way(world.root) == []


@pytest.mark.parametrize(("begin", "act", "told"), HELD)
def test_a_store_that_is_held_holds_what_begins_to_leave_at_this_moment(world, begin, act, told):
    begin(world.root)
    world.commit()
    assert race(world, act, hold) == AGAIN
    assert under_way(world.root) == []
    assert lives.is_held(world.root)


def withdrawn(uid):
    grant = Grant(f"person:{uid}", "", "administrator")
    return lambda root: rights.withdraw(rights.person(paris(root), uid), grant, NOW)


def removed(uid):
    return lambda root: enrolment.remove(rights.person(paris(root), uid), uid, NOW)


def weakened(root):
    rights.refuse_change(rights.person(paris(root), "bert"), "keeper", (), Limits())
    paris(root)["roles"]["keeper"].permissions = ()


def left(root):
    groups.leave(rights.person(paris(root), "bert"), "keepers", NOW, uids=("bert",))


def by_role(root):
    """The second administrator is one by a role of the institution's own."""
    institution = paris(root)
    role = institution["roles"].add(
        "keeper", Role("Gardien", institution.permissions_of_roles()["administrator"])
    )
    institution.grants.withdraw("person:bert", "administrator")
    institution.grants.give("person:bert", role.__name__)


def by_group(root):
    """The second administrator is one by a group."""
    institution = paris(root)
    make_group(institution, "keepers", 0).uids.add("bert")
    institution.grants.withdraw("person:bert", "administrator")
    institution.grants.give("group:keepers", "administrator")


@pytest.mark.parametrize(
    ("begin", "one", "other"),
    [
        (None, withdrawn("anne"), withdrawn("bert")),
        (None, withdrawn("anne"), removed("bert")),
        (None, removed("anne"), removed("bert")),
        (by_role, withdrawn("anne"), weakened),
        (by_role, weakened, withdrawn("anne")),
        (by_group, withdrawn("anne"), left),
        (by_group, left, withdrawn("anne")),
        (by_group, removed("anne"), left),
    ],
)
def test_the_last_two_administrators_do_not_go_at_once(world, begin, one, other):
    if begin:
        begin(world.root)
        world.commit()
    assert race(world, one, other) is LastAdministrator
    assert [*rights.administrators(paris(world.root))]


def test_a_record_that_is_not_stored_yet_is_nobody_elses(world):
    rely_on(campaign_of(world.root), Role("x", ()))
    world.commit()
