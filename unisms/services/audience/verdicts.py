"""Whether the rules of an institution let a number be written to."""

from unisms.sms import causes, msisdn


def verdict(reading, institution):
    """Return why this number cannot be written to or ``None``, and whether its range is unknown."""
    if reading.kind not in msisdn.USABLE:
        return reading.kind, False
    if reading.foreign and institution.foreign_numbers != "allow":
        return causes.FOREIGN_NOT_ALLOWED, False
    return None, reading.kind == msisdn.UNKNOWN_RANGE
