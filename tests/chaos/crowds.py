"""The people chaos writes to: each once, some with two segments, some whose SMSC does not
deliver."""

from unisms.sms.encoding import encode

NAMES = ("Lefèvre", "Traoré", "N'Diaye", "Bernard", "Garnier", "Guérin", "D'Angelo", "Nguyen")
LONG = (
    "de la part de la bibliothèque interuniversitaire, pour tous les documents qui ne sont pas "
    "rendus à ce jour"
)
TEXT = "Bonjour [nom], un document est à rendre avant samedi à la bibliothèque."
SPECIAL = (901, 902, 903, 904, 905, 906, 907, 909, 913, 914)  # see the README of the peers
BLOCK = 600  # numbers between two thousands: their ends are all plain


def crowd(campaign, size, *, special=True):
    """Pairs of msisdn and name; no two campaigns share a number.

    Every seventh message has two segments.
    """
    return [(_msisdn(campaign, place, special), _name(place)) for place in range(size)]


def _msisdn(campaign, place, special):
    block, end = divmod(place, BLOCK)
    if special and place % 50 == 0:
        end = SPECIAL[place % BLOCK // 50 % len(SPECIAL)]
        block += 500 if place % BLOCK // 50 >= len(SPECIAL) else 0
    return f"+336{campaign:02d}{block:03d}{end:03d}"


def _name(place):
    name = f"{NAMES[place % len(NAMES)]} {place}"
    return f"{name}, {LONG}" if place % 7 == 0 else name


def text_of(name):
    """Return the text that this person's handset shall show."""
    return TEXT.replace("[nom]", name)


def segments_of(name):
    return encode(text_of(name)).segments
