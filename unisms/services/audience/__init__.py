"""Audiences: who is chosen, and the rows they become."""
