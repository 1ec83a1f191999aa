"""Numbers as audience."""

from collections import Counter
from datetime import date

import pytest
from factories import (
    MOBILE,
    NOW,
    mobile,
)

from unisms.services.audience.audience import expand
from unisms.services.audience.glimpses import Glimpse, looked_at
from unisms.services.audience.kinds.numbers import NumberKind
from unisms.services.exclusions.judges import Judge
from unisms.services.ground.actor import service
from unisms.services.people import consent
from unisms.services.rules.recipients import Recipient
from unisms.sms import causes

TODAY = date(2027, 1, 15)
KIND = NumberKind()


def expanded(institution, *chosen, wanted=()):
    return list(
        expand(institution, chosen, wanted, TODAY, Judge(consent.Reader(institution, (), NOW)))
    )


def test_a_typed_number_is_read(institution):
    assert expanded(institution, ("number", "06 39 98 00 00")) == [
        Recipient(MOBILE, "06 39 98 00 00", "")
    ]


@pytest.mark.parametrize(
    ("typed", "cause"),
    [("01 99 00 12 34", causes.LANDLINE), ("bonjour", causes.UNREADABLE), ("", causes.NO_NUMBER)],
)
def test_a_number_that_cannot_be_written_to_says_why(institution, typed, cause):
    [recipient] = expanded(institution, ("number", typed))
    assert (recipient.msisdn, recipient.cause) == ("", cause)


def glimpse(institution, names, untold):
    return looked_at(expanded(institution, *(("number", name) for name in names)), untold)


def test_numbers_are_glimpsed_together_each_once_and_a_no_may_stay_untold(institution):
    consent.refuse_number(service(), institution, mobile(1), NOW)
    names = [mobile(0), "06 39 98 00 00", mobile(1), "01 99 00 12 34"]
    told = glimpse(institution, names, ())
    aside = Counter({causes.LANDLINE: 1, causes.OPT_OUT: 1})
    assert told == Glimpse(1, Counter({"+336": 1}), aside, exact=True)
    told = glimpse(institution, names, causes.OF_PEOPLE)
    assert (told.people, told.aside) == (2, Counter({causes.LANDLINE: 1}))


def test_a_number_is_typed_and_has_no_title(institution):
    assert (KIND.is_typed, KIND.is_ticked, KIND.brings_numbers) == (True, False, True)
    assert KIND.exists(institution, "anything")
    assert KIND.called(institution, MOBILE) == ""
