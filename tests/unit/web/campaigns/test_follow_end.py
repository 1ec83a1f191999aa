"""Following a campaign: its pause by itself, its causes, the mail of its end."""

import scenes

from unisms.model.folder import find
from unisms.sms import states


def stored(house, path, name):
    return house.run(lambda root: getattr(find(root, path), name))


def test_a_message_that_paused_by_itself_says_why_and_has_one_button(house, secretary):
    path = house.run(scenes.under_way)

    def brake(root):
        campaign = find(root, path)
        campaign.braked = (1_800_000_000, "number_invalid", 61, 118, (), 0)
        campaign.become(states.PAUSED)
        campaign.remember(1_800_000_000, "", "braked", "61")

    house.run(brake)
    page = secretary.get(f"{path}/")
    told = page.html.select_one(".notice[role=alert]")
    assert "61 messages sur 118 ont échoué pour une même raison\u202f: numéro inconnu" in told.text
    [button] = page.html.select("form[action$='/resume'] button")
    assert button.text.startswith("Envoyer quand même")
    assert "s’est mis en pause" in page.html.select_one(".history").text
    [form] = [one for one in page.forms.values() if one.action.endswith("/resume")]
    page = form.submit().follow()
    assert not page.html.select(".notice[role=alert]")
    assert stored(house, path, "state") == states.SENDING


def test_causes_are_drawn_as_shares_of_what_failed(house, secretary):
    page = secretary.get(f"{house.run(scenes.under_way)}/")
    bars = page.html.select("#live .reason rect")
    assert [bar["width"] for bar in bars] == ["666", "333"]


def summary(app, path):
    page = app.get(f"{path}/")
    part = page.html.select_one("#summary")
    form = next((one for one in page.forms.values() if one.action.endswith("/summary-mail")), None)
    return (" ".join(part.text.split()) if part else ""), form


def test_an_author_with_an_address_chooses_whether_the_end_is_mailed(house, secretary):
    path = house.run(scenes.under_way)
    assert summary(secretary, path) == ("", None)

    def give_address(root):
        find(root, scenes.PARIS)["people"]["zlefevre"].email = "zoe@univ.example"

    house.run(give_address)
    told, form = summary(secretary, path)
    assert "un mail vous dira" in told
    form.submit("mailed", status=303)
    told, form = summary(secretary, path)
    assert "Aucun mail" in told
    form.submit("mailed", status=303)
    assert "un mail vous dira" in summary(secretary, path)[0]
    admin = house.person("admin")
    assert summary(admin, path) == ("", None)
    token = admin.get(f"{path}/").html.select_one("[name=csrf_token]")["value"]
    admin.post(f"{path}/summary-mail", {"csrf_token": token, "mailed": "yes"}, status=403)
    house.run(lambda root: setattr(find(root, path), "state", states.CLOSED))
    assert summary(secretary, path) == ("", None)
