"""操作人更正: who entered a batch, where the desk did not say or said another."""

from __future__ import annotations

from duty_cli.model.members import Seq
from duty_cli.model.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Attribution:
    """The batch ``target`` was entered by ``by``; of several the latest holds, and the name in the batch stays beside it."""

    target: Seq
    by: str
