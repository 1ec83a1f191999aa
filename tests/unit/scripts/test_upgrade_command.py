"""An upgrade as an administrator does it: a copy of the release before, the steps, the doctor."""

import upgraded

SECRET = "a secret for tests, long enough to be one"


def brought(empty):
    """The commands on a store that was restored from a copy of the release before."""
    empty.var.mkdir()
    (empty.var / "secret").write_text(SECRET)
    (empty.var / "secret").chmod(0o600)
    empty.run("restore", str(upgraded.RECORDED), "--moved")
    return empty


def test_the_steps_run_once_and_the_doctor_finds_the_money_right(empty):
    command = brought(empty)
    pending = command.json("evolve")["pending"]
    assert len(command.json("evolve")["finished"]) == upgraded.OLD_STEPS
    dry = command.run("evolve", "--dry-run").output
    assert all(f"works    {name}" in dry for name in pending)
    ran = command.run("evolve", "--run").output
    assert all(f"ran    {name}" in ran for name in pending)
    assert "ran    " not in command.run("evolve", "--run").output
    told = {one["subject"]: one for one in command.json("check", "--no-brokers", code=None)}
    assert told["money"]["severity"] == told["evolution"]["severity"] == "ok"
    assert "fail" not in {one["severity"] for one in told.values()}


def test_the_journals_of_before_are_whole_and_a_head_noted_then_is_known(empty):
    command = brought(empty)
    command.run("evolve", "--run")
    assert "paris1: 4 entries, whole" in command.run("audit", "verify").output
    assert command.run("audit", "verify", "paris1", "--head", upgraded.NOTED).exit_code == 0


def test_what_it_holds_can_be_listed_taken_away_and_saved(empty, tmp_path):
    command = brought(empty)
    command.run("evolve", "--run")
    for words in (("institution", "list"), ("operator", "list"), ("audit", "head")):
        command.run(*words)
    command.run("institution", "export", "paris1", str(tmp_path / "paris1.zip"))
    command.run("backup", str(tmp_path / "copy.fs"))
    command.run("institution", "erase", "nice", "--yes", code=3)  # a message of it is leaving
