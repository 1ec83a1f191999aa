"""The settings of one SMPP connection, read from their strings."""

from typing import NamedTuple

from unisms.addons.brokers.smpp import texts
from unisms.sms import causes, encoding, msisdn

LEAST = {
    "port": 1,
    "window": 1,
    "bind_timeout": 0.1,
    "response_timeout": 0.1,
    "enquire_link": 0.1,
}  # of the others, 0
MOST = {
    "port": 65_535,
    "window": 10_000,
    "bind_timeout": 60,
    "reconnect_patience": 60,
}  # of the others, an hour: a thread waits
HOUR = 3600
ERRORS = {
    "map": causes.MAP_ERRORS,
    "none": {},
    "own": None,
}  # the last one is written in ``err_codes``
COVERS = {"auto": "", "segment": "segment", "message": "message"}  #: ``ports.Receipt.covers``
#: The causes that a table of errors may name.
CAUSES = (
    causes.NUMBER_INVALID,
    causes.NUMBER_UNUSABLE,
    causes.ABSENT,
    causes.EXPIRED,
    causes.OPERATOR,
    causes.PORTABILITY,
    causes.CONTENT,
    causes.SENDER,
    causes.OPT_OUT,
    causes.CREDIT,
    causes.ACCOUNT,
    causes.RATE,
    causes.UNKNOWN,
)
LONGEST_ID = 65  # octets of a message_id, its NUL among them


class Settings(NamedTuple):
    """The settings of a connection, each by its own name; durations are in seconds."""

    host: str = "127.0.0.1"
    port: int = 2775
    system_id: str = ""
    password: str = ""
    system_type: str = ""
    window: int = 50  #: the most PDUs that may wait for their answer
    alphabet: str = "gsm"  #: a key of ``encoding.ALPHABETS``
    short_code: str = "3/0"  #: TON/NPI of a sender_id that is a short code
    id_format: str = "as-is"  #: a key of ``ID_FORMATS``
    tls: str = "no"  #: ``yes`` verifies the SMSC against the system's authorities, or ``tls_ca``
    tls_ca: str = ""  #: a PEM file of authorities
    bind_timeout: float = 10
    response_timeout: float = 30
    enquire_link: float = 30  #: after so long a silence the SMSC is asked whether it is there
    reconnect_patience: float = 2  #: how long ``send`` waits for a lost link to be back
    throttle_patience: float = (
        20  #: how long one ``send`` offers the same PDUs to an SMSC that takes none
    )
    country: str = "FR"  #: its national numbers may come from the SMSC (ISO 3166)
    err: str = "map"  #: a key of ``ERRORS``: the table of errors that receipts are written by
    err_codes: str = ""  #: where ``err`` is ``own``: ``005=number_unusable 010=absent``
    long_receipts: str = (
        "auto"  #: a key of ``COVERS``: how many receipts come for a message of several segments
    )
    own_numbers: str = ""  #: those of the contract, with blanks between; the connection tells them
    validity: str = "yes"  #: whether the SMSC is told until when a message is of use
    codings: str = (
        ""  #: the alphabet of a data_coding, where it is not the standard's: ``0=latin-1 1=gsm``
    )


def read(strings):
    """:raises ValueError: a setting has no such value; unknown settings are somebody else's."""
    known = {name: strings[name] for name in Settings._fields if strings.get(name, "") != ""}
    kinds = Settings.__annotations__
    settings = Settings(**{name: kinds[name](text) for name, text in known.items()})
    settings = settings._replace(country=settings.country.strip().upper())
    for name, allowed in CHOICES.items():
        if getattr(settings, name) not in allowed:
            raise ValueError(f"{name} must be one of {', '.join(sorted(allowed))}")
    for name, kind in kinds.items():
        least, most = LEAST.get(name, 0), MOST.get(name, HOUR)
        if kind is not str and not least <= getattr(settings, name) <= most:
            raise ValueError(f"{name} must be from {least} to {most}")
    if not (settings.system_id + settings.password + settings.system_type).isascii():
        raise ValueError("system_id, password and system_type are written in ASCII")
    if not msisdn.is_country(settings.country):
        raise ValueError("country must be two capital letters, as FR")
    errors_of(settings)
    codings_of(settings)
    return settings


def errors_of(settings):
    """Return what the ``err`` of a receipt means: causes by ``causes.smpp_error``.

    :raises ValueError: a pair is none, or its cause is not one that a broker tells.
    """
    if settings.err != "own":
        return ERRORS[settings.err]
    pairs = _pairs("err_codes", settings.err_codes, CAUSES)
    if not pairs:
        raise ValueError(
            "err_codes must tell what the codes mean, as 005=number_unusable 010=absent"
        )
    return {causes.smpp_error(code): cause for code, cause in pairs}


def codings_of(settings):
    """Return the alphabets of the data codings by which the operator means something of its own.

    :raises ValueError: a pair is none, or its number or alphabet does not exist.
    """
    pairs = _pairs("codings", settings.codings, texts.ALPHABETS)
    if not all(
        code.isascii() and code.isdecimal() and len(code) <= 3 and int(code) <= 255
        for code, _ in pairs
    ):
        raise ValueError("codings must be numbers from 0 to 255, as 0=latin-1 1=gsm")
    return {int(code): alphabet for code, alphabet in pairs}


def _pairs(name, text, allowed):
    """Return pairs of the words around each equals sign; the second is one of ``allowed``."""
    pairs = [pair.partition("=")[::2] for pair in text.replace(",", " ").replace(";", " ").split()]
    for code, value in pairs:
        if not code or value not in allowed:
            raise ValueError(
                f"{name} must be pairs as 5=word, the word one of {', '.join(sorted(allowed))}"
            )
    return pairs


def _one_word(text):
    """Return an id as it is, but for blanks, a ``+`` before it, and octets beyond the longest id.

    Ids are kept in a row, with blanks between them, and that sign before those that are delivered.
    """
    return "_".join(text[:LONGEST_ID].split()).lstrip("+")


def _in_base(base):
    """Return a function that brings the ids of one number to one form.

    They may differ by case, by leading zeros, and by base if the other side is read in another.
    """

    def normal_id(text):
        try:
            return str(int(text[:LONGEST_ID], base))
        except ValueError:
            return _one_word(text)

    return normal_id


#: How a broker writes its ids: in the answer to a submit, then in the receipts. Both are brought to
#: one form.
ID_FORMATS = {
    "as-is": (_one_word, _one_word),
    "decimal": (_in_base(10), _in_base(10)),
    "hex": (_in_base(16), _in_base(16)),
    "hex-to-decimal": (_in_base(16), _in_base(10)),
    "decimal-to-hex": (_in_base(10), _in_base(16)),
}

#: The settings that have one of a few values.
CHOICES = {
    "alphabet": encoding.ALPHABETS,
    "id_format": ID_FORMATS,
    "tls": ("yes", "no"),
    "validity": ("yes", "no"),
    "err": ERRORS,
    "long_receipts": COVERS,
}
