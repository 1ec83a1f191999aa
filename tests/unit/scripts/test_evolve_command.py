"""``unisms evolve``: lists, tries and runs the steps."""

import pytest

from unisms.scripts import opening


@pytest.fixture
def with_step(demo, monkeypatch):
    """A demonstration whose add-ons have just got a step."""
    make = opening.make_registry

    def make_registry(settings):
        registry = make(settings)
        registry.evolution_steps.append(rename)
        return registry

    monkeypatch.setattr(opening, "make_registry", make_registry)
    return demo


def rename(root):
    root.title = "renamed"


NAME = f"{rename.__module__}.rename"


def test_a_pending_step_is_listed(with_step):
    assert with_step.json("evolve")["pending"] == [NAME]
    assert "Run them: unisms evolve --run" in with_step.run("evolve").output


def test_a_dry_run_takes_everything_back(with_step):
    assert f"works    {NAME}" in with_step.run("evolve", "--dry-run").output
    assert with_step.json("evolve")["pending"] == [NAME]
    assert with_step.look(lambda root: root.title) == "unisms"


def test_a_run_keeps_it_and_marks_it_finished(with_step):
    assert f"ran    {NAME}" in with_step.run("evolve", "--run").output
    assert with_step.look(lambda root: root.title) == "renamed"
    told = with_step.json("evolve")
    assert told["pending"] == []
    assert NAME in told["finished"]
    assert f"finished {'20'}" in with_step.run("evolve").output


def test_a_new_store_gets_its_root_and_has_nothing_to_run(empty):
    assert "unisms evolve --run" in empty.run("evolve", code=3).stderr
    assert empty.json("evolve", "--run")["pending"] == []
    assert empty.look(lambda root: list(root["institutions"])) == []


def test_trying_and_running_exclude_each_other(empty):
    assert "Either" in empty.run("evolve", "--run", "--dry-run", code=2).stderr
