"""The legal time of all China, in which every moment is told."""

from datetime import timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "北京时间")
