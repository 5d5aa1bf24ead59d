"""The demo's launcher: what keeps `make demo` from starting is said in a sentence."""

import pytest

from config import launcher


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(launcher, "FOLDER", tmp_path)
    return tmp_path


def test_an_empty_folder_is_no_other_version(folder):
    launcher._refuse_another_schema()

    assert list(folder.iterdir()) == []


def test_a_database_made_by_the_same_migrations_is_used_again(folder):
    (folder / "solidarity.sqlite3").touch()
    (folder / "schema").write_text(launcher._schema())

    launcher._refuse_another_schema()

    assert (folder / "solidarity.sqlite3").exists()


@pytest.mark.parametrize("made_by", [None, "another version"])
def test_a_database_made_by_other_migrations_is_kept_and_said(folder, made_by):
    (folder / "solidarity.sqlite3").write_bytes(b"data")
    if made_by:
        (folder / "schema").write_text(made_by)

    with pytest.raises(launcher.CannotStart, match="make demo-reset"):
        launcher._refuse_another_schema()

    assert (folder / "solidarity.sqlite3").read_bytes() == b"data"


def test_what_an_interrupted_first_start_left_is_made_anew(folder, monkeypatch):
    monkeypatch.setattr(launcher, "call_command", interrupted)
    with pytest.raises(KeyboardInterrupt):
        launcher._prepare()
    (folder / "media").mkdir()
    (folder / "media" / "logo.png").write_bytes(b"half")

    called = []
    monkeypatch.setattr(launcher, "call_command", lambda name, **options: called.append((name, _names(folder))))
    launcher._prepare()

    assert called[0] == ("migrate", ["unfinished"])
    assert "unfinished" not in _names(folder)


def test_what_people_worked_with_outlives_an_interrupted_start(folder, monkeypatch):
    launcher._database().write_bytes(b"data")
    (folder / "schema").write_text(launcher._schema())
    monkeypatch.setattr(launcher, "call_command", interrupted)

    with pytest.raises(KeyboardInterrupt):
        launcher._prepare()
    launcher._remove_unfinished()

    assert launcher._database().read_bytes() == b"data"


def test_ctrl_c_while_the_data_is_made_ends_in_a_word(folder, monkeypatch, capsys):
    monkeypatch.setattr(launcher, "call_command", interrupted)
    monkeypatch.setattr(launcher.os, "environ", {})

    assert launcher.main([]) == 0
    assert capsys.readouterr().out.endswith("Stopped.\n")


def interrupted(name, **options):
    """The first command writes its file and is stopped."""
    launcher._database().touch()
    raise KeyboardInterrupt


def _names(folder):
    return sorted(path.name for path in folder.iterdir())
