"""The page of a link: without signing in, without a cookie, and nothing changes by opening it."""

import pytest
from factories import NOW

from unisms.model.campaigns import Campaign
from unisms.model.themes import Member, Theme
from unisms.services.brokers import references
from unisms.services.delivery import claims
from unisms.services.links import misses, records
from unisms.sms import states

EN = {"Accept-Language": "en"}
HEARS_NOES = ("emergency", "opt_out")


@pytest.fixture
def campaign(house):
    """The path of a message with links that has left, of a theme."""
    return house.run(sent)


def sent(root, purpose=("partner", "crous"), name="paris1"):
    institution = root["institutions"][name]
    if "crous" not in institution["themes"]:
        theme = institution["themes"].add("crous", Theme("Crous", "abenali"))
        theme.kind, theme.title_en = "partner", "Student services"
        theme.join("abenali", Member(NOW), "2027-01-15")
    campaign = Campaign("abenali", NOW)
    institution["campaigns"].add(references.free_name(institution, NOW), campaign)
    campaign.purpose, campaign.leaving_link, campaign.state = purpose, True, states.CLOSED
    campaign.handover.taken = 1
    number = institution["people"]["abenali"].msisdn
    campaign.freeze([(1, (number, states.DELIVERED, "", 1, NOW, None))], [(1, ("A", ""))])
    records.begin(campaign, NOW)
    return campaign.path


def address(house, path):
    def told(root):
        institution = root["institutions"]["paris1"]
        campaign = institution["campaigns"][path.rpartition("/")[2]]
        return claims.messages_of(campaign, (1,))[0].text.split()[-1]

    return house.run(told).removeprefix("http://localhost")


def code_of_nice(root):
    sent(root, (), "nice")
    return root["institutions"]["nice"].links.code


def left(house):
    return house.run(
        lambda root: root["institutions"]["paris1"]["themes"]["crous"].left_at("abenali")
    )


def size(house):
    """The number of the last transaction: nothing else tells that nothing was written."""
    return house.worker.db.storage.lastTransaction()


def test_opening_it_changes_nothing_and_sets_no_cookie(house, campaign):
    there, before = address(house, campaign), size(house)
    page = house.visitor().get(there)
    house.visitor().head(there)
    assert size(house) == before
    assert "Set-Cookie" not in page.headers
    assert "<script" not in page
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert [button.text for button in page.html.select("button")] == ["Ne plus recevoir ces SMS"]
    assert "ne vous enverra plus les SMS du thème «\N{NARROW NO-BREAK SPACE}Crous" in page


def test_it_tells_nobody_s_name_or_number(house, campaign):
    page = house.visitor().get(address(house, campaign))
    assert "Benali" not in page.text
    assert "abenali" not in page.text


def test_one_button_leaves_and_one_takes_it_back(house, campaign):
    page = house.visitor().get(address(house, campaign)).form.submit()
    assert page.html.h1.text.startswith("C’est fait")
    assert left(house)
    assert "Set-Cookie" not in page.headers
    back = page.form.submit()
    assert back.html.h1.text.startswith("C’est annulé")
    assert not left(house)
    late = page.form.submit(status=409)
    assert late.html.h1.text == "Ce n’est plus annulable ici"


def test_leaving_twice_says_the_same_without_another_undo(house, campaign):
    first = house.visitor().get(address(house, campaign))
    first.form.submit()
    again = first.form.submit()
    assert again.html.h1.text.startswith("C’est fait")
    assert again.html.form is None


def test_a_message_of_no_theme_leaves_all_but_emergencies(house):
    path = house.run(sent, ())
    page = house.visitor().get(address(house, path))
    assert "sauf une alerte d’urgence" in page
    page.form.submit()
    assert house.run(lambda root: root["institutions"]["paris1"]["people"].word("abenali")) == "no"


def test_where_a_no_counts_in_emergencies_the_page_promises_none(house):
    path = house.run(sent, ())
    house.run(lambda root: setattr(root["institutions"]["paris1"], "policies", (HEARS_NOES,)))
    assert "pas même une alerte d’urgence" in house.visitor().get(address(house, path))


def test_other_messages_are_promised_only_to_those_who_get_them(house, campaign):
    others = "Ses autres messages vous arriveront toujours."
    assert others in house.visitor().get(address(house, campaign))
    house.run(lambda root: root["institutions"]["paris1"]["people"].opts_out("abenali", NOW))
    assert others not in house.visitor().get(address(house, campaign))


def test_it_speaks_the_language_of_the_browser(house, campaign):
    page = house.visitor().get(address(house, campaign), headers=EN)
    assert page.html.html["lang"] == "en"
    assert "Student services" in page
    nobody = house.visitor().get("/l/paris1/nothing", headers={"Accept-Language": "de"}, status=404)
    assert nobody.html.html["lang"] == "fr"


def test_without_a_language_it_is_that_of_the_institution(house, campaign):
    there = address(house, campaign)
    page = house.visitor()
    page.extra_environ.pop("HTTP_ACCEPT_LANGUAGE")
    assert page.get(there).html.html["lang"] == "fr"


@pytest.mark.parametrize(
    "there",
    [
        "/l",
        "/l/",
        "/l/paris1",
        "/l/paris1/",
        "/l/paris1/xxxxxxxxxxx",
        "/l/paris1/xxxxxxxxxxx/more",
        "/l/nowhere/xxxxxxxxxxx",
        "/l/paris1/%C3%A9",
    ],
)
def test_a_link_that_is_mutilated_or_unknown_says_so_and_how_to_leave(house, there):
    for answer in (house.visitor().get(there, status=404), house.visitor().post(there, status=404)):
        assert answer.html.h1.text == "Ce lien ne mène nulle part"
        assert "répondez STOP" in answer
        assert answer.html.form is None


def test_a_link_of_one_institution_is_an_unknown_one_at_another(house, campaign):
    there = address(house, campaign)
    code, token = there.split("/")[2:]
    other = house.run(code_of_nice)
    assert other != code
    elsewhere = house.visitor().get(f"/l/{other}/{token}", status=404)
    assert elsewhere.text == house.visitor().get(f"/l/{other}/xxxxxxxxxxx", status=404).text


WRONG = "/l/paris1/xxxxxxxxxxx"


@pytest.fixture
def tried(house, monkeypatch):
    """So many wrong links that the address waits, whatever a header claims."""
    monkeypatch.setattr(house.registry, "misses", misses.Misses())
    for number in range(misses.FREE):
        house.visitor().get(WRONG, headers={"X-Forwarded-For": f"192.0.2.{number}"}, status=404)


def test_who_tries_many_links_that_lead_nowhere_waits(house, tried):
    page = house.visitor().get(WRONG, status=429)
    assert "Réessayez dans dix minutes" in page
    house.visitor().post(WRONG, status=429)
    house.visitor().get(WRONG, extra_environ={"REMOTE_ADDR": "192.0.2.7"}, status=404)


def test_whoever_shares_that_address_leaves_by_a_good_link_all_the_same(house, campaign, tried):
    page = house.visitor().get(address(house, campaign)).form.submit()
    assert left(house)
    page.form.submit()
    assert not left(house)
