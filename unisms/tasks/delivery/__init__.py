"""Handing over: the lease and the baton of a connection, what left, and what the broker tells of it."""
