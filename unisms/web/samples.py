"""What stands for the recipients while a text is written: one real row to show, and the dearest values to count."""

from functools import lru_cache
from itertools import islice

from unisms.model.groups import members
from unisms.services.audience import PERSON_COLUMNS
from unisms.services.composing import LONGEST_TEXT
from unisms.sms.encoding import ALPHABETS, encode, simplify
from unisms.sms.names import finder
from unisms.sms.visible import visible

LOOKED_AT = 500  # people of a group; every line of a file is looked at


def samples(institution, audience, columns, alphabet, *, plain=False):
    """Two rows of values in the order of ``columns``: the first recipient's, and the dearest value of each column,
    once simplified where they are to be ``plain``. Of a value that is longer than a text may be, only so much is given
    as shows that.

    All that ``audience`` names exists.
    """
    first, dearest, weight = {}, {}, _weight(alphabet, plain)
    for kind, name in audience:
        if kind == "import":
            record = institution["imports"][name]
            titles, one, worst = record.columns, *_of_file(record, weight)
        elif kind in ("group", "person"):
            titles, one, worst = PERSON_COLUMNS, *_of_people(institution, kind, name, weight)
        else:
            continue
        places = map(finder(titles), columns)
        for column, place in enumerate(places):
            if place is not None and place < len(one):
                first.setdefault(column, one[place])
                dearest[column] = max(dearest.get(column, ""), worst[place], key=weight)
    numbers = range(len(columns))
    return [first.get(one, "") for one in numbers], [dearest.get(one, "") for one in numbers]


def _of_people(institution, kind, name, weight):
    people = institution["people"]
    uids = [name] if kind == "person" else members(institution["groups"], name)
    known = [people[uid] for uid in islice(uids, LOOKED_AT) if uid in people]
    rows = [(person.name, person.__name__, person.email) for person in known]
    return _first_and_dearest(rows, len(PERSON_COLUMNS), weight)


def _of_file(record, weight):
    key = (record._p_oid, record._p_serial, weight)
    if key not in _known_files:
        if len(_known_files) > 100:
            _known_files.clear()
        _known_files[key] = _first_and_dearest(record.rows.values(), len(record.columns), weight)
    return _known_files[key]


_known_files: dict = {}  # the dearest values of a file do not change until it is stored again


def _first_and_dearest(rows, width, weight):
    first, dearest = None, [""] * width
    for row in rows:
        first = first or row
        for place, value in enumerate(row[:width]):
            if len(value) >= len(dearest[place]) or not value.isascii():
                dearest[place] = max(dearest[place], visible(value), key=weight)
    return [_cut(value) for value in first or dearest], [_cut(value) for value in dearest]


def _cut(value):
    return value.strip()[: LONGEST_TEXT + 1]


@lru_cache(maxsize=8)
def _weight(alphabet, plain):
    """How dear a value is: one that leaves the GSM alphabet weighs most, then the longest."""
    table = ALPHABETS[alphabet]

    @lru_cache(maxsize=4096)
    def weight(value):
        seen = visible(value[:1000])
        encoded = encode(simplify(seen, table) if plain else seen, table)
        return encoded.alphabet != "gsm7", encoded.units

    return weight
