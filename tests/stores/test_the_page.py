"""The commands for PostgreSQL of the administrator's page, typed."""

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.peers.postgresql import PostgreSQL

pytestmark = pytest.mark.servers
PAGE = (Path(__file__).parents[2] / "docs/administrator.md").read_text()


def test_what_the_page_tells_to_type_makes_a_store_and_a_queue(production, tmp_path):
    with PostgreSQL() as server:
        for statement in told("psql <<SQL").rpartition("SQL\n")[0].partition("SQL\n")[2].split(";"):
            if statement.strip():
                server.execute(statement)
        secrets = told("cat > /etc/unisms/secrets").partition("\n")[
            2
        ]  # the file itself is made as root
        secrets = secrets.replace("/etc/unisms/secrets", "secrets").replace(
            "host=", f"port={server.port} host="
        )
        typed = (
            f"{secrets.replace('@127.0.0.1/', f'@127.0.0.1:{server.port}/')}\nset -a\n. ./secrets\n"
        )
        unisms = f"{sys.executable} -m unisms.scripts"
        for command, says in {
            "evolve --run": "0 pending",
            "check": "there is no broker connection",
        }.items():
            line = ["sh", "-c", f"{typed}\n{unisms} {command}"]
            environment = os.environ | {"UNISMS_CONFIG": str(production)}
            done = subprocess.run(
                line, cwd=tmp_path, capture_output=True, text=True, env=environment
            )
            assert says in done.stdout, done.stdout + done.stderr


def told(words):
    """The block of the page in which these words stand."""
    blocks = re.findall(r"^ *```\w*\n(.*?)^ *```$", PAGE, re.MULTILINE | re.DOTALL)
    return next(textwrap.dedent(block) for block in blocks if words in block)
