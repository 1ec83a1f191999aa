"""Refuse answers that a line of the settings or a command would not carry."""

import re
import sys

FORMS = {
    r"""{{ cookiecutter.name }}""": "[a-z][a-z0-9-]{1,39}",
    r"""{{ cookiecutter.host }}""": "[A-Za-z0-9.-]+",
    r"""{{ cookiecutter.administrator }}""": "[a-z0-9._@-]+",
    r"""{{ cookiecutter.operator }}""": "[a-z0-9._@-]+",
    r"""{{ cookiecutter.addons }}""": r"[\w ]+",
    r"""{{ cookiecutter.title }}""": r"""[^"\\$`\n]+""",
    r"""{{ cookiecutter.administrator_name }}""": r"""[^"\\$`\n]+""",
}

for answer, form in FORMS.items():
    if not re.fullmatch(form, answer):
        sys.exit(f"{answer!r} cannot be written there; it should look like {form}")
