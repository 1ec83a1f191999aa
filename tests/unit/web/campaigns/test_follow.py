"""Following a campaign."""

import re
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import scenes

from unisms.model.folder import find
from unisms.model.roles import Role
from unisms.services.audience import kinds
from unisms.services.campaigns import releases
from unisms.services.exclusions import missed
from unisms.services.money import billing
from unisms.sms import states
from unisms.testing.factories import someone

COMPOSE = f"{scenes.PARIS}/campaigns/compose"


def stored(house, path, name):
    return house.run(lambda root: getattr(find(root, path), name))


@pytest.mark.parametrize("state", ["sending", "paused", "uncertain", "stopped", "closed"])
def test_every_state_has_its_page(house, secretary, state):
    path = house.run(scenes.EVERY_STATE[state])
    page = secretary.get(f"{path}/")
    assert page.html.select_one("#live").has_attr("hx-get") == (state != "closed")
    assert page.html.select_one("svg.bar-chart title").text.strip().split()[0].isdigit()
    assert page.html.select_one("h1").text == "Cours déplacé"


def test_failures_are_told_by_cause_with_what_to_do(house, secretary):
    page = secretary.get(f"{house.run(scenes.under_way)}/")
    reasons = page.html.select("#live .reason")
    assert [reason["id"] for reason in reasons] == ["cause-absent", "cause-number_invalid"]
    assert "Facturé" in reasons[0].text


def test_who_sent_it_and_when_is_told(house, secretary):
    path = house.run(scenes.under_way)
    assert "par vous" in secretary.get(f"{path}/")
    assert "par Zoé Lefèvre" in house.person("admin").get(f"{path}/")
    house.run(lambda root: setattr(find(root, path), "sent_at", 1_700_000_000))
    assert "envoyé le 14 nov. 2023" in secretary.get(f"{path}/")
    assert "envoyé le 14 nov. 2023" in house.person("admin").get(f"{path}/")


def test_what_it_costs_is_told_reserved_first_then_settled(house, secretary):
    path = house.run(scenes.under_way)
    reserved = dict(stored(house, path, "check"))["segments"]
    assert (
        f"{reserved} SMS réservés, "
        in secretary.get(f"{path}/").html.select_one(".head .soft").text
    )
    path = house.run(scenes.closed)
    told = secretary.get(f"{path}/").html.select_one(".head .soft").text
    account, name = stored(house, path, "account"), path.rpartition("/")[2]
    segments, cost = house.run(
        lambda root: billing.charged(find(root, f"{scenes.PARIS}/accounts/{account}"), name)
    )
    assert told.endswith(f" {segments} SMS, {cost / 1000:.2f}\xa0€".replace(".", ","))
    assert segments
    house.run(lambda root: setattr(find(root, path), "account", "gone"))
    assert "SMS" not in secretary.get(f"{path}/").html.select_one(".head .soft").text


def test_one_doubt_is_told_of_one_message(house, secretary):
    def one_left(root):
        campaign = find(root, path)
        doubtful = [number for number, row in campaign.stored_rows() if row[1] == states.UNCERTAIN]
        for number in doubtful[1:]:
            campaign.write(number, campaign.row(number)._replace(state=states.DELIVERED))

    path = house.run(scenes.in_doubt)
    assert "Ces messages sont peut-être arrivés" in secretary.get(f"{path}/")
    house.run(one_left)
    assert "Ce message est peut-être arrivé" in secretary.get(f"{path}/")


def missed_link(page):
    return page.html.select_one("a[href*='missed=']")


def test_it_can_be_written_again_to_those_alone_whom_it_has_not_reached(house, secretary):
    path = house.run(scenes.closed)
    name = path.rpartition("/")[2]
    house.run(lambda root: fail_some(find(root, path), 2))
    page = secretary.get(f"{path}/")
    there = secretary.get(missed_link(page)["href"])
    chosen = [box["value"] for box in there.html.select("#found input[checked]")]
    shown = int("".join(filter(str.isdigit, missed_link(page).text)))
    assert len(chosen) == shown >= 2
    form = there.forms["compose"]
    assert (form["text"].value, form["title"].value) == stored_text(house, path)
    assert form["account"].value == stored(house, path, "account")
    house.run(
        lambda root: setattr(find(root, f"{scenes.PARIS}/accounts/scolarite"), "closed", True)
    )
    assert (
        secretary.get(f"{COMPOSE}?missed={name}").forms["compose"]["account"].value != "scolarite"
    )
    assert not secretary.get(f"{COMPOSE}?missed=nothing").html.select("#found input")


def test_while_it_is_sent_and_where_there_are_too_many_nobody_is_written_to_again(
    house, secretary, monkeypatch
):
    assert missed_link(secretary.get(f"{house.run(scenes.under_way)}/")) is None
    path = house.run(scenes.closed)
    house.run(lambda root: fail_some(find(root, path), 2))
    monkeypatch.setattr(kinds, "MOST_PERSONS", 1)
    assert missed_link(secretary.get(f"{path}/")) is None
    monkeypatch.undo()
    monkeypatch.setattr(missed, "LARGEST", 1)
    assert missed_link(secretary.get(f"{path}/")) is None
    assert not secretary.get(f"{COMPOSE}?missed={path.rpartition('/')[2]}").html.select(
        "#found input"
    )


def test_who_may_not_write_to_people_is_led_to_nobody(house):
    path = house.run(scenes.closed)
    house.run(lambda root: fail_some(find(root, path), 2))

    def one_group(root):
        grants = find(root, scenes.PARIS).grants
        grants.withdraw("person:zlefevre", "sender")
        grants.give("person:zlefevre", "sender", "groups/l2-histoire")

    house.run(one_group)
    assert missed_link(house.person("zlefevre").get(f"{path}/")) is None

    def look_only(root):
        paris = find(root, scenes.PARIS)
        paris["roles"].add("looks", Role("Looks", ["institution:view", "campaign:view"]))
        paris.grants.give("person:mcomptes", "looks")

    house.run(look_only)
    assert missed_link(house.person("mcomptes").get(f"{path}/")) is None


def test_the_text_of_what_one_may_not_see_is_not_lent(house, secretary):
    path = house.run(lambda root: scenes.closed(root, author="admin", title="Secret"))
    house.run(lambda root: fail_some(find(root, path), 2))
    page = secretary.get(f"{COMPOSE}?missed={path.rpartition('/')[2]}")
    assert page.forms["compose"]["text"].value == ""
    assert not page.html.select("#found input")


def fail_some(campaign, many):
    rows = [(number, row) for number, row in campaign.stored_rows() if row[1] == states.DELIVERED]
    failed = [
        (number, (row[0], states.FAILED, *row[2:5], "number_invalid")) for number, row in rows
    ]
    campaign.freeze(failed[:many], ())


def stored_text(house, path):
    return house.run(lambda root: (find(root, path).text, find(root, path).title))


def test_the_fragment_is_304_until_something_changes(house, secretary):
    path = house.run(scenes.in_doubt)
    first = secretary.get(f"{path}/progress?seen=sent")
    assert first.headers["Cache-Control"] == "no-cache, private"
    tag = {"If-None-Match": first.headers["ETag"]}
    assert secretary.get(f"{path}/progress?seen=sent", headers=tag).status_int == 304
    house.run(lambda root: deliver(find(root, path)))
    house.registry.__dict__.pop("snapshots")  # a second later
    assert secretary.get(f"{path}/progress?seen=sent", headers=tag).status_int == 200


def deliver(campaign):
    for number, row in list(campaign.stored_rows()):
        if row[1] == states.UNCERTAIN:
            campaign.write(number, (row[0], states.DELIVERED, *row[2:]))


def test_a_fragment_that_finds_another_state_refreshes_the_page(house, secretary):
    path = house.run(scenes.paused)
    assert secretary.get(f"{path}/progress?seen=sending").headers["HX-Refresh"] == "true"
    assert "HX-Refresh" not in secretary.get(f"{path}/progress?seen=paused").headers


def test_figures_are_counted_once_a_second_for_all_watchers(house, secretary, monkeypatch):
    from unisms.web.campaigns import follow

    path = house.run(scenes.under_way)
    counted = []
    tally = follow.progress.tally
    monkeypatch.setattr(follow.progress, "tally", lambda *args: counted.append(1) or tally(*args))
    moment = time.time()
    monkeypatch.setattr("unisms.web.frame.request.time.time", lambda: moment)
    for _ in range(5):
        secretary.get(f"{path}/progress")
    assert len(counted) == 1


def test_old_figures_do_not_pile_up(house, secretary):
    house.registry.__dict__["snapshots"] = {f"/{number}": None for number in range(300)}
    secretary.get(f"{house.run(scenes.under_way)}/progress")
    assert len(house.registry.__dict__["snapshots"]) == 1


def test_who_looks_on_is_asked_as_soon_as_something_is_uncertain_and_about_how_many(
    house, secretary
):
    path = house.run(scenes.in_doubt)
    for seen in ("sent", "sent%3F3"):
        assert secretary.get(f"{path}/progress?seen={seen}").headers["HX-Refresh"] == "true"
    live = secretary.get(f"{path}/").html.select_one("#live")["hx-get"]
    assert "HX-Refresh" not in secretary.get(live).headers


def test_trouble_with_the_supplier_is_told(house, secretary):
    path = house.run(scenes.under_way)

    def trouble(root):
        find(root, scenes.BROKER).trouble, find(root, scenes.BROKER).trouble_at = (
            "bind refused (0x0E)",
            1,
        )

    house.run(trouble)
    page = secretary.get(f"{path}/")
    assert "Rien ne part en ce moment" in page
    assert "bind refused" not in page  # of use to whoever manages the connection
    assert "bind refused (0x0E)" in house.person("admin").get(f"{path}/")


def test_history_names_who_did_what(house, secretary):
    path = house.run(scenes.paused)
    lines = [
        " ".join(line.text.split()[1:])
        for line in secretary.get(f"{path}/").html.select(".history li")
    ]
    assert lines == [
        "Zoé Lefèvre a écrit le brouillon",
        "destinataires vérifiés",
        "Zoé Lefèvre a envoyé",
        "Zoé Lefèvre a mis en pause",
    ]


def hush(root):
    """Quiet hours from this hour on, for two."""
    minute = datetime.now(ZoneInfo("Europe/Paris")).hour * 60
    find(root, scenes.PARIS).quiet_hours = (minute, (minute + 120) % 1440)


def untouched(root):
    """Released, and nothing of it has left."""
    path = scenes.checked(root)
    releases.release(someone(find(root, path), "zlefevre"), find(root, path), int(time.time()))
    return path


def test_quiet_hours_are_told_with_their_end_while_something_waits(house, secretary):
    path = house.run(scenes.under_way)
    assert "heures calmes" not in secretary.get(f"{path}/")
    house.run(hush)
    page = secretary.get(f"{path}/")
    assert re.search(
        "Le reste partira (à|le .* à) \\d\\d:00, sans que vous ayez rien à faire", page.html.text
    )
    assert "Un message urgent" not in page  # somebody who may write none has no use for it
    assert "Un message urgent n’attend pas" in house.person("admin").get(f"{path}/")
    house.run(lambda root: setattr(find(root, path), "urgent", True))
    assert "heures calmes" not in secretary.get(f"{path}/")


def test_what_waits_for_the_hour_is_scheduled_everywhere_and_was_asked_for(house, secretary):
    path = house.run(untouched)
    house.run(hush)
    page = secretary.get(f"{path}/")
    head = " ".join(page.html.select_one(".head").text.split())
    assert re.search("Programmé demandé à [0-9:]+ par vous · partira (à|le)", head)
    assert "demandé" in house.person("admin").get(f"{path}/").html.select_one(".head").text
    for place in ("", "campaigns/", "campaigns/?state=scheduled", "search?q=cours"):
        line = (
            secretary.get(f"{scenes.PARIS}/{place}")
            .html.select_one(f"a[href$='{path}/']")
            .parent.text
        )
        assert re.search("demandé à .* · partira .*personnes.*Programmé", " ".join(line.split()))
    assert not secretary.get(f"{scenes.PARIS}/campaigns/?state=sending").html.select(".line")


def test_who_watches_meets_the_end_of_the_quiet_hours(house, secretary):
    path = house.run(untouched)
    house.run(hush)
    live = secretary.get(f"{path}/").html.select_one("#live")["hx-get"]
    assert "HX-Refresh" not in secretary.get(live).headers
    house.run(lambda root: setattr(find(root, scenes.PARIS), "quiet_hours", ()))
    house.registry.__dict__.pop("snapshots")
    assert secretary.get(live).headers["HX-Refresh"] == "true"


def test_what_was_erased_says_so_and_keeps_its_figures(house, secretary):
    path = house.run(lambda root: scenes.closed(root))
    figures = [figure.text for figure in secretary.get(f"{path}/").html.select(".figure-value")]
    house.run(lambda root: find(root, path).erase(1_790_000_000))
    page = secretary.get(f"{path}/")
    assert "sont effacés" in page
    assert "Bonjour" not in page.html.select_one("main").text
    assert [figure.text for figure in page.html.select(".figure-value")] == figures


def lasting(root, seconds):
    """A message that is over, whose last news came so many seconds after the first."""
    path = scenes.closed(root)
    campaign = find(root, path)
    for number, row in list(campaign.stored_rows()):
        if row[1] != states.SET_ASIDE:
            campaign.write(number, (*row[:4], campaign.sent_at + seconds * (number % 2), row[5]))
    return path


def test_a_drawing_over_several_days_tells_the_day_of_its_end(house, secretary):
    page = secretary.get(f"{house.run(lasting, 3 * 86400)}/")
    assert re.search(
        r"\d\d:\d\d – \d+(er)?\s\S+\s\d\d:\d\d", page.html.select_one("#timeline").text
    )


@pytest.mark.parametrize(("seconds", "drawn"), [(59, False), (90, True)])
def test_what_was_over_in_a_moment_is_not_drawn(house, secretary, seconds, drawn):
    page = secretary.get(f"{house.run(lasting, seconds)}/")
    assert bool(page.html.select("#timeline svg")) == drawn
    if drawn:
        assert "accusés de réception sur" in page.html.select_one("#timeline").text


def test_the_drawing_goes_on_while_one_looks_below_what_one_may_do_about_failures(house, secretary):
    path = house.run(lambda root: scenes.in_doubt(root, ago=400))
    live = secretary.get(f"{path}/progress").html.select_one("#timeline")
    assert live["hx-swap-oob"] == "true"
    assert live.svg
    house.run(lambda root: fail_some(find(root, path), 2))
    order = [
        one.get("id") or one["href"]
        for one in secretary.get(f"{path}/").html.select("#live, a[href*='missed='], #timeline")
    ]
    assert (order[0], order[-1]) == ("live", "timeline")
    assert "missed=" in order[1]


def test_nothing_is_said_of_a_speed_while_nothing_leaves(house, secretary):
    def at_speed(root):
        path = scenes.under_way(root)
        now = int(time.time())
        find(root, path).handover.taken, find(root, path).handover.marks = 30, ((now - 30, 0),)
        return path

    path = house.run(at_speed)
    assert "par seconde" in secretary.get(f"{path}/").html.select_one("#live [role=status]").text
    house.run(hush)
    assert (
        "par seconde" not in secretary.get(f"{path}/").html.select_one("#live [role=status]").text
    )


def test_no_failure_has_no_sign(house, secretary):
    figure = (
        secretary.get(f"{house.run(untouched)}/")
        .html.find("span", string=re.compile("en échec"))
        .parent
    )
    assert (figure["class"], figure.svg, figure.find_parent("a")) == (["figure"], None, None)
