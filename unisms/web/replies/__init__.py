"""Replies of recipients."""
