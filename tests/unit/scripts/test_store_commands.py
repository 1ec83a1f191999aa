"""``unisms pack``, ``backup`` and ``restore``."""

import pytest

from unisms.scripts import copying
from unisms.scripts.opening import opened

MESSAGE = ("send", "--institution", "paris1", "--as", "zlefevre", "--account", "scd", "--text", "Bonjour")


def contents(root):
    return {
        name: (sorted(place["people"]), [each.available for each in place["accounts"].values()])
        for name, place in root["institutions"].items()
    }


def test_a_backup_restores_into_an_empty_store(demo, other, tmp_path):
    file = tmp_path / "copy.fs"
    saved = demo.json("backup", str(file))
    restored = other.json("restore", str(file))
    assert saved["records"] == restored["records"] > 500
    assert other.look(contents) == demo.look(contents)
    assert sorted(each.name for each in tmp_path.iterdir() if each.name.startswith((".copy", "copy"))) == ["copy.fs"]


def test_a_restored_store_goes_on(demo, other, tmp_path):
    demo.run("backup", str(tmp_path / "copy.fs"))
    other.run("restore", str(tmp_path / "copy.fs"))
    assert other.json(*MESSAGE, "--to", "0639980001")["check"]["recipients"] == 1
    assert other.look(lambda root: len(root["institutions"]["paris1"]["people"])) == 204


def test_a_backup_is_of_one_moment(demo, tmp_path):
    """Whatever is committed while it runs is not in it, in no part."""
    file = tmp_path / "copy.fs"
    with opened(demo.config) as worker:
        reader = worker.db.open()
        reader.root()
        worker.run(lambda root: root["institutions"].remove("nice"))
        copying.save(reader, file)
        reader.close()
    other = copying.open_copy(file)
    assert sum(1 for _ in copying.records_of(other)) > 600  # nice is whole in it
    other.close()


def test_a_campaign_under_way_is_paused_by_a_restore_and_its_journals_forgotten(demo, other, tmp_path):
    path = demo.json(*MESSAGE, "--to", "0639980001")["path"]
    demo.run("backup", str(tmp_path / "copy.fs"))
    (other.var / "handover").mkdir(parents=True)
    journal = other.var / "handover" / "institutions+paris1+brokers+simulateur.journal"
    journal.write_text("unisms\n")
    shown = other.run("restore", str(tmp_path / "copy.fs")).output
    assert f"Paused, to be looked at one by one:\n  {path}" in shown
    assert other.json("campaign", "status", path)["state"] == "paused"
    assert not journal.exists()


def test_a_restore_does_not_mix_with_what_is_stored(demo, tmp_path):
    demo.run("backup", str(tmp_path / "copy.fs"))
    assert "not empty" in demo.run("restore", str(tmp_path / "copy.fs"), code=3).stderr


def test_a_store_that_was_only_looked_at_is_still_empty(demo, other, tmp_path):
    demo.run("backup", str(tmp_path / "copy.fs"))
    other.run("check", code=1)
    other.run("restore", str(tmp_path / "copy.fs"))
    assert other.look(contents) == demo.look(contents)


@pytest.mark.parametrize("damage", ["cut", "text", "nothing"])
def test_a_damaged_file_is_refused_and_nothing_is_filled(demo, other, tmp_path, damage):
    file = tmp_path / "copy.fs"
    demo.run("backup", str(file))
    whole = file.read_bytes()
    file.write_bytes({"cut": whole[: len(whole) // 2], "text": b"not a copy at all", "nothing": b""}[damage])
    assert str(file) in other.run("restore", str(file), code=1).stderr
    assert other.run("demo").exit_code == 0


def test_a_file_of_another_application_is_refused(other, tmp_path):
    import transaction
    import ZODB

    database = ZODB.DB(str(tmp_path / "other.fs"))
    connection = database.open()
    connection.root()["guestbook"] = "hello"
    transaction.commit()
    connection.close()
    database.close()
    assert "holds nothing of this service" in other.run("restore", str(tmp_path / "other.fs"), code=1).stderr


def test_a_backup_does_not_overwrite_unless_told_to(demo, tmp_path):
    file = tmp_path / "copy.fs"
    file.write_text("precious")
    assert "exists already" in demo.run("backup", str(file), code=3).stderr
    assert file.read_text() == "precious"
    demo.run("backup", str(file), "--replace")
    assert file.read_bytes().startswith(b"FS")


def test_packing_gives_back_the_room_of_what_was_removed(demo):
    demo.look(lambda root: root["institutions"].remove("nice") and None)
    with opened(demo.config) as worker:
        before = len(worker.db.storage)
    assert "about" in demo.run("pack").output
    with opened(demo.config) as worker:
        assert len(worker.db.storage) < before
    assert demo.look(lambda root: list(root["institutions"])) == ["paris1"]
