"""``unisms pack``, ``backup`` and ``restore``."""

import random
import shutil
import stat

import pytest
import scenes
from ZODB.FileStorage import FileStorage

from unisms.scripts import copying
from unisms.scripts.opening import opened, read_settings
from unisms.scripts.store import fill
from unisms.services.ground import lives
from unisms.tasks import memory

MESSAGE = (
    "send",
    "--institution",
    "paris1",
    "--as",
    "zlefevre",
    "--account",
    "scd",
    "--text",
    "Bonjour",
)


@pytest.fixture
def other(other, demo):
    """An empty store with the secret of the demonstration: no copy of a store holds it."""
    other.var.mkdir()
    shutil.copy(demo.var / "secret", other.var / "secret")
    return other


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
    assert sorted(
        each.name for each in tmp_path.iterdir() if each.name.startswith((".copy", "copy"))
    ) == ["copy.fs"]


def test_only_its_owner_may_read_a_backup(demo, tmp_path):
    demo.run("backup", str(tmp_path / "copy.fs"))
    assert stat.S_IMODE((tmp_path / "copy.fs").stat().st_mode) == 0o600


def test_a_store_that_was_moved_goes_on(demo, other, tmp_path):
    demo.run("backup", str(tmp_path / "copy.fs"))
    other.run("restore", str(tmp_path / "copy.fs"), "--moved")
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
    other, _ = copying.open_copy(file)
    assert sum(1 for _ in copying.records_of(other)) > 600  # nice is whole in it
    other.close()


def test_nothing_leaves_from_a_restored_store_until_it_is_released(demo, other, tmp_path):
    path = demo.json(*MESSAGE, "--to", "0639980001")["path"]
    ready = demo.look(scenes.checked)
    demo.run("backup", str(tmp_path / "copy.fs"))
    shown = other.run("restore", str(tmp_path / "copy.fs")).output
    assert "all verified" in shown
    assert "paris1: 1 paused, 1 ready and drafts again, 0 messages in doubt" in shown
    assert other.json("campaign", "status", path)["state"] == "paused"
    drafted = other.json("campaign", "status", ready)
    assert (drafted["state"], drafted["problem"]) == ("draft", "restored")
    refused = other.run(*MESSAGE, "--to", "0639980003", code=3)
    assert "unisms release" in refused.stderr
    assert "restored" in other.run("check", "--no-brokers", code=2).output


def test_whoever_has_read_what_may_have_left_releases_it(demo, other, tmp_path):
    demo.json(*MESSAGE, "--to", "0639980001")
    demo.run("backup", str(tmp_path / "copy.fs"))
    assert "not held" in demo.run("release").output
    assert demo.json("release") == {"held": False}
    restored = other.json("restore", str(tmp_path / "copy.fs"))
    assert restored["restored"]["found"] == [
        {"institution": "paris1", "paused": 1, "ready": 0, "uncertain": 0}
    ]
    assert "1 paused" in other.run("release", code=3).output
    assert "Released" in other.run("release", "--yes").output
    sent = other.json(*MESSAGE, "--to", "0639980003")["path"]
    assert other.json("campaign", "status", sent)["state"] == "sending"
    assert "restored" not in other.run("check", "--no-brokers", code=None).output


def test_a_store_that_this_machine_knew_later_is_held(demo, tmp_path):
    demo.look(lambda root: lives.beat(root, 1_900_000_000) and None)
    demo.run("backup", str(tmp_path / "copy.fs"))
    later = demo.look(lambda root: lives.beat(root, 1_900_000_100))
    memory.write(demo.var, later)
    shutil.rmtree(demo.var / "store")
    fill(
        read_settings(demo.config), tmp_path / "copy.fs"
    )  # as somebody would put an older file back
    refused = demo.run(*MESSAGE, "--to", "0639980003", code=3)
    assert "unisms release" in refused.stderr
    found = demo.json("release", code=3)["restored"]
    assert (found["since"], found["until"]) == (1_900_000_000, 1_900_000_100)


def test_a_restore_asks_for_the_secret_first(demo, other, tmp_path):
    demo.run("backup", str(tmp_path / "copy.fs"))
    shutil.rmtree(other.var)
    new = other
    assert "put the secret back" in new.run("restore", str(tmp_path / "copy.fs"), code=3).stderr
    assert not new.var.exists()
    assert "--new" in new.run("secret", code=3).stderr
    assert "Drew another" in new.run("secret", "--new").output
    assert "nothing is lost" in new.run("secret", "--new", code=3).stderr
    new.run("restore", str(tmp_path / "copy.fs"))


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
    file.write_bytes(
        {"cut": whole[: len(whole) // 2], "text": b"not a copy at all", "nothing": b""}[damage]
    )
    assert str(file) in other.run("restore", str(file), code=1).stderr
    assert "0 pending" in other.run("evolve", "--run").output


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # ZODB leaves the file open
def test_a_flipped_octet_is_found_wherever_it_stands(demo, tmp_path):
    file = tmp_path / "copy.fs"
    demo.run("backup", str(file))
    whole = file.read_bytes()
    records = dict(records_in(file))
    drawn = random.Random(12)
    for place in (*range(60), *(drawn.randrange(len(whole)) for _ in range(150))):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :])
        try:
            found = dict(records_in(file))
        except copying.NotACopy:
            continue
        assert found == records  # a part of the file that says nothing


def test_nothing_of_a_damaged_copy_is_unpickled(demo, tmp_path, monkeypatch):
    """REDUCE with one bit flipped is LONG_BINPUT, which may ask for 60 GB."""
    file = tmp_path / "copy.fs"
    demo.run("backup", str(file))
    whole = file.read_bytes()
    place = whole.index(b"Subscriber")
    file.write_bytes(whole[:place] + b"r" + whole[place + 1 :])
    unpickled = []
    monkeypatch.setattr(copying, "referencesf", lambda data: unpickled.append(data) or ())
    with pytest.raises(copying.NotACopy, match="records are not those that were saved"):
        copying.open_copy(file)
    assert not unpickled


def records_in(file):
    source, sealed = copying.open_copy(file)
    try:
        assert sealed
        return list(copying.records_of(source))
    finally:
        source.close()


def test_a_copy_from_before_copies_were_sealed_is_restored_and_says_so(
    demo, other, tmp_path, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr(copying, "SEALED", "unisms backup")
        store = FileStorage.store
        patch.setattr(
            FileStorage,
            "store",
            lambda self, oid, *rest: oid != copying.SEAL and store(self, oid, *rest),
        )
        demo.run("backup", str(tmp_path / "copy.fs"))
    assert "before copies were sealed" in other.run("restore", str(tmp_path / "copy.fs")).output
    assert other.look(contents) == demo.look(contents)


def test_a_restore_that_breaks_off_leaves_the_store_empty_and_can_be_tried_again(
    demo, other, tmp_path, monkeypatch
):
    file = tmp_path / "copy.fs"
    demo.run("backup", str(file))
    with monkeypatch.context() as patch:
        patch.setattr(copying, "records_of", breaks_off(copying.records_of))
        with pytest.raises(OSError, match="no space"):
            fill(read_settings(other.config), file)
    other.run("restore", str(file))
    assert other.look(contents) == demo.look(contents)


def breaks_off(records_of):
    """``records_of`` that fails in the middle of the second reading of a copy, which fills the
    store."""
    readings = []

    def broken(storage):
        if isinstance(storage, FileStorage):
            readings.append(storage)
        for number, record in enumerate(records_of(storage)):
            if len(readings) == 2 and number == 300:
                raise OSError(28, "no space left")
            yield record

    return broken


def test_a_file_of_another_application_is_refused(other, tmp_path):
    import transaction
    import ZODB

    database = ZODB.DB(str(tmp_path / "other.fs"))
    connection = database.open()
    connection.root()["guestbook"] = "hello"
    transaction.commit()
    connection.close()
    database.close()
    assert (
        "holds nothing of this service"
        in other.run("restore", str(tmp_path / "other.fs"), code=1).stderr
    )


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
