"""The text of each row."""

from factories import make_campaign, make_recipient

from unisms.services.delivery.claims import renderer


def test_each_row_has_its_own_text(institution):
    campaign = make_campaign(institution, 2)
    render = renderer(campaign)
    assert [render(number) for number in (1, 2)] == [
        "Bonjour Personne 0",
        "Bonjour Personne 1",
    ]


def test_a_text_without_columns_is_the_same_for_all(institution):
    campaign = make_campaign(
        institution, [make_recipient(1, values=())], columns=(), text="[[midi]"
    )
    assert renderer(campaign)(1) == "[midi]"
