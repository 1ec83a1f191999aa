"""The ground of every other room: the audit journal, the days that have passed, the life of the
store.
"""
