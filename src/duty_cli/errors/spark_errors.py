"""Refusals of the Spark engine: what it needs is not there, or the cluster does not answer."""

from __future__ import annotations

from duty_cli.errors.base import DutyError, UsageError


class UnknownEngine(UsageError):
    """No engine of this name."""

    def __init__(self, said: str) -> None:
        super().__init__(
            f"不识别的计算引擎“{said}”；可以写 duckdb、local[*]、local[2]（本机 Spark）或 spark://主机:7077（Spark 集群）"
        )


class SparkMissing(UsageError):
    """PySpark, or what it needs for Arrow, is an extra."""

    def __init__(self, library: str) -> None:
        super().__init__(
            f"用 Spark 计算需要 {library}；请执行 pip install 'duty-cli[spark]'，或去掉 --engine 改用 duckdb"
        )


class JavaMissing(UsageError):
    """Spark runs on Java, which is no Python package."""

    def __init__(self) -> None:
        super().__init__(
            "用 Spark 计算需要 Java 17 以上，本机没有找到；请安装 Java 并设置 JAVA_HOME，或去掉 --engine 改用 duckdb"
        )


class SparkUnreachable(DutyError):
    """Nobody listens where the master of the cluster should be."""

    def __init__(self, master: str, why: str) -> None:
        super().__init__(f"连接不上 Spark 集群 {master}（{why}）；请核对地址和端口，并确认集群已启动")


class SparkNotStarted(DutyError):
    """Spark ended while it was starting; what it said last stands in the sentence."""

    def __init__(self, master: str, said: str) -> None:
        super().__init__(
            f"Spark（{master}）没有启动起来：{said or '没有说明原因'}；请核对 Java 版本（17 以上）和 Spark 的设置"
        )


class SparkFailed(DutyError):
    """A job was begun and not finished."""

    def __init__(self, said: str) -> None:
        super().__init__(f"Spark 没有算完：{said}；报表没有写出，请查看集群的日志后重新执行")


class ResultsThere(UsageError):
    """Where the results of members are to go there is something already, and nothing is replaced."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} 已经存在，未写入任何内容；请换一个文件夹，或移走原有的再执行")


class OfOtherEngine(UsageError):
    """What was said on the command line is understood by another engine alone."""

    def __init__(self, said: str, engine: str) -> None:
        super().__init__(f"{said} 只用于 {engine}；请去掉它，或改用那一种计算引擎")
