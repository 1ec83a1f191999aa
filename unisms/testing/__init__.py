"""What tests are made of, ours and those of add-ons: fixtures, factories, contracts, and outsiders that obey.

An add-on's ``conftest.py`` says ``pytest_plugins = ["unisms.testing.fixtures"]``.
"""
