"""The ports of a running simulator in a file, where other programs find them."""

import json
import os
from pathlib import Path

import pytest

from smsc.api import NotServed
from smsc.commands.ports_file import published


def test_the_ports_are_in_a_file_as_long_as_they_are_served(tmp_path: Path) -> None:
    path = tmp_path / "ports.json"
    with published(path, {"smpp": 1234}):
        assert json.loads(path.read_text())["smpp"] == 1234
        assert [file.name for file in tmp_path.iterdir()] == ["ports.json"]
    assert list(tmp_path.iterdir()) == []


def test_a_device_is_no_file_for_ports_and_stays(tmp_path: Path) -> None:
    os.mkfifo(pipe := tmp_path / "pipe")
    with pytest.raises(NotServed, match=r"pipe can't be written: it is no file"), published(pipe, {"smpp": 1234}):
        pass
    assert pipe.is_fifo()
    with pytest.raises(NotServed, match=r"--ports-file: \. can't be written: it is no file"), published(Path(), {}):
        pass
