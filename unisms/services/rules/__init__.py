"""Rules that several rooms need: policies, hours, the candidate for a message.

It may call ``mail`` and every room below it. Open to others:

- ``hours``: hours of an institution's local day, and the time zones that it may have
- ``notices``: the notice at the end of a theme's first message to somebody
- ``periods``: for how many days an institution keeps what may name somebody
- ``policies``: when an institution lets messages leave, and to which numbers
- ``recipients``: a candidate for a message, wherever they come from
- ``sentences``: the sentences of the causes of a message that is not sent, or did not arrive
- ``typed_numbers``: the box of numbers of a message, read
"""

__all__ = [
    "hours",
    "notices",
    "periods",
    "policies",
    "recipients",
    "sentences",
    "typed_numbers",
]
