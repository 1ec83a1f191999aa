"""Tickets, sessions, and who sees what."""
