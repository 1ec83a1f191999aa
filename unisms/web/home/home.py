"""The first page: what waits for this person, then the button they use most, then the rest."""

from functools import cache
from itertools import islice

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.folder import path_of
from unisms.model.root import Institution, Root
from unisms.services.approvals import approvers
from unisms.services.brokers import connections
from unisms.services.delivery import steering
from unisms.sms import states
from unisms.web.compose.chips import chip, recent
from unisms.web.frame import unsent
from unisms.web.frame.sight import Sight, figures_for
from unisms.web.home.petitions import SHOWN, waiting
from unisms.web.home.reminders import first_line, wrong_numbers

LOOKED_AT = 300  # of the latest campaigns; older ones are on their own page
RECENT = 8
ACCOUNTS = 6  # those with the least credit
TITLES = {"M", "Mme", "Mlle", "Dr", "Pr", "Mr", "Mrs", "Ms"}  # before a name
LOW = 100  # SMS that are nearly none
OVER = states.where(waits=states.OVER)
RUNNING, TO_FINISH = states.where(waits=states.RUNNING), states.where(waits=states.TO_FINISH)


@view_config(context=Root, request_method="GET", permission=NO_PERMISSION_REQUIRED)
def front_door(root, request):
    """Send people to their own institution, and operators to the list of institutions.

    Strangers choose their institution, unless there is only one.
    """
    institutions = root["institutions"]
    if request.operator is not None:
        return HTTPSeeOther(request.resource_path(institutions))
    name = request.identity.institution if request.identity else ""
    if not name and len(institutions) == 1:
        name = next(iter(institutions))
    if name:
        return HTTPSeeOther(request.resource_path(institutions[name]))
    return HTTPSeeOther(request.resource_path(root, "sign-in"))


@view_config(
    context=Institution,
    request_method="GET",
    renderer="home.jinja2",
    permission=Permission.OWN_PAGES,
)
def home(institution, request):
    awaited = approvers.waiting_for(request.actor, request.now)
    if not awaited and not may_enter(institution, request):
        return HTTPSeeOther(request.resource_path(institution["me"]))
    sight, folder = Sight(request), institution["campaigns"]
    own = unfinished(sight, folder)
    leaving = [one for one in under_way(institution) if sight.may(one)]
    to_decide = decisions(sight, leaving)
    told = cache(
        figures_for(request)
    )  # for the lists of this page: a campaign may stand in several
    running = {one for one in (*own, *leaving) if one.state in RUNNING} - to_decide.keys()
    steps = first_steps(institution, request)
    seen = [(name, one) for name, one in sight.latest(folder, most=LOOKED_AT) if one is not None]
    petitions = waiting(institution, request)
    wrong, more_wrong = wrong_numbers(institution, request, seen)
    return {
        "called": first_name(request.identity.name),
        "first_line": "" if steps else first_line(institution, request),
        "troubles": troubles(institution, request),
        "first_steps": steps,
        "to_decide": to_decide,
        "returned": [one for one in own if has_not_left(one)][:RECENT],
        "awaited": awaited,
        "petitions": petitions[:SHOWN],
        "petitions_in_all": len(petitions),
        "serves": request.has_permission(Permission.INSTITUTION_EXPORT, institution),
        "running": newest(running),
        "own_drafts": unsent.listed(request)[:RECENT],
        "to_finish": newest(one for one in own if one.state in TO_FINISH and not has_not_left(one)),
        "to_correct": wrong,
        "more_to_correct": more_wrong,
        "recent": latest(folder, seen),
        "reach": sight.reach,
        **credit(institution, request),
        "again": again(institution, request),
        "may_compose": request.has_permission(Permission.CAMPAIGN_COMPOSE, institution),
        "told": told,
    }


def again(institution, request):
    """Return pairs of audience that this person has written to lately, each with its chip."""
    if not request.has_permission(Permission.CAMPAIGN_COMPOSE, institution):
        return []
    return [(pair, chip(institution, *pair)) for pair in recent(request.actor)]


def may_enter(institution, request):
    """Whether there is anything here for this person beside their own affairs."""
    shown = request.sees_messages or request.may_search or request.has_settings
    replies = request.has_permission(Permission.REPLY_VIEW, institution)
    return request.has_permission(Permission.INSTITUTION_VIEW, institution) and (shown or replies)


def first_name(name):
    """Return the first name: ``Zoé`` of ``Zoé Lefèvre``; the whole name of ``Mme Lefèvre``."""
    first, _, rest = name.partition(" ")
    return first if rest and first.istitle() and first.rstrip(".") not in TITLES else name


def first_steps(institution, request):
    """Return the steps that an institution lacks before a message can leave.

    Only the steps about which this person may do something are returned.
    """
    credit = any(account.available for account in institution["accounts"].values())
    others = len(institution["people"]) > 1  # there is always who administers it
    steps = (
        ("connections", Permission.CONNECTION_MANAGE, connections.usable(institution)),
        ("accounts", Permission.ACCOUNT_MANAGE, credit),
        ("people", Permission.PERSON_MANAGE, others),
    )
    return [
        step
        for step, permission, done in steps
        if not done and request.has_permission(permission, institution)
    ]


def under_way(institution):
    """The latest campaigns that were released and are not closed: their connections know them."""
    place, campaigns = path_of(institution), institution["campaigns"]
    found = (one.open_of(place) for one in connections.usable(institution).values())
    names = {path.rpartition("/")[2] for paths in found for path in paths}
    return [
        campaigns[name] for name in sorted(names, reverse=True)[:LOOKED_AT] if name in campaigns
    ]


def decisions(sight, campaigns):
    """Return ``{campaign: messages}`` whose end nobody knows, of those this person steers."""
    mine = (one for one in campaigns if sight.may(one, Permission.CAMPAIGN_STEER))
    return dict(islice(((one, count) for one in mine if (count := doubts(one))), RECENT))


def credit(institution, request):
    """The open accounts that this person sees, the one with the least credit first.

    The service's own may be below zero: it is none of those that lack credit.
    """
    known = accounts_of(institution, request)
    seen = [account for account in known if not account.closed and not account.overdraft]
    seen.sort(key=lambda account: account.available)
    return {"accounts": seen[:ACCOUNTS], "more_accounts": len(seen) > ACCOUNTS, "low": LOW}


def newest(campaigns):
    """Return some campaigns, the last sent or written first: a name tells the day only."""
    return sorted(
        campaigns, key=lambda one: (one.sent_at or one.created_at, one.__name__), reverse=True
    )[:RECENT]


def unfinished(sight, folder):
    """Return the viewer's own campaigns that wait for somebody or something."""
    told = sight.own(folder, most=LOOKED_AT)
    found = (folder[name] for name, one in told if one.state in RUNNING | TO_FINISH)
    return [one for one in found if sight.may(one)]


def has_not_left(campaign):
    """Whether a scheduled campaign was taken back at its hour, and nobody has looked since."""
    schedule = campaign.scheduled
    return campaign.state in TO_FINISH and schedule is not None and bool(schedule.refused)


def latest(folder, seen):
    """The latest campaigns that were sent, of pairs of name and ``Listed``; a trial is none."""
    told = ((one.at, name) for name, one in seen if one.state in OVER)
    sent = (folder[name] for _, name in sorted(told, reverse=True))
    return list(islice((one for one in sent if not one.trial), RECENT))


def doubts(campaign):
    """Return how many messages of a campaign a person must decide about.

    Only campaigns that once had a message in doubt are counted.
    """
    return len(steering.uncertain_numbers(campaign)) if campaign.handover.doubtful else 0


def troubles(institution, request):
    """The connections on which nothing leaves at present, each with since when, and a code.

    They are for whoever manages connections.
    """
    if not request.has_permission(Permission.CONNECTION_MANAGE, institution):
        return []
    found = ((one, connections.trouble_of(one)) for one in connections.usable(institution).values())
    return [(one, trouble[0], trouble[1]) for one, trouble in found if trouble]


def accounts_of(institution, request):
    """The accounts whose credit this person may see."""
    accounts = institution["accounts"].values()
    if request.has_permission(Permission.ACCOUNT_VIEW, institution):
        return list(accounts)
    return [
        account for account in accounts if request.has_permission(Permission.ACCOUNT_VIEW, account)
    ]
