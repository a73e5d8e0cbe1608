#!/usr/bin/env bash
# chinesecalendar 1.11.0: find_workday(n, day) counts one working day too many forwards when `day` is a rest day.
#
# find_workday(0, day) is `day` itself where it is worked, else the next working day. Counted forwards from a rest day,
# that working day is number 0 and not number 1: find_workday(1, 2026-10-03), a day of the National Day holiday, is
# 2026-10-09, though 2026-10-08 is the first working day after it. Backwards the same rest day is counted from itself:
# find_workday(-1, 2026-10-03) is 2026-09-30, the first working day before it. So from a rest day n = 1 and n = -1 are not
# mirror images, and from each of the 111 rest days up to 6 December 2026 the n-th working day comes out as the
# (n+1)-th; from each of the 229 working days it comes out right. A period of five working days that is to end by find_workday(5, published)
# ends a day late when it was published on a Saturday, and rightly when on the Friday before.
# Exits 1 when what is seen changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check chinesecalendar==1.11.0
"$folder/venv/bin/python" - <<'PY'
import sys
from datetime import date, timedelta

from chinese_calendar import find_workday, is_workday


def counted(n, day):
    """The n-th working day after a day, counted one by one."""
    while n:
        day += timedelta(days=1)
        n -= is_workday(day)
    return day


year = [date(2026, 1, 1) + timedelta(days=n) for n in range(340)]
told = {True: [0, 0], False: [0, 0]}
for day in year:
    agrees = [find_workday(n, day) == counted(n, day) for n in (1, 5)]
    late = [find_workday(n, day) == counted(n + 1, day) for n in (1, 5)]
    told[is_workday(day)][0 if all(agrees) else 1] += 1
    assert all(agrees) or all(late), day
holiday = date(2026, 10, 3)
seen = [str(find_workday(n, holiday)) for n in (-1, 0, 1)]
print("find_workday(-1 | 0 | 1, 2026-10-03):", seen)
print("working days: agree, differ:", told[True], "- rest days: agree, differ:", told[False])
sys.exit(not (seen == ["2026-09-30", "2026-10-08", "2026-10-09"] and told[True][1] == 0 and told[False][0] == 0))
PY
