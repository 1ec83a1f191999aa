"""Deliveries of an SMSC, as values, and the news read of them."""

from unisms.addons.brokers.smpp import codec
from unisms.addons.brokers.smpp.reader import Reader
from unisms.addons.brokers.smpp.settings import read as settings_of

USUAL = (
    b"id:42 sub:001 dlvrd:001 submit date:2611221200 done date:2611221201 stat:%b err:%b "
    b"text:Bonjour"
)
NOW = 1000


def deliver(
    text=b"",
    esm_class=0x04,
    coding=0,
    source=b"33639980001",
    destination=b"36111",
    kinds=(b"\1\1", b"\3\0"),
    **tlvs,
):
    """A ``DeliverSm``; an optional field is named by its tag in hexadecimal, after an x."""
    fields = {int(tag[1:], 16): value for tag, value in tlvs.items()}
    return codec.DeliverSm(
        kinds[0], source, kinds[1], destination, esm_class, coding, text, fields, 50
    )


def read(*arguments, settings=None, **fields):
    return Reader(settings_of(settings or {})).read(deliver(*arguments, **fields), NOW)


def body(deliver, command=codec.DELIVER_SM):
    """The octets of a ``DeliverSm``, as the SMSC writes them."""
    octets = b"\0%b%b\0%b%b\0" % deliver[:4]
    if command == codec.DATA_SM:
        octets += bytes((deliver.esm_class, 0, deliver.data_coding))
        assert not deliver.short_message
    else:
        octets += bytes((deliver.esm_class, 0, 0)) + b"\0\0\0\0"
        octets += (
            bytes((deliver.data_coding, 0, len(deliver.short_message))) + deliver.short_message
        )
    for tag, value in deliver.tlvs.items():
        octets += tag.to_bytes(2, "big") + len(value).to_bytes(2, "big") + value
    return octets
