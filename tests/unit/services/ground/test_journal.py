"""Writing into the audit journals."""

from factories import NOW, make_campaign, make_house, make_release

from unisms.services.campaigns import drafts
from unisms.services.delivery import steering
from unisms.services.ground import journal
from unisms.services.ground.actor import operator, service
from unisms.testing.factories import someone


def told(audit):
    return [
        (entry.verb, entry.by, entry.path, entry.address, entry.after) for entry in audit.waiting()
    ]


def test_an_act_is_written_where_its_thing_belongs(root):
    paris = make_house(root)
    journal.write(
        someone(paris["accounts"]["scd"]),
        "account.opened",
        paris["accounts"]["scd"],
        NOW,
        after={"title": "SCD"},
    )
    journal.write(operator("op"), "connection.added", root["brokers"], NOW)
    assert told(paris.audit) == [("account.opened", "lib", "/accounts/scd", "", '{"title": "SCD"}')]
    assert told(root.audit) == [("connection.added", "operator:op", "/brokers", "", "")]
    journal.write(service(), "institution.opened", paris, NOW, holder=root)
    assert told(root.audit)[-1][2] == "/institutions/paris1"


def test_it_tells_the_address_that_the_door_has_said(root):
    token = journal.address.set("10.0.0.1")
    journal.write(service(), "maintenance.begun", root, NOW)
    journal.address.reset(token)
    assert told(root.audit)[0][3] == "10.0.0.1"


def test_what_people_do_to_a_campaign_is_told_and_what_the_service_does_is_not(root):
    paris = make_house(root)
    campaign = make_release(paris)
    connection = paris["brokers"]["fake"]
    steering.pause(service(), campaign, connection, NOW)
    steering.resume(someone(campaign, "zoe"), campaign, connection, NOW)
    steering.stop(someone(campaign, "zoe"), campaign, connection, NOW)
    path = f"/campaigns/{campaign.__name__}"
    assert told(paris.audit) == [
        ("campaign.sent", "lib", path, "", '{"recipients": 3}'),
        ("campaign.resumed", "zoe", path, "", ""),
        ("campaign.stopped", "zoe", path, "", '{"messages": 3}'),
    ]


def test_what_is_thrown_away_leaves_a_trace(root):
    paris = make_house(root)
    campaign = make_campaign(paris)
    drafts.discard(someone(campaign, "zoe"), campaign, NOW)
    assert campaign.__name__ not in paris["campaigns"]
    assert told(paris.audit)[0][:3] == (
        "campaign.discarded",
        "zoe",
        f"/campaigns/{campaign.__name__}",
    )
