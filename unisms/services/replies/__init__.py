"""Replies: whose each is, joined of its parts, kept once."""
