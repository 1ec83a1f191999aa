"""The rules of the trade: numbers, segments, templates, states and causes.

They are pure functions that know nothing of us.
"""
