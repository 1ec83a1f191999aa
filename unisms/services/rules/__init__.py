"""Rules that several rooms need: policies, hours, the candidate for a message.

It may call ``mail`` and every room below it. Open to others:

- ``clocks``: the moments at which a clock shows an hour, the nights of its changes included
- ``hours``: hours of an institution's local day, and the time zones that it may have
- ``notices``: the notice at the end of a theme's first message to somebody
- ``periods``: for how many days an institution keeps what may name somebody
- ``policies``: when an institution lets messages leave, and to which numbers
- ``recipients``: a candidate for a message, wherever they come from
- ``sentences``: the sentences of the causes of a message that is not sent, or did not arrive
- ``timetables``: the hours and days on which each kind of purpose leaves
- ``timings``: when a message is to leave, and whether that can be
- ``typed_numbers``: the box of numbers of a message, read
- ``zone_orders``: recipients in the order in which an hour comes to them
"""

__all__ = [
    "clocks",
    "hours",
    "notices",
    "periods",
    "policies",
    "recipients",
    "sentences",
    "timetables",
    "timings",
    "typed_numbers",
    "zone_orders",
]
