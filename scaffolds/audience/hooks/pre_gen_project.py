"""Refuse answers of which no package can be made."""

import sys

NAMES = (r"""{{ cookiecutter.name }}""", r"""{{ cookiecutter.package }}""")
TITLES = r"""{{ cookiecutter.french }} {{ cookiecutter.english }}"""

for name in NAMES:
    if not (name.isidentifier() and name.isascii()):
        sys.exit(f"{name!r} is no name: letters, digits and _, a letter first")
if set('"\\<&') & set(TITLES):
    sys.exit("a title has no double quote, no backslash, no < and no &")
