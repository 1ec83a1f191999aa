"""The settings of one SMPP connection, read from their strings."""

from typing import NamedTuple

from unisms.sms import encoding

LEAST = {"port": 1, "window": 1, "bind_timeout": 0.1, "response_timeout": 0.1, "enquire_link": 0.1}  # of the others, 0
MOST = {
    "port": 65_535,
    "window": 10_000,
    "bind_timeout": 60,
    "reconnect_patience": 60,
}  # of the others, an hour: a thread waits
HOUR = 3600
LONGEST_ID = 65  # octets of a message_id, its NUL among them


class Settings(NamedTuple):
    """Every setting has a name of its own in the connection's ``settings``; durations are in seconds."""

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
    throttle_patience: float = 20  #: how long one ``send`` offers the same PDUs to an SMSC that takes none


def read(strings):
    """:raises ValueError: a setting has no such value; unknown settings are somebody else's."""
    known = {name: strings[name] for name in Settings._fields if strings.get(name, "") != ""}
    kinds = Settings.__annotations__
    settings = Settings(**{name: kinds[name](text) for name, text in known.items()})
    for name, allowed in (("alphabet", encoding.ALPHABETS), ("id_format", ID_FORMATS), ("tls", ("yes", "no"))):
        if getattr(settings, name) not in allowed:
            raise ValueError(f"{name} must be one of {', '.join(sorted(allowed))}")
    for name, kind in kinds.items():
        least, most = LEAST.get(name, 0), MOST.get(name, HOUR)
        if kind is not str and not least <= getattr(settings, name) <= most:
            raise ValueError(f"{name} must be from {least} to {most}")
    if not (settings.system_id + settings.password + settings.system_type).isascii():
        raise ValueError("system_id, password and system_type are written in ASCII")
    return settings


def _one_word(text):
    """An id as it is, but for blanks and a ``+`` before it: ids are kept in a row, with blanks between them, and that
    sign before those that are delivered. One that is longer than any may be is cut."""
    return "_".join(text[:LONGEST_ID].split()).lstrip("+")


def _in_base(base):
    """Makes equal what differs by case or leading zeros, and by base when the other side is read in another."""

    def normal_id(text):
        try:
            return str(int(text[:LONGEST_ID], base))
        except ValueError:
            return _one_word(text)

    return normal_id


#: How a broker writes its ids: in the answer to a submit, then in the receipts. Both are brought to one form.
ID_FORMATS = {
    "as-is": (_one_word, _one_word),
    "decimal": (_in_base(10), _in_base(10)),
    "hex": (_in_base(16), _in_base(16)),
    "hex-to-decimal": (_in_base(16), _in_base(10)),
    "decimal-to-hex": (_in_base(10), _in_base(16)),
}
