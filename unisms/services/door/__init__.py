"""Proving who somebody is: passwords, second factors, sessions, and the throttle.

It may call ``rights`` and every room below it. Open to others:

- ``passwords``: passwords drawn, chosen, verified
- ``second_factor``: the second factor, and for whom it is required
- ``sentences``: the sentences of passwords, codes and waits
- ``sessions``: when a session is over
- ``throttle``: how long a try must wait after wrong ones
"""

from typing import Any

from unisms.services.door import sessions, throttle

__all__ = ["passwords", "second_factor", "sentences", "sessions", "throttle"]


def includeme(config: Any) -> None:
    config.add_nightly_job("ended_sessions", sessions.forget)
    config.add_nightly_job("failures_to_sign_in", throttle.forget)
