"""The one judge: glance, check and hand-over agree, whatever the audience."""

from contextlib import closing

from factories import NOW, make_connection, make_draft, make_house, make_person, mobile
from hypothesis import given
from hypothesis import strategies as st
from left_out import sent

from unisms.model.groups import Group
from unisms.services.audience import glances
from unisms.services.campaigns import checks, drafts, releases
from unisms.services.delivery import claims
from unisms.services.exclusions import expansions, saved
from unisms.services.exclusions.judges import glancing
from unisms.services.people import consent
from unisms.services.people.consent import Reader
from unisms.services.rules import hours
from unisms.sms import causes, states
from unisms.testing.factories import someone
from unisms.testing.store import Store

PEOPLE = [f"p{number}" for number in range(6)]
#: two have one number, one has none, one has a landline
NUMBERS = [mobile(0), mobile(1), mobile(1), "", "+33145000000", mobile(5)]
PARTS = [
    *(("group", name) for name in ("a", "b")),
    *(("person", uid) for uid in PEOPLE),
    *(("number", mobile(number)) for number in (0, 5, 7)),
    ("saved", "kept"),
    *((kind, "past") for kind in ("received", "missed", "chosen", "handed")),
]
uids = st.sets(st.sampled_from(PEOPLE))
parts = st.lists(st.sampled_from(PARTS), unique=True, max_size=4)
worlds = st.fixed_dictionaries(
    {
        "a": uids,
        "b": uids,
        "noes": uids,
        "past": uids.map(lambda some: some | {"p5"}),
        "ends": st.lists(
            st.sampled_from([states.DELIVERED, states.FAILED, states.ACCEPTED, ""]),
            min_size=6,
            max_size=6,
        ),
        "moved": uids,
        "saved": st.lists(st.sampled_from(PARTS[:8]), unique=True, min_size=1, max_size=2),
        "saved_minus": st.lists(st.sampled_from(PARTS[:8]), unique=True, max_size=1),
        "past_key": st.booleans(),
    }
)


def made(store, world):
    """Return the institution of a world."""
    paris = make_house(store.root)
    paris.grants.give("person:lib", "administrator")
    for uid, number in zip(PEOPLE, NUMBERS, strict=True):
        make_person(paris, uid, uid.title(), number)
    for name in ("a", "b"):
        paris["groups"].add(name, Group(name.upper(), sorted(world[name])))
    kept = saved.keep(someone(paris), "S", world["saved"], world["saved_minus"], NOW)
    called(paris["audiences"], kept, "kept")
    past = sent(
        paris,
        *(("person", uid) for uid in sorted(world["past"])),
        once="rentree" if world["past_key"] else "",
    )
    called(paris["campaigns"], past, "past")
    if world["past_key"]:
        paris.once_keys["rentree"].campaigns = (("past", NOW),)
    for (number, _), end in zip(list(past.stored_rows()), world["ends"], strict=False):
        if past.row(number).state == states.ACCEPTED and end:
            past.write(number, past.row(number).moved(end, NOW, causes.ABSENT))
    for place, uid in enumerate(sorted(world["moved"])):
        paris["people"].renumber(uid, mobile(20 + place))
    for uid in world["noes"]:
        consent.opt_out(someone(paris, uid), uid, NOW)
    return paris


def called(folder, one, name):
    folder.remove(one.__name__)
    folder.add(name, one)


def glance_of(paris, audience, minus, key):
    pairs, left_out = expansions.spelled(paris, audience, minus)
    reader = Reader(paris, (), NOW)
    judge = glancing(paris, reader, left_out, key, hours.local_day(paris, NOW), NOW)
    return glances.glance(paris, pairs, None, judge)


@given(worlds, parts.filter(bool), parts, st.booleans())
def test_all_who_are_counted_are_sent_or_set_aside_and_the_glance_says_so(
    world, audience, minus, has_key
):
    store = Store()
    with closing(store):
        paris = made(store, world)
        key = "rentree" if has_key else ""
        campaign = make_draft(paris, audience=tuple(audience), minus=tuple(minus), once=key)
        drafts.submit(campaign)
        assert checks.prepare(store.root, campaign.path, NOW) == ()
        if campaign.state == states.DRAFT:
            assert campaign.problem == "empty_audience"
            return
        aside = dict(campaign.counted("set_aside"))
        recipients = campaign.counted("recipients")
        counted = recipients + campaign.counted("merged") + sum(aside.values())
        rows = dict(campaign.stored_rows())
        assert counted == len(rows)
        out = campaign.left_out.counts() if campaign.left_out else {}
        assert sum(out.values()) == aside.get(causes.EXCLUDED, 0)
        agree(glance_of(paris, audience, minus, key), recipients, aside)
        nobody_twice(paris, campaign, world, minus)
        handed_over(store, paris, campaign, recipients)


def agree(glance, recipients, aside):
    if glance.exact:
        assert glance.people == recipients
        assert dict(glance.aside) == aside


def nobody_twice(paris, campaign, world, minus):
    """Nobody who waits is left out by what can be told without the judge."""
    waiting = {row[0] for _, row in campaign.stored_rows() if row[1] == states.QUEUED}
    members = {"group": lambda name: world[name], "person": lambda uid: [uid]}
    for kind, name in minus:
        for uid in members.get(kind, lambda _: ())(name):
            assert paris["people"][uid].msisdn not in waiting
        if kind == "number":
            assert name not in waiting
    if campaign.once and world["past_key"]:
        past = paris["campaigns"]["past"]
        told = {row[0] for _, row in past.stored_rows() if row[1] in states.LEFT}
        assert not told & waiting


def handed_over(store, paris, campaign, recipients):
    """Release the campaign over a connection of its own, and count what is taken out of it."""
    make_connection(paris, "own")
    campaign.connection = "/institutions/paris1/brokers/own"
    if not recipients:
        return
    releases.release(someone(paris), campaign, NOW)
    batch = claims.claim_batch(store.root, campaign.connection, 100, "m", NOW)
    numbers = [message.msisdn for message in batch.messages]
    assert len(numbers) == len({*numbers}) == recipients
