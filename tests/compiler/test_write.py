"""Output on disk: atomic, only ours is removed, what people edited is kept (G-07)."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from compiler import write as writing
from compiler.write import MANIFEST, Difference, OutputError, compare, digest_of
from runtime.building import BUILDING, finish
from runtime.errors import UsageError


def tree(**files: str) -> dict[str, str]:
    """Files by path (`__` is a slash), and the manifest that names them."""
    texts = {name.replace("__", "/") + ".py": text for name, text in files.items()}
    manifest = {"files": {name: digest_of(text) for name, text in texts.items()}, "flows": {}}
    return {**texts, MANIFEST: msgspec.json.encode(manifest).decode()}


def write(root: Path, files: dict[str, str], complete: bool) -> Difference:
    return writing.write(root, files, complete, finish)


def on_disk(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text() for path in sorted(root.rglob("*")) if path.is_file()}


OLD = tree(flows__a="a = 1\n", flows__b="b = 1\n", systems__s="s = 1\n")
NEW = tree(flows__a="a = 2\n", systems__s="s = 1\n")


def test_files_are_written_where_they_belong(tmp_path: Path) -> None:
    assert write(tmp_path, OLD, True).changed == tuple(sorted(OLD))
    assert on_disk(tmp_path) == OLD
    assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*") if path.is_file()} == {0o644}


def test_a_second_write_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, OLD, True)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert not write(tmp_path, OLD, True)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_compare_says_what_write_would_do_and_does_nothing(tmp_path: Path) -> None:
    write(tmp_path, OLD, True)
    found = compare(tmp_path, NEW, True)
    assert found == Difference(changed=("flows/a.py", MANIFEST), removed=("flows/b.py",))
    assert on_disk(tmp_path) == OLD
    assert write(tmp_path, NEW, True) == found
    assert not compare(tmp_path, NEW, True)


def test_only_a_build_of_everything_removes(tmp_path: Path) -> None:
    write(tmp_path, OLD, True)
    assert write(tmp_path, NEW, False).removed == ()
    assert (tmp_path / "flows" / "b.py").exists()


def test_only_files_of_our_manifest_are_removed(tmp_path: Path) -> None:
    write(tmp_path, OLD, True)
    (tmp_path / "flows" / "mine.py").write_text("mine\n")
    assert write(tmp_path, NEW, True).removed == ("flows/b.py",)
    assert on_disk(tmp_path) == {**NEW, "flows/mine.py": "mine\n"}


@pytest.mark.parametrize("name", ["../victim.py", "/tmp/flowc-victim.py", "flows/../../victim.py", "a\\..\\b.py"])
def test_a_forged_manifest_removes_nothing_outside(tmp_path: Path, name: str) -> None:
    root = tmp_path / "generated"
    root.mkdir()
    victim = tmp_path / "victim.py"
    victim.write_text("keep\n")
    (root / MANIFEST).write_bytes(msgspec.json.encode({"files": {name: digest_of("keep\n")}}))
    with pytest.raises(OutputError):
        write(root, NEW, True)
    assert victim.read_text() == "keep\n"
    assert list(on_disk(root)) == [MANIFEST]


@pytest.mark.parametrize("manifest", ["", "{", "[]", "{}", '{"files": 1}', '{"files": {"x": null}}', "null"])
def test_a_manifest_that_cannot_be_read_is_no_manifest(tmp_path: Path, manifest: str) -> None:
    (tmp_path / MANIFEST).write_text(manifest)
    (tmp_path / "x").write_text("x")
    write(tmp_path, NEW, False)
    assert on_disk(tmp_path) == {**NEW, "x": "x"}


def test_a_file_edited_by_hand_is_kept_and_named(tmp_path: Path) -> None:
    write(tmp_path, OLD, True)
    (tmp_path / "flows" / "a.py").write_text("a = 'by hand'\n")
    before = on_disk(tmp_path)
    with pytest.raises(OutputError, match=r"flows/a\.py"):
        write(tmp_path, NEW, True)
    assert on_disk(tmp_path) == before
    assert compare(tmp_path, NEW, True).edited == ("flows/a.py",)
    (tmp_path / "flows" / "a.py").unlink()
    write(tmp_path, NEW, True)
    assert on_disk(tmp_path) == NEW


def test_a_file_edited_by_hand_is_not_removed(tmp_path: Path) -> None:
    write(tmp_path, OLD, True)
    (tmp_path / "flows" / "b.py").write_text("b = 'by hand'\n")
    assert compare(tmp_path, NEW, True).edited == ("flows/b.py",)
    with pytest.raises(OutputError, match=r"flows/b\.py"):
        write(tmp_path, NEW, True)
    assert (tmp_path / "flows" / "b.py").read_text() == "b = 'by hand'\n"


def test_bytes_that_are_no_text_count_as_edited(tmp_path: Path) -> None:
    write(tmp_path, OLD, True)
    (tmp_path / "flows" / "a.py").write_bytes(b"\xff\xfe")
    with pytest.raises(OutputError, match=r"flows/a\.py"):
        write(tmp_path, NEW, True)


def test_crlf_on_disk_is_put_right(tmp_path: Path) -> None:
    write(tmp_path, OLD, True)
    path = tmp_path / "flows" / "a.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert "flows/a.py" in compare(tmp_path, OLD, True).changed


@pytest.mark.parametrize("name", ["../x.py", "/x.py", "a/../../x.py", "a\\b.py", "a\x00.py", "flows/.."])
def test_a_path_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    root = tmp_path / "generated"
    with pytest.raises(OutputError):
        write(root, {name: "x\n"}, False)
    assert list(tmp_path.rglob("*.py")) == []


@pytest.mark.parametrize("linked", ["flows", "flows/a.py", MANIFEST])
def test_a_symbolic_link_in_the_tree_is_refused(tmp_path: Path, linked: str) -> None:
    root, outside = tmp_path / "generated", tmp_path / "outside"
    write(root, OLD, True)
    (root / linked).rename(outside)
    (root / linked).symlink_to(outside)
    before = on_disk(outside) if outside.is_dir() else {"": outside.read_text()}
    with pytest.raises(OutputError, match="symbolic link"):
        write(root, NEW, True)
    assert (on_disk(outside) if outside.is_dir() else {"": outside.read_text()}) == before


def test_a_link_to_nowhere_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "generated"
    (root / "flows").mkdir(parents=True)
    (root / "flows" / "a.py").symlink_to(tmp_path / "nowhere")
    with pytest.raises(OutputError, match="symbolic link"):
        write(root, NEW, True)
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "flows" / "a.py").mkdir(parents=True)
    with pytest.raises((OutputError, OSError)):
        write(tmp_path, NEW, True)


def failing_after(acts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many files were put into place, the disk is full."""
    real = Path.replace
    done: list[Path] = []

    def replace(self: Path, target: Path) -> Path:
        if len(done) == acts:
            raise OSError(28, "No space left on device")
        done.append(target)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)


NEXT = tree(flows__a="a = 3\n", systems__s="s = 3\n", systems__t="t = 3\n")


def test_a_build_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, OLD, True)
    failing_after(0, monkeypatch)
    with pytest.raises(OutputError, match="No space"):
        write(tmp_path, NEXT, True)
    assert on_disk(tmp_path) == OLD, "nor does anything stay behind"


def cut_off(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build is made, and its first file is in place."""
    write(root, OLD, True)
    with monkeypatch.context() as patched:
        failing_after(2, patched)
        with pytest.raises(UsageError, match=r"cannot be moved into place: .*No space"):
            write(root, NEXT, True)
    assert (root / BUILDING).exists() and compare(root, NEXT, True).unfinished


def test_a_build_that_is_made_goes_into_place_by_whoever_comes_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(tmp_path, monkeypatch)
    assert finish(tmp_path) and on_disk(tmp_path) == NEXT
    assert not finish(tmp_path) and not write(tmp_path, NEXT, True)


def test_the_next_build_follows_on_one_that_was_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_off(tmp_path, monkeypatch)
    write(tmp_path, NEW, True)
    assert on_disk(tmp_path) == NEW


@pytest.mark.parametrize("name", ["systems/s.py", "flows/b.py"])
def test_what_was_edited_before_a_build_was_in_place_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    cut_off(tmp_path, monkeypatch)
    (tmp_path / name).write_text("'by hand'\n")
    for _ in range(2):
        with pytest.raises(UsageError, match=f"{name} was edited by hand"):
            finish(tmp_path)
    (tmp_path / name).rename(tmp_path / "mine.py")
    assert finish(tmp_path) and on_disk(tmp_path) == {**NEXT, "mine.py": "'by hand'\n"}


@pytest.mark.parametrize("damage", [None, "", "[]", '{"files": 1}'])
def test_a_damaged_build_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str | None) -> None:
    cut_off(tmp_path, monkeypatch)
    places = tmp_path / BUILDING / "places.json"
    places.unlink()
    if damage is not None:
        places.write_text(damage)
    with pytest.raises(UsageError, match=BUILDING):
        finish(tmp_path)


def test_two_builds_at_once_do_not_mix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second has written all its files when the first puts its own into place."""
    write(tmp_path, OLD, True)
    real, others = Path.replace, [NEXT]

    def replace(self: Path, target: Path) -> Path:
        if others:
            write(tmp_path, others.pop(), True)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(OutputError, match="another `flowc build`"):
        write(tmp_path, NEW, True)
    assert on_disk(tmp_path) == NEXT


def test_a_write_that_fails_inside_a_file_leaves_the_old_one(tmp_path: Path) -> None:
    write(tmp_path, OLD, True)
    with pytest.raises(UnicodeEncodeError):
        write(tmp_path, {**NEW, "flows/a.py": "a = '\ud800'\n"}, True)
    assert on_disk(tmp_path) == OLD


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    root = tmp_path / "generated"
    root.write_text("a file\n")
    with pytest.raises((OutputError, OSError)):
        write(root, NEW, True)
    assert root.read_text() == "a file\n"
    assert [path.name for path in tmp_path.iterdir()] == ["generated"]
