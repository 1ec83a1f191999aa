"""Handing over: the lease and the baton of a connection, and the news that its broker tells."""
