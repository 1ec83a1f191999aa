"""Start ``smsc.js`` or ``smsc.pl``, talk to it and read its log."""

import json
import subprocess
import tempfile
from pathlib import Path

from unisms.testing.fixtures import PATIENCE, eventually

HERE = Path(__file__).parent


class Smsc:
    """An SMSC of its own for one test.

    ``with Smsc(answer_delay=50) as smsc: … smsc.port … smsc.events("submit")``."""

    program = ("node", HERE / "smsc.js")

    def __init__(self, **options):
        self._folder = tempfile.TemporaryDirectory(prefix="smsc-")
        self.log = Path(self._folder.name) / "events.jsonl"
        given = {
            "log": "" if options.get("fast") else str(self.log),
            "with_parent": True,
            **options,
        }
        self._process = subprocess.Popen(
            [*self.program, json.dumps(given)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=self._folder.name,
        )
        self.pid = self._process.pid
        self.port = self._read()["port"]

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.stop()

    def ask(self, command, **arguments):
        """Give a command of the README's table; its answer."""
        self._process.stdin.write(json.dumps({"do": command, **arguments}) + "\n")
        self._process.stdin.flush()
        return self._read()

    def stats(self):
        return self.ask("stats")

    def events(self, kind=None):
        """Return the events that the log tells so far, of one kind or of all."""
        self.ask("flush")
        events = map(json.loads, self.log.read_text().splitlines()) if self.log.exists() else ()
        return [event for event in events if kind in (None, event["event"])]

    def wait(self, condition, patience=PATIENCE, log=lambda: ""):
        """Wait until ``condition(stats)``; return the stats.

        ``log()`` returns what to read where it does not come true.
        """

        def look():
            stats = self.stats()
            return stats if condition(stats) else None

        return eventually(look, patience, lambda: f"{self.stats()}\n{log()}", pause=0.02)

    def stop(self):
        self._process.terminate()
        self._process.wait(PATIENCE)
        self._process.stdin.close()
        self._process.stdout.close()
        self._folder.cleanup()

    def _read(self):
        line = self._process.stdout.readline()
        assert line, "the SMSC has ended: is what it needs there? (make .venv/parts .venv/peers)"
        return json.loads(line)


class PerlSmsc(Smsc):
    """An SMSC by other people's code: it knows fewer options, numbers and commands."""

    program = ("/usr/bin/perl", HERE / "smsc.pl")  # Debian's, which has Net::SMPP
