"""What each key of a rule file means, in Chinese, for whoever writes one in an editor.

``COMMON`` holds keys that mean the same wherever they stand; ``OWN`` those of one form, by its name.
"""

from __future__ import annotations

from collections.abc import Mapping

COMMON: Mapping[str, str] = {
    "id": "名称，报表和得分说明中照此显示；同类之中不能重名",
    "clause": "依据：文件的条款，如 第12条",
    "applies_to": "适用于谁；不写为全体委员",
    "when": "计哪些记录；所列条件须同时符合",
    "kind": "履职事项，一个或几个（符合其一）",
    "attendance": "出席情况，一个或几个（符合其一）：出席、迟到、早退、请假、请假未准、缺席、公假",
    "stage": "阶段，一个或几个（达到其一）",
    "level": "级别，一个或几个（达到其一）",
    "position": "作者位次，如 1 为第一作者；可写范围 {at_most: 3}",
    "authors": "作者人数；可写范围 {at_least: 2}",
    "share": "参加比例；不填的，到会为 1，请假、请假未准、缺席为 0；可写范围 {at_least: 80%}",
    "quantity": "数量；可写范围 {at_least: 10}",
    "judged": "评定分；可写范围 {at_least: 8}",
    "not": "不含哪些记录，如 not: {stage: 立案}",
    "points": "分值，扣分写负数；可按职务或分组不同：{by: role, values: {常委: -2}, otherwise: -6}",
    "base": "基础分；可按职务或分组不同",
    "cap": "最高分，超出的不计",
    "floor": "最低分，扣完为止",
    "same_matter": "highest：同一成果标识的只计最高的一件；不写则各件都计",
    "by_source": "yes：来源编号相连的记录也算同一成果，如提案转为信息；须同时写 same_matter，或 of: matters",
    "measure": "数出一个数再折算成分，如件数、出席率；与 table 或 target 同写",
    "table": "分段折算，由高到低，取先达到的一段；都达不到的为 0",
    "unit": "名额的算法：share 年末在任委员人数的比例，members 人数",
    "round": "名额取整：down 只取整数，half_up 四舍五入",
    "ties": "末位同分而名额不够时：exclude 同分者都不列入，include 同分者都列入",
    "all": "以下各项都须符合",
    "any": "以下各项符合一项即可",
    "role": "职务，一个或几个",
    "sector": "界别，一个或几个",
    "party": "党派，一个或几个",
    "liaison_group": "委员联络组，一个或几个",
    "special_committee": "专门委员会，一个或几个",
    "propose": "提请研究的事项，照文件原文",
}

_BOUNDS = {
    "at_least": "不低于（含本数）",
    "at_most": "不超过（含本数）",
    "above": "高于（不含本数）",
    "below": "低于（不含本数）",
}

_AMOUNT = {
    "by": "按什么不同：role 职务，sector 界别，party 党派，liaison_group 委员联络组，special_committee 专门委员会",
    "values": "各职务或各组的值；兼有几种的依先列者",
    "otherwise": "其他人的值",
}

_BRACKET = {"at_least": "达到多少（含本数）", "points": "得多少分；系数表中为乘以多少"}

OWN: Mapping[str, Mapping[str, str]] = {
    "Rules": {
        "format": "文件格式，固定为 duty-rules/1",
        "title": "细则全称",
        "basis": "所依据的文件或文号",
        "effective": "适用日期，含首尾两日；须覆盖整年",
        "year_ends": "年度截止于每年的哪一天，如 12-20；不写为 12-31",
        "subject": "以谁为对象计分：member 委员（不写即是），sector 界别，liaison_group 委员联络组，"
        "special_committee 专门委员会",
        "rounding": "计分保留几位小数；四舍五入",
        "notes": "随报表打印的说明",
        "stages": "阶段，由低到高",
        "levels": "级别，由低到高",
        "kinds": "履职事项",
        "categories": "类别，各有若干计分项和小计；只有最低要求、不计分的不写",
        "total": "总分的基础分、最高分和最低分；不计分的不写",
        "joint_bounds": "几个类别合计的最高分和最低分",
        "multipliers": "总分乘以的系数",
        "pro_rata": "年内只有部分时间在任的，哪些值按时间折算",
        "minimums": "最低要求：与分数无关的义务",
        "vetoes": "纪律情形：有记录的，等次受限",
        "graded": "哪些委员评定等次；不写为年末在任的",
        "bands": "等次和分数线（含本数），由高到低；不分等次的不写",
        "quotas": "等次的名额",
        "selections": "评选：按得分取前几名或末几名",
        "consequences": "提请研究的后果",
    },
    "Effective": {"from": "第一天，如 2026-01-01", "to": "最后一天（含）"},
    "Rounding": {"places": "小数位数，0 至 6", "half": "up：四舍五入"},
    "Kind": {
        "attended": "yes：登记出席情况",
        "expects": "应出席的人：all 全体委员，或 {role: 常委} 等；不写为谁都不必到，到会的登记。须同时写 attended: yes",
        "conduct": "yes：属于纪律情形",
        "commends": "yes：属于表彰",
        "judged": "评定分的范围，如 {at_least: 0, at_most: 10}",
        "authors_at_most": "合作成果最多登记几名作者；多出的不予登记",
        "unit": "通报中用什么量词：人次 按人次计，次、场、期 按举办次数计，件、篇、项等按成果计（同一成果只计一次）",
        "group": "通报中归入哪一组，如 建言成果",
        "told": "no：通报中不写；纪律情形一律不写",
    },
    "AppliesTo": {"joined": "this_year：本年新任的委员", "not": "不适用于谁，如 not: {role: 常委}"},
    "Bounds": _BOUNDS,
    "PlainBounds": _BOUNDS,
    "Need": {"at_least": "至少几件（次）"},
    "Amount": _AMOUNT,
    "Factor": _AMOUNT,
    "Window": {
        "each": "分段计算：week 周，month 月，quarter 季度",
        "across": "各段合起来：sum 相加，mean 平均，highest 取最高，lowest 取最低",
        "cap": "每段的最高分",
        "from": "自定起止日期的第一天，可以跨年度；与 each 二者取一",
        "to": "自定起止日期的最后一天（含）；得分计入这一天所在的年度",
    },
    "Measure": {
        "of": "数什么：records 件（次）数，matters 成果件数，quantity 数量合计，share 参加比例合计，rate 出席率",
        "present": "出席率中算到会的出席情况",
        "left_out": "出席率中不列入计算的出席情况",
        "share_at_least": "出席率中参加比例达到多少才算到会，如 3/4",
        "among": "与其他人比较：数出的数换成名次或占平均数的比例",
    },
    "PeerComparison": {
        "as": "place 名次（最多的为第 1 名），percentile 名次占人数的比例，mean_ratio 占平均数的比例",
        "within": "与谁比较：all 适用本项的全体，或 sector、liaison_group 等同一组之内",
        "ties": "并列之后：gap 空出名次（1、1、3），dense 不空出（1、1、2）",
    },
    "Bracket": _BRACKET,
    "FactorBracket": _BRACKET,
    "Target": {
        "reach": "目标数",
        "points": "达到目标得多少分",
        "above": "每超过 1 加多少分；不加写 0",
        "below": "每少 1 减多少分；nothing：不足不计分",
    },
    "Authors": {
        "first": "第一作者所得，如 1、1/2",
        "others": "其他作者各得多少，如 1/2；split_rest：平分其余",
        "at_most": "只计前几名作者",
    },
    "Level": {"id": "档名", "when": "哪些记录属于这一档", "points": "这一档的分值"},
    "Item": {
        "levels": "几档分值；与 points 二者取一",
        "several_levels": "一条记录符合几档时：highest 取最高，stacked 相加",
        "combine": "几条记录合计：sum 相加，highest 只计最高，once 只计一次",
        "per": "分值按什么乘：record 每条，quantity 数量，share 参加比例，judged 评定分",
        "target": "达到目标得满分，超过加分，不足减分",
        "window": "分周、月或季度计算",
        "authors": "合作成果怎样分配",
        "from_nth": "从第几件（次）起计",
        "needed": "yes：评定分（或报来的数量）没有登记以前，本年度为未评定，不作 0 分处理",
        "note": "说明，打印在得分说明中",
    },
    "Category": {
        "combine": "各项合计：sum 相加，highest 只取最高的一项",
        "same_matter": "highest：同一成果符合几项的，只在得分最高的一项计分",
        "weight": "计入总分的比例，如 70%",
        "counted": "no：只列出，不计入总分",
        "items": "计分项",
    },
    "JointBound": {"categories": "哪几个类别"},
    "Multiplier": {"times": "总分乘以多少；可按职务或分组不同"},
    "ProRata": {
        "by": "按什么折算：days 天数，months 月数",
        "bases": "折算哪些基础分：类别名，或 总分",
        "reach": "折算哪些计分项的目标数",
    },
    "Minimum": {
        "about": "属于哪一方面：述职、培训、履职",
        "within": "在多长时间内：month 每月，quarter 每季度，year 每年度，term 届内",
        "need": "须有哪些记录，至少几件（次）；可用 all、any 组合",
        "else": "未达到的后果；不写则只作提示，不影响等次",
    },
    "Else": {"grade_at_most": "等次最高为"},
    "Veto": {"grade_at_most": "等次最高为"},
    "Graded": {
        "in_office": "last_day 年末在任的（不写即是），any_day 年内任何一天在任的",
        "at_least_months": "当年至少在任几个月，一个月里有一天在任即算；不写则不限",
    },
    "Band": {"grade": "等次", "min": "分数线，含本数", "colour": "在评比表中标示的颜色，如 绿；不影响得分"},
    "Quota": {
        "grade": "哪个等次",
        "at_most": "名额，如 20% 或 30",
        "within": "在每个界别、委员联络组等之中各取；不写则在全体中取",
        "overflow_to": "超出名额的列为哪个等次",
    },
    "Selection": {
        "take": "top 取得分最高的，bottom 取得分最低的",
        "by": "按哪一类的得分；不写为 总分",
        "at_most": "取多少，如 10% 或 5",
        "within": "在每个界别、委员联络组等之中各取；不写则在全体中取",
        "grades": "只限哪些等次",
        "need": "还须有哪些记录",
        "every": "每几年一次",
        "first_year": "第一次在哪一年",
    },
    "If": {
        "grade": "等次为",
        "score_below": "总分低于",
        "selected": "列入哪一项评选",
        "years": "几个年度",
        "records": "哪些记录",
        "at_least": "至少几件（次）",
        "at_most": "至多几件（次）",
        "within": "year 当年，term 届内累计，in_a_row 连续",
        "last_years": "最近几年",
    },
    "Consequence": {
        "if": "什么情况下提请",
        "at_term_end": "yes：只在届满之年提请",
        "options": "供选择的处理",
        "notify": "告知谁",
    },
}


def meaning(form: str, key: str) -> str:
    """What ``key`` means in the form of that name; empty where nobody has said it."""
    return OWN.get(form, {}).get(key) or COMMON.get(key, "")
