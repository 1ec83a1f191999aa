"""Refuse answers of which no package can be made."""

import sys

NAMES = (r"""{{ cookiecutter.name }}""", r"""{{ cookiecutter.package }}""")

for name in NAMES:
    if not (name.isidentifier() and name.isascii()):
        sys.exit(f"{name!r} is no name: letters, digits and _, a letter first")
