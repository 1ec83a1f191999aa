"""A parent for the service's processes: it starts them, restarts the dead, stops all cleanly."""

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Sequence

READY = b"ready\n"
GRACE = 15  # seconds that a child may take to end what it is doing
QUICK = 10  # seconds; a child that lived no longer died fast
TRIES = 5  # fast deaths in a row before we give up
LONGEST_WAIT = 8  # seconds before a child that died fast is started again
HOPELESS = (2, 4)  # exit codes of wrong use and wrong settings: the next try would end likewise
LOOK = 0.1  # seconds between two looks at the children


class Child:
    """A process, in a group of its own so that Ctrl-C reaches the supervisor alone.

    It holds one end of a socket: it says there that it is ready, and its end closes when the
    supervisor dies. Without one that is not ``needed`` the others go on.
    """

    def __init__(self, name: str, command: Sequence[str], *, needed: bool = True):
        self.name, self.command, self.needed = name, command, needed
        self.left_out = False  # given up, and not needed
        self.fast_deaths = 0
        self.hopeless = 0  # the exit code for which no other try is made
        self.start_at = 0.0
        self.ready = self.was_ready = False
        self.process: subprocess.Popen | None = None

    def start(self):
        self.line, theirs = socket.socketpair()
        self.line.setblocking(False)
        command = [*self.command, "--supervised", str(theirs.fileno())]
        self.ready, self.started = False, time.monotonic()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 our own command
                command, pass_fds=[theirs.fileno()], process_group=0, stdin=subprocess.DEVNULL
            )

    def look(self):
        """Take the child's word that it is ready."""
        with contextlib.suppress(BlockingIOError, ConnectionError):
            self.ready = self.ready or self.line.recv(len(READY)) == READY
            self.was_ready = self.was_ready or self.ready

    def died(self):
        """Return the end of a child that should run, as a phrase, or ``None`` while it runs."""
        code = self.process and self.process.poll()
        if code is None:
            return None
        self.line.close()
        self.process = None
        lived = time.monotonic() - self.started
        self.fast_deaths = self.fast_deaths + 1 if lived < QUICK else 0
        self.hopeless = self._hopeless(code)
        self.start_at = time.monotonic() + (
            min(2**self.fast_deaths / 4, LONGEST_WAIT) if self.fast_deaths else 0
        )
        return f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"

    def _hopeless(self, code):
        """A store that was open once may open again."""
        if code in HOPELESS:
            return 0 if self.was_ready else code
        return int(self.fast_deaths >= TRIES)

    def signal(self, number):
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


class Supervisor:
    """``run`` starts the children and returns the exit code, once all of them have ended."""

    def __init__(
        self, children: Sequence[Child], say: Callable[[str], None], when_ready: Callable[[], None]
    ):
        self.children, self.say, self.when_ready = children, say, when_ready
        self.stopping = False

    def run(self) -> int:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        told = False
        while not self.stopping:
            if code := self._keep_alive():
                self._stop()
                return code
            if not told and all(child.ready or child.left_out for child in self.children):
                self.when_ready()
                told = True
            time.sleep(LOOK)
        self.say("Stopping: what is being handed over ends first.")
        return self._stop()

    def _ask_to_stop(self, number, frame):
        self.stopping = True

    def _keep_alive(self):
        """Start what is not running, each process once the one before is ready.

        So an error of the settings is told once. Return our exit code if there is no hope, else 0.
        """
        for child in self.children:
            if child.left_out:
                continue
            if child.process is None and time.monotonic() >= child.start_at:
                child.start()
            elif child.process is not None:
                child.look()
                if (fate := child.died()) and (code := self._after(child, fate)):
                    return code
            if not child.was_ready:
                break
        return 0

    def _after(self, child, fate):
        """Return our exit code if a child has died that we need and cannot have, else 0."""
        if not child.hopeless:
            self.say(f"{child.name} {fate}; starting it again.")
            return 0
        if child.needed:
            return self._give_up(child, fate)
        child.left_out = True
        self.say(f"{child.name} {fate}: left out until the next start. See above why.")
        return 0

    def _give_up(self, child, fate):
        if child.hopeless == 1:  # any other code comes with a sentence of the child's own
            self.say(
                f"{child.name} {fate}, {child.fast_deaths} times in a row: giving up. See "
                "above why."
            )
        return child.hopeless

    def _stop(self):
        """TERM to all, and KILL after the grace; 1 if one had to be killed."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        killed = False
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"{child.name} did not end within {GRACE} seconds and was killed.")
                child.signal(signal.SIGKILL)
                child.process.wait()
                killed = True
        return int(killed)


class Leash:
    """A child's end of the socket, to say ``ready``; the child stops once the parent is gone."""

    def __init__(self, descriptor: int | None):
        self.line = None if descriptor is None else socket.socket(fileno=descriptor)
        if self.line is not None:
            threading.Thread(target=self._follow, name="leash", daemon=True).start()

    def ready(self):
        if self.line is not None:
            with contextlib.suppress(OSError):
                self.line.send(READY)

    def _follow(self):
        """Wait for the end of the line: the supervisor has died, however it died."""
        with contextlib.suppress(OSError):
            self.line.recv(1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE)
        os._exit(1)  # the clean way took too long
