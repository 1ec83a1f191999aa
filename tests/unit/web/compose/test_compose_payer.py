"""The payer, the contract and the sender: offered, proposed and refused."""

import pytest
import scenes
from compose_page import COMPOSE, check, path_of, preview, stored

from unisms.model.accounts import Account
from unisms.model.folder import find
from unisms.services.brokers import connections


@pytest.mark.parametrize(
    ("field", "value"),
    [("account", "nowhere"), ("connection", "/institutions/nice/brokers/simulateur")],
)
def test_a_forged_payer_or_supplier_is_refused(secretary, field, value):
    form = secretary.get(f"{COMPOSE}?group=l2-histoire").forms["compose"]
    form["text"] = "Bonjour"
    form[field].force_value(value)
    page = check(form, status=422)
    assert page.html.select_one(f"#problems a[href='#{field}']")


def test_the_own_contract_stands_before_the_shared_one(house, secretary):
    page = secretary.get(COMPOSE)
    assert page.forms["compose"]["connection"].value == scenes.BROKER
    assert "Simulateur commun" in page


def test_accounts_are_offered_by_their_title(house, secretary):
    house.run(
        lambda root: find(root, f"{scenes.PARIS}/accounts").add("aaa", Account("Zoologie")) and None
    )
    options = secretary.get(COMPOSE).forms["compose"]["account"].options
    assert [option[2].partition(" ·")[0] for option in options] == [
        "Choisissez un compte",
        "Bibliothèques (SCD)",
        "Scolarité UFR 09",
        "Sport et culture",
        "Zoologie",
    ]


def test_the_payer_and_the_contract_of_the_last_message_are_proposed(house, secretary):
    now, shared = 1_790_000_000, "/brokers/commun"

    def furnish(root):
        scenes.draft(root, now=now + 60, account="sport", connection=shared)
        scenes.draft(root, now=now, account="scd")
        scenes.draft(root, author="admin", now=now + 90_000, account="scd")

    def proposed():
        form = secretary.get(COMPOSE).forms["compose"]
        return form["account"].value, form["connection"].value

    house.run(furnish)
    assert proposed() == ("sport", shared)
    house.run(lambda root: setattr(find(root, f"{scenes.PARIS}/accounts/sport"), "closed", True))
    house.run(lambda root: find(root, "/brokers").remove("commun") and None)
    assert proposed() == ("", scenes.BROKER)


def test_who_never_wrote_is_offered_a_contract_by_which_messages_leave(house):
    def trouble(*paths):
        house.run(
            lambda root: [setattr(find(root, path), "trouble", "away") for path in paths] and None
        )

    def offered():
        return house.person("zlefevre").get(COMPOSE).forms["compose"]["connection"].value

    first, *others = house.run(lambda root: list(connections.usable(find(root, scenes.PARIS))))
    assert offered() == first
    trouble(first)
    assert offered() == others[0]
    trouble(*others)
    assert offered() == first


def test_a_contract_whose_try_has_failed_is_not_offered_first(house):
    first, other = house.run(lambda root: list(connections.usable(find(root, scenes.PARIS)))[:2])
    house.run(
        lambda root: setattr(find(root, first), "tested", (1_790_000_000, False, "refused", ""))
    )
    assert house.person("zlefevre").get(COMPOSE).forms["compose"]["connection"].value == other


def test_where_no_account_can_pay_it_is_said_and_who_may_is_led_to_open_one(house, secretary):
    house.run(
        lambda root: [
            setattr(one, "closed", True) for one in find(root, f"{scenes.PARIS}/accounts").values()
        ]
    )
    page = secretary.get(COMPOSE)
    assert "demandez-en un" in page.html.select_one("#account-help").text
    assert not page.html.select("a[href$='/accounts/']")
    assert (
        "Aucun compte ne peut payer"
        in check(page.forms["compose"], status=422).html.select_one("#account-error").text
    )
    page = house.person("admin").get(COMPOSE)
    assert page.html.select("#how ~ p a[href$='/accounts/']")
    assert "ouvrez-en un" in page.html.select_one("#account-help").text
    house.run(lambda root: setattr(find(root, f"{scenes.PARIS}/accounts/scd"), "closed", False))
    assert not secretary.get(COMPOSE).html.select("#account-help")


def test_a_closed_account_is_not_offered_and_does_not_pay(house, secretary):
    path = house.run(scenes.draft)
    form = secretary.get(f"{COMPOSE}?group=l2-histoire").forms["compose"]
    form["text"], form["account"] = "Bonjour", "scolarite"
    house.run(
        lambda root: setattr(find(root, f"{scenes.PARIS}/accounts/scolarite"), "closed", True)
    )
    page = check(form, status=422)
    assert "Ce compte est fermé" in page.html.select_one("#account-error").text
    for shown in (page, secretary.get(COMPOSE), secretary.get(f"{path}/edit")):
        assert "scolarite" not in [
            option[0] for option in shown.forms["compose"]["account"].options
        ]
    assert page.forms["compose"]["account"].value == ""


def test_senders_of_the_contract_are_offered(house, secretary):
    house.run(lambda root: setattr(find(root, scenes.BROKER), "sender_ids", ("Paris1", "SCD")))
    form = secretary.get(f"{COMPOSE}?group=l2-histoire").forms["compose"]
    form["text"], form["sender_id"] = "Bonjour", "SCD"
    assert stored(house, path_of(check(form)), "sender_id") == ("SCD",)


def test_another_contract_offers_its_own_senders_at_once(house, secretary):
    house.run(lambda root: setattr(find(root, scenes.BROKER), "sender_ids", ("Paris1", "SCD")))
    token = secretary.get(COMPOSE).forms["compose"]["csrf_token"].value
    own = preview(secretary, token, connection=scenes.BROKER, sender_id="SCD").html.select_one(
        "#senders"
    )
    assert own["hx-swap-oob"] == "true"
    assert [option["value"] for option in own.select("option")] == ["", "Paris1", "SCD"]
    assert own.select_one("option[selected]")["value"] == "SCD"
    shared = preview(
        secretary, token, connection="/brokers/commun", sender_id="SCD"
    ).html.select_one("#senders")
    assert not shared.select("select")


def test_a_sender_that_the_contract_does_not_accept_is_refused(house, secretary):
    house.run(lambda root: setattr(find(root, scenes.BROKER), "sender_ids", ("Paris1",)))
    form = secretary.get(f"{COMPOSE}?group=l2-histoire").forms["compose"]
    form["text"], form["sender_id"] = "Bonjour", "Paris1"
    house.run(lambda root: setattr(find(root, scenes.BROKER), "sender_ids", ()))
    assert (
        "n’accepte pas cet expéditeur"
        in check(form, status=422).html.select_one("#sender_id-error").text
    )
