"""The share of each text in a message."""

from unisms.services.texts.shares import LanguageShare, Share
from unisms.sms.money import Tariff
from unisms.sms.template import prepare


def test_a_share_counts_its_people_segments_price_and_longest_text():
    share = Share("en", prepare("Hello", ()), "", 0)
    share.count(1, "+336", 2, 20)
    share.count(2, "+336", 1, 10)
    share.count(3, "+337", 1, 10)
    tariff = Tariff((("", 50_000), ("+337", 100_000)), ())
    assert LanguageShare(*share.told(tariff)) == ("en", 3, 4, 250, 1)


def test_a_text_that_nobody_gets_costs_nothing():
    assert Share("en", prepare("Hello", ()), "", 0).told(Tariff((("", 50_000),), ())) == (
        *("en", 0, 0, 0, 0),
    )
