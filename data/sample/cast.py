"""The situations a secretariat meets, and the member numbers that stand for them; ``README.md`` tells them in Chinese."""

from __future__ import annotations

from datetime import date

JOINED = {
    "14301": ("经济界", date(2024, 1, 5)), "14302": ("教育界", date(2024, 1, 5)), "14303": ("工商联界", date(2024, 1, 5)),
    "14304": ("医药卫生界", date(2024, 1, 5)), "14305": ("农业和农村界", date(2024, 7, 8)), "14306": ("民盟界", date(2024, 7, 8)),
    "14307": ("工商联界", date(2025, 1, 3)), "14308": ("宗教界", date(2025, 1, 3)), "14309": ("中共界", date(2025, 1, 3)),
    "14310": ("文化艺术界", date(2025, 9, 1)), "14311": ("环境资源界", date(2025, 9, 1)),
}  # fmt: skip
"""Sector and first day of those who came during the term."""

LEFT = {
    "14020": date(2023, 6, 30), "14133": date(2023, 12, 29), "14185": date(2023, 12, 29), "14251": date(2024, 5, 31),
    "14288": date(2024, 12, 31), "14015": date(2025, 8, 15),
}  # fmt: skip
"""Last day of those who left."""

MOVED = {"14077": (date(2024, 7, 1), "滨海联络组"), "14226": (date(2025, 4, 1), "城北联络组")}
"""First day in a new liaison group."""

MOVED_FROM = {"14077": "城西联络组", "14226": "开发区联络组"}

RISEN = {"14046": date(2024, 1, 25)}
"""First day as 常委."""

CEASED = {"14118": date(2024, 1, 24)}
"""Last day as 常委."""

STANDING_FROM_START = ("14118", "14157", "14206", "14101", "14012")

IDLE_YEARS = {"14093": (2024,), "14162": (2023, 2025)}
"""Years of next to no activity: one failed year, and two that do not follow each other."""

DILIGENT = ("14129", "14243", "14010", "14088", "14231", "14264", "14101")
"""Those whose case needs a good year: conduct that bars an outstanding grade, and commendations."""

STEADY = ("14157", "14206", "14046", "14118", "14304")
"""Those whose other points are to be plainly ordinary, so that the case shows alone."""

SHEETS: dict[tuple[str, str, int], tuple[str, ...]] = {
    ("14157", "常委会会议", 2025): ("出席", "缺席", "出席", "请假未准"),
    ("14206", "常委会会议", 2025): ("出席", "请假", "请假", "出席"),
    ("14035", "全体会议", 2024): ("请假未准",),
    ("14110", "全体会议", 2023): ("迟到",),
    ("14111", "全体会议", 2023): ("早退",),
    ("14112", "全体会议", 2023): ("出席",),
    ("14304", "新任委员培训", 2024): ("请假",),
    ("14125", "专题培训", 2023): ("缺席",),
    ("14217", "专题培训", 2024): ("请假未准",),
    ("14053", "专题培训", 2025): ("请假",),
}
"""Attendance that is fixed: member, kind, year → the states in order of date."""

SHARES = {("14112", "全体会议", 2023): "3/6", ("14177", "专题培训", 2024): "2/4"}
"""Shares attended that are fixed."""

SILENT = {"14172": (2023, 3), "14216": (2024, 3), "14274": (2025, 2)}
"""The quarter of which a member has no record at all (posted elsewhere, not on any sheet)."""

NO_REPORT = {2023: ("14162", "14027", "14190"), 2024: ("14093", "14145"), 2025: ("14162", "14097", "14253", "14190")}
"""Those who did not hand in the yearly report."""

CONDUCT = (
    ("14129", date(2023, 9, 12), "变相商业活动", "示政协办〔2023〕41号"),
    ("14243", date(2025, 6, 18), "严重违反章程决议", "示政协〔2025〕17号"),
)
"""Conduct records: member, day, kind, document."""

COMMENDED = (
    ("14010", date(2023, 12, 21), "县级", "市级机关先进工作者"), ("14088", date(2023, 5, 4), "市级", "青年岗位能手"),
    ("14231", date(2023, 9, 8), "省级", "优秀教师"), ("14101", date(2024, 4, 29), "市级", "五一劳动奖章"),
    ("14264", date(2024, 5, 17), "县级", "助残先进个人"), ("14010", date(2024, 12, 20), "县级", "履职成绩突出委员"),
    ("14231", date(2025, 9, 9), "国家级", "模范教师"), ("14088", date(2025, 3, 7), "县级", "创业创新先进个人"),
    ("14243", date(2025, 3, 4), "县级", "志愿服务先进个人"), ("14129", date(2024, 3, 5), "市级", "诚信经营先进个人"),
)  # fmt: skip
"""Commendations: member, day, level, title."""

CAST = sorted(
    {*JOINED, *LEFT, *MOVED, *RISEN, *CEASED, *IDLE_YEARS, *DILIGENT, *STEADY, *SILENT}
    | {number for number, _, _ in (*SHEETS, *SHARES)}
    | {number for numbers in NO_REPORT.values() for number in numbers}
)
"""Everybody above; chance gives them no further role."""
