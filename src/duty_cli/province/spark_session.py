"""A Spark session for one command: begun quietly with the running Python, ended with the command.

What is missing is said before anything is begun, as Spark itself would say it in a hundred lines or after minutes. What
Spark writes while it runs goes into a file; its last line is told where a start or a job fails.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from duty_cli.errors.spark_errors import (
    JavaMissing,
    SparkFailed,
    SparkMissing,
    SparkNotStarted,
    SparkUnreachable,
    UnknownEngine,
)
from duty_cli.patterns import pattern

if TYPE_CHECKING:
    from py4j.java_gateway import JavaGateway
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

_LOCAL = pattern(r"local(?:\[(?:\*|[1-9]\d{0,3})\])?", re.ASCII)
_CLUSTER = pattern(r"spark://([^\s:,/]+):(\d{1,5})(?:,[^\s:,/]+:\d{1,5})*", re.ASCII)
_ERROR = pattern(r"(?:[\w.$]+: )?[\w.$]*(?:Error|Exception|Refused)\b.*: .", re.ASCII)
_LONG = 200
_PATIENCE = 5.0
"""So many seconds are waited for the master to take a call."""

SETTINGS = {
    "spark.app.name": "duty",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    # A day is compared as text and a number never computed with: nothing may be cast in silence.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
}
"""What is said to Spark beside the office's own spark-defaults.conf."""


def is_local(engine: str) -> bool:
    """Whether the engine is a Spark within this machine; raises UnknownEngine where it is no Spark at all."""
    if _LOCAL.fullmatch(engine):
        return True
    if _CLUSTER.fullmatch(engine):
        return False
    raise UnknownEngine(engine)


@contextmanager
def spark_session(engine: str) -> Iterator[SparkSession]:
    """A session on ``engine``. Raises UnknownEngine, SparkMissing, JavaMissing, SparkUnreachable, SparkNotStarted, SparkFailed."""
    local = is_local(engine)
    _libraries()
    _java()
    if not local:
        _answering(engine)
    # On a cluster the office may say where the workers have their Python; here it is the one that runs.
    if local or "PYSPARK_PYTHON" not in os.environ:
        os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    with TemporaryFile() as chatter, _begun(engine, local, chatter) as context:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession

        try:
            yield SparkSession(context)
        except PySparkException as error:
            raise SparkFailed(_why(str(error))) from error


def _libraries() -> None:
    """Whether everything is installed, by name and without loading it."""
    from importlib.util import find_spec

    for library in ("pyspark", "pyarrow", "pandas"):
        if find_spec(library) is None:
            raise SparkMissing(library)


def _java() -> None:
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    if found is None:
        raise JavaMissing


def _answering(master: str) -> None:
    """Whether any master of the cluster takes a call: Spark itself would try for a minute and then say nothing plain."""
    why = ""
    for place in master.removeprefix("spark://").split(","):
        host, _, port = place.rpartition(":")
        try:
            with socket.create_connection((host, int(port)), timeout=_PATIENCE):
                return
        except (OSError, OverflowError) as error:
            why = _plain(error)
    raise SparkUnreachable(master, why)


def _plain(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "没有这个主机名"
    if isinstance(error, TimeoutError):
        return f"{_PATIENCE:g} 秒内没有应答"
    return "对方没有在监听" if isinstance(error, ConnectionRefusedError) else "网络不通"


@contextmanager
def _begun(engine: str, local: bool, chatter: IO[bytes]) -> Iterator[SparkContext]:
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway

    conf = SparkConf().setMaster(engine)
    for name, value in (SETTINGS | (_AT_HOME if local else {})).items():
        conf.set(name, value)
    try:
        gateway = launch_gateway(conf, {"stdout": chatter, "stderr": chatter})  # type: ignore[no-untyped-call]
        context = SparkContext(conf=conf, gateway=gateway)
    except Exception as error:  # whatever Java says, the clerk reads one line
        raise SparkNotStarted(engine, _last_line(chatter)) from error
    try:
        yield context
    finally:
        _ended(context, gateway)


_AT_HOME = {
    # The machine's name may lead elsewhere, and nobody else is to call.
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "8",
}


def _ended(context: SparkContext, gateway: JavaGateway) -> None:
    """End the context and its Java, so that the next session of this process begins anew."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    SparkSession._instantiatedSession = None
    with suppress(Exception):
        context.stop()
    with suppress(Exception):
        gateway.shutdown()
    with suppress(Exception):
        gateway.proc.stdin.close()
    SparkContext._gateway = SparkContext._jvm = None


def _last_line(chatter: IO[bytes]) -> str:
    """What Spark said last that says something."""
    chatter.seek(0)
    lines = [line.strip() for line in chatter.read().decode("utf-8", "replace").splitlines() if line.strip()]
    said = [line for line in lines if _ERROR.match(line)] or lines
    return said[-1][:_LONG] if said else ""


def _why(said: str) -> str:
    """What went wrong, of all that Spark and its workers say of it: the last error that is named, else the first line."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    found = [line for line in lines if _ERROR.match(line)] or lines
    last = found[-1] if found else ""
    if "No module named 'duty_cli'" in last:
        return "工作节点的 Python 里没有 duty，请在各节点执行 pip install 'duty-cli[spark]'"
    return last[:_LONG]
