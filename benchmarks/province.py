"""What the annual evaluation of a province costs, 27,000 members with 60 records each, by one process and by two.

Usage: python benchmarks/province.py [--members 27000] [--records 60] [--rounds 1] [--before COMMIT]. To build the two ledgers takes
most of the time. Two processes need two cores that nobody else uses.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

from bench import EARLIER, NOW, Bench, Side
from evaluation import Evaluating
from targets import Limit, Subject, Target, alone


def sides(bench: Bench) -> Mapping[str, Side]:
    """Both builds by one process, ours by two."""
    sizes = bench.sizes["members"], bench.sizes["records"]
    one, two = Evaluating(bench, NOW, *sizes), Evaluating(bench, NOW, *sizes, processes=2)
    return {"one": one.turn, "two": two.turn, "before": Evaluating(bench, EARLIER, *sizes).turn}


TARGETS = (
    Target("evaluation of a province", "one", before=Limit("before", 0.5)),
    Target("evaluation of a province by two processes", "two", before=Limit("before", 0.3)),
)
SUBJECT = Subject(TARGETS, sides, rounds=1, sizes={"members": 27000, "records": 60})

if __name__ == "__main__":
    sys.exit(alone(SUBJECT))
