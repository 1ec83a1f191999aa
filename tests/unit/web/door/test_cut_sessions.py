"""A session that is cut at any step of a message costs one more press."""

import pytest
from carried_pages import (
    CAMPAIGNS,
    NOW,
    TEXT,
    campaigns,
    carried_by,
    drafts_of,
    end_sessions,
    sign_in,
)
from compose_page import COMPOSE

from unisms.model.folder import find
from unisms.services.campaigns import checks


def press(page, at):
    """Fill the message in and have it checked; then send it, pause it, and let it go on."""
    if "compose" in page.forms:
        page.forms["compose"]["text"], page.forms["compose"]["account"] = TEXT, "scolarite"
        return page.forms["compose"].submit(
            "action", value="check", headers={"Referer": page.request.url}
        )
    act = next(form for form in page.forms.values() if form.action.rpartition("/")[2] == at)
    return act.submit(headers={"Referer": page.request.url})


STEPS = ("check", "send", "pause", "resume")


@pytest.mark.parametrize("cut", STEPS)
def test_a_session_that_is_cut_at_any_step_costs_one_more_press_and_sends_nothing_twice(
    house, secretary, cut
):
    page = secretary.get(f"{COMPOSE}?group=l2-histoire")
    for step in STEPS:
        if step == cut:
            end_sessions(house)
            asked = press(page, step)
            assert asked.forms[0]["uid"].value == "zlefevre"
            page = sign_in(asked).follow()
            assert len(house.run(campaigns)) == (step != "check")
            assert "sending" not in states_of(house) or step in ("pause", "resume")
        page = press(page, step).follow()
        if step == "check":
            house.worker.run(
                lambda root: checks.prepare(root, f"{CAMPAIGNS}/{campaigns(root)[0]}", NOW)
            )
            page = secretary.get(page.request.path)
    assert (len(house.run(campaigns)), states_of(house), drafts_of(house)) == (1, ["sending"], [])
    assert carried_by(house, "zlefevre") == []


def states_of(house):
    return house.run(lambda root: [one.state for one in find(root, CAMPAIGNS).values()])
