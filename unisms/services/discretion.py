"""What a check does not tell somebody who may not see numbers: who said no, and whose a number is.

Such a person may type numbers, or bring a file of them. The reasons for which only the directory
sets a number aside are then told as sums, from five people on and in steps of five, and of nobody;
so that one number more or less among known ones shows nothing. Who is left over is counted and
listed like those who will get the message.
"""

from collections import defaultdict

from unisms.model.campaigns import Terms
from unisms.services import composing, progress
from unisms.services.personalising import renderer
from unisms.sms import causes, states
from unisms.sms.encoding import ALPHABETS, encode
from unisms.sms.money import Tariff, thousandths

ENOUGH = 5  # people of whom a sum tells nothing of one
OF_PEOPLE = frozenset({causes.OPT_OUT, causes.NO_CONSENT, causes.SUSPENDED})
NUMBERS = ("number", "import")  # kinds of audience that bring numbers


def secrets(campaign):
    """The causes that tell of the directory, where the audience of ``campaign`` brings numbers:
    among people that were chosen too, also that a number is one of theirs."""
    kinds = {kind for kind, _ in campaign.audience}
    if not kinds & {*NUMBERS}:
        return frozenset()
    return OF_PEOPLE | {causes.DUPLICATE} if kinds - {*NUMBERS} else OF_PEOPLE


def brought(campaign):
    """How many numbers the author has typed, or how many rows came of files, beside people."""
    kinds = [kind for kind, _ in campaign.audience]
    return campaign.last_number() if "import" in kinds else kinds.count("number")


def told(counts, secret):
    """The counts by cause as they are told, in steps of five where they are ``secret``."""
    shown = {cause: count - count % ENOUGH if cause in secret else count for cause, count in counts.items()}
    return {cause: count for cause, count in shown.items() if count}


def check_of(campaign):
    """The ``composing.Check`` of a campaign, as it is told to who may not see numbers: what is not
    told of counts as if it would be sent."""
    check, secret = composing.check_of(campaign), secrets(campaign)
    counts = {**check.set_aside, causes.DUPLICATE: check.merged}
    shown = told(counts, secret)
    left_over = {cause: counts[cause] - shown.get(cause, 0) for cause in counts}
    hidden = _segments(campaign, {cause: n for cause, n in left_over.items() if n})
    segments, histogram = check.segments + sum(of for _, of in hidden), dict(check.histogram)
    for _, of in hidden:
        histogram[of] = histogram.get(of, 0) + 1
    merged = shown.pop(causes.DUPLICATE, 0)
    return check._replace(
        recipients=check.recipients + len(hidden),
        segments=segments,
        cost=check.cost + _cost(campaign, hidden),
        merged=merged,
        set_aside=shown,
        histogram=histogram,
        credit_after=check.credit_before - segments,
        missing_credit=max(0, segments - check.credit_before),
    )


def _segments(campaign, left_over):
    """Pairs of number and segments of some rows that were set aside: so many of each cause."""
    found = defaultdict(list)
    for number, row in campaign.stored_rows() if left_over else ():
        if row[1] == states.SET_ASIDE and row[5] in left_over:
            found[row[5]].append(number)
    rendered, alphabet = renderer(campaign), ALPHABETS[_terms(campaign).alphabet]
    return [
        (campaign.row(number).msisdn, encode(rendered(campaign.values(number)), alphabet).segments)
        for cause, count in left_over.items()
        for number in found[cause][-count:]
    ]


def _cost(campaign, hidden):
    """Thousandths of a euro."""
    terms = _terms(campaign)
    tariff = Tariff(terms.prices, terms.abroad)
    return thousandths(sum(segments * tariff.price(number) for number, segments in hidden))


def _terms(campaign):
    """Those on which it was checked; before 2026-12 nobody wrote them down."""
    return Terms(*campaign.agreed) if campaign.agreed else Terms((("", 0),))


def rows(campaign, state=None, search="", *, by_number=True):
    """As ``progress.rows``, for who may not see numbers: before it leaves, whom only the
    directory sets aside is listed like the others; afterwards, without the reason."""
    secret = secrets(campaign)
    for shown in progress.rows(campaign, None, search, by_number=by_number):
        row = shown.row
        if row.state == states.SET_ASIDE and row.cause in secret:
            before = campaign.state == states.CHECKED
            row = row._replace(state=states.QUEUED if before else row.state, cause=None)
        if state in (None, row.state):
            yield shown._replace(row=row)


def tally(campaign, tally):
    """The ``progress.Tally`` as it is told with those rows."""
    secret = secrets(campaign)
    if campaign.state != states.CHECKED:
        return tally._replace(aside=told(tally.aside, secret))
    hidden = sum(count for cause, count in tally.aside.items() if cause in secret)
    hidden += campaign.counted("merged") if causes.DUPLICATE in secret else 0
    aside = {cause: count for cause, count in tally.aside.items() if cause not in secret}
    return tally._replace(
        total=tally.total + hidden,
        queued=tally.queued + hidden,
        set_aside=sum(aside.values()),
        aside=aside,
    )
