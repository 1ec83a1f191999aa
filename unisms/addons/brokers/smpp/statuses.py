"""Statuses by which an SMSC says more than that it does not take a message."""

THROTTLED = 0x58
QUEUE_FULL = 0x14
#: Statuses that refuse *us*, whatever the message (SMPP 3.4, §5.1.3): not bound for this command,
#: already bound, bind failed, password, system_id, system_type.
REFUSING_US = frozenset({0x04, 0x05, 0x0D, 0x0E, 0x0F, 0x53})
REFUSING_FOR_LONG = REFUSING_US - {0x04, 0x05}  # until a person has looked
