"""What the keys of forms mean, read from the texts below their fields: for editors, for tables, and for who left one out.

Nobody pays for these texts until a file is faulty or a schema is asked for: only the source of a form has them.
"""

from __future__ import annotations

import ast
from functools import cache
from inspect import getsource
from itertools import pairwise

from duty_cli.rules.yaml_reading.form_fields import ClosedForm

_SHARED = {
    "id": "名称，报表和得分说明中照此显示；同类之中不能重名",
    "clause": "依据：文件的条款，如 第12条",
    "applies_to": "适用于谁；不写为全体委员",
    "when": "计哪些记录；所列条件须同时符合",
    "cap": "最高分，超出的不计",
    "floor": "最低分，扣完为止",
    "by_source": "yes：来源编号相连的记录也算同一成果，如提案转为信息；须同时写 same_matter，或 of: matters",
    "converted": "once：来源编号相连的几件成果（如提案转为信息）只计得分最高的一件，这一件之内各档、各次采用照常相加",
    "measure": "数出一个数再折算成分，如件数、出席率；与 table 或 target 同写",
    "table": "分段折算，由高到低，取先达到的一段；都达不到的为 0",
    "all": "以下各项都须符合",
    "any": "以下各项符合一项即可",
    "propose": "提请研究的事项，照文件原文",
    "at_least": "不低于（含本数）",
    "at_most": "不超过（含本数）",
    "above": "高于（不含本数）",
    "below": "低于（不含本数）",
    "by": "按什么不同：role 职务，sector 界别，party 党派，liaison_group 委员联络组，special_committee 专门委员会",
    "values": "各职务或各组的值；兼有几种的依先列者",
    "otherwise": "其他人的值",
}
"""What keys mean that stand in several forms with one meaning. All others are explained at their fields."""


def meaning(form: type[ClosedForm], key: str) -> str:
    """What a key of a form means, for whoever writes one in an editor; empty where nobody has said it."""
    return _texts_below(form).get(key) or _SHARED.get(key, "")


@cache
def _texts_below(form: type[ClosedForm]) -> dict[str, str]:
    """The texts below the fields of a form, by key. Only its source has them, so that they cost no start anything."""
    if form is ClosedForm or not issubclass(form, ClosedForm):
        return {}
    said = {key: text for base in reversed(form.__bases__) for key, text in _texts_below(base).items()}
    (written,) = ast.parse(getsource(form)).body
    for field, below in pairwise(getattr(written, "body", ())):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=one)), ast.Expr(value=ast.Constant(value=str(text))):
                said[form.model_fields[one].alias or one] = text
    return said
