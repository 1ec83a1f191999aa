"""Signing in and out, and everything that proves who one is."""
