"""The material of tests, ours and those of add-ons: fixtures, factories, contracts, outsiders.

An add-on's ``conftest.py`` says ``pytest_plugins = ["unisms.testing.fixtures"]``.
"""
