"""The demonstration: two invented universities in the middle of a term.

Three weeks happen by the service's own functions and a clock that is handed in, so that they are
the same each time, and end now.
"""
