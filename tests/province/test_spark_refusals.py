"""What ``--engine`` wants and does not find is told in a line, before Java is begun."""

from __future__ import annotations

import importlib.util
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from duty_cli.cli.main import run

Asked = Callable[..., str]


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Asked:
    """What is said where the command line with these words is refused."""
    (tmp_path / "报送").mkdir()
    (tmp_path / "报送" / "甲.parquet").write_bytes(b"PAR1")
    monkeypatch.chdir(tmp_path)

    def ask(*words: str, folder: str = "报送", code: int = 2) -> str:
        assert run(["province", "report", folder, "--year", "2025", *words]) == code
        out, err = capsys.readouterr()
        assert not out
        assert err.count("\n") == 1
        return err

    return ask


@pytest.mark.parametrize(
    "engine", ["spork", "local[0]", "local[x]", "spark://", "spark://host", "yarn", "spark://a:1,b"]
)
def test_an_engine_that_is_none_is_told(refused: Asked, engine: str) -> None:
    assert f"不识别的计算引擎“{engine}”" in refused("--engine", engine)


def test_without_java_it_is_said_what_to_install(
    refused: Asked, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert "请安装 Java 并设置 JAVA_HOME" in refused("--engine", "local[2]")


def test_without_pyspark_it_is_said_what_to_install(refused: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pyspark" else real(name))
    assert "pip install 'duty-cli[spark]'" in refused("--engine", "local[2]")


@pytest.mark.skipif("not __import__('shutil').which('java')", reason="Java is looked for first, and not installed here")
def test_a_cluster_that_does_not_answer_is_told_at_once(refused: Asked) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    said = refused("--engine", f"spark://127.0.0.1:{port}", code=5)
    assert "对方没有在监听" in said


def test_what_only_one_engine_understands_is_refused_by_the_other(refused: Asked) -> None:
    assert "--results 只用于 Spark" in refused("--results", "结果")
    assert "--processes 只用于 duckdb" in refused("--engine", "local[2]", "--processes", "2")
    assert "s3a://bucket/报送 只用于 Spark" in refused(folder="s3a://bucket/报送")
