"""Proving who somebody is: passwords, second factors, sessions, and the throttle."""
