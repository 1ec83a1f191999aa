"""Whether the rules of an institution let a number be written to."""

from unisms.model.root import Institution
from unisms.sms import causes, msisdn
from unisms.sms.reading import Reading


def verdict(reading: Reading, institution: Institution) -> tuple[str | None, bool]:
    """Return why this number cannot be written to or ``None``, and whether its range is unknown."""
    if reading.kind not in msisdn.USABLE:
        return reading.kind, False
    if reading.foreign and institution.foreign_numbers != "allow":
        return causes.FOREIGN_NOT_ALLOWED, False
    return None, reading.kind == msisdn.UNKNOWN_RANGE
