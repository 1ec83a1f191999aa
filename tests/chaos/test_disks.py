"""Each test of ``on_a_disk.py``, in a process that may mount a disk without being root."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chaos import on_a_disk

pytestmark = pytest.mark.servers
ROOT = Path(__file__).parents[2]
TESTS = [name for name in vars(on_a_disk) if name.startswith("test_")]
MOUNTING = ["unshare", "--mount"] if os.getuid() == 0 else ["unshare", "--mount", "--map-root-user"]
ADVICE = (
    "This machine lets nobody but root mount a disk. Run the tests as root, or, as root: "
    "sysctl -w {}"
).format("kernel.unprivileged_userns_clone=1 user.max_user_namespaces=10000")


@pytest.fixture(scope="module")
def _may_mount(tmp_path_factory):
    place = tmp_path_factory.mktemp("disk")
    tried = subprocess.run(
        [*MOUNTING, "mount", "-t", "tmpfs", "tmpfs", place], capture_output=True, text=True
    )
    assert tried.returncode == 0, f"{tried.stderr}{ADVICE}"


@pytest.mark.usefixtures("_may_mount")
@pytest.mark.parametrize("name", TESTS)
def test_on_a_disk_of_its_own(name):
    command = [*MOUNTING, sys.executable, "-m", "pytest", f"tests/chaos/on_a_disk.py::{name}"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
