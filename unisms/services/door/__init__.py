"""Proving who somebody is: passwords, second factors, sessions, and the throttle."""

from typing import Any

from unisms.services.door import sessions, throttle


def includeme(config: Any) -> None:
    config.add_nightly_job("ended_sessions", sessions.forget)
    config.add_nightly_job("failures_to_sign_in", throttle.forget)
