"""A scheduled campaign that does not leave: taken back with the reason, its people told by mail."""

from unisms.model import links
from unisms.model.campaigns import Campaign
from unisms.model.root import institution_of
from unisms.model.timings import Schedule
from unisms.services.ground import outbox
from unisms.services.ground.outbox import Value
from unisms.services.ground.problem import Detail, Problem
from unisms.services.schedules import mails
from unisms.sms import states


def take_back(campaign: Campaign, problem: Problem, now: int) -> None:
    """Keep a scheduled campaign from leaving, and tell why: its page, the first page, a mail."""
    schedule = Schedule(*campaign.schedule)
    campaign.schedule = tuple(schedule._replace(refused=_bare(problem)))
    if campaign.state == states.SCHEDULED:
        campaign.become(states.CHECKED)
    else:
        campaign.become(campaign.state)  # its folder lets nothing wait any more
    campaign.remember(now, "", "returned", problem.code)
    _tell(campaign, schedule.by, schedule.at, problem, now)


def tell_end(campaign: Campaign, now: int) -> None:
    """Tell that a series ends with this campaign: its next one cannot be made."""
    campaign.remember(now, "", "series_ended")
    _tell(campaign, campaign.author, now, Problem("schedule", "series_ended"), now)


def _bare(problem: Problem) -> tuple[str, str, Detail]:
    detail = problem.detail
    return (problem.field, problem.code, tuple(detail) if isinstance(detail, list) else detail)


def _tell(campaign: Campaign, by: str, at: int, problem: Problem, now: int) -> None:
    """Let a mail wait for its author and for the person who sent it."""
    institution = institution_of(campaign)
    values: dict[str, Value] = {
        "title": campaign.title,
        "at": outbox.moment_of(institution, at),
        "reason": mails.reason_of(problem),
        "link": links.page_address(campaign),
    }
    for uid in dict.fromkeys((campaign.author, by)):
        if uid in institution["people"]:
            outbox.post_to(institution, uid, mails.NOT_LEFT, values, now)
