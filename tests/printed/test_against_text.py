"""What ``duty rules check`` tells between a rule file and the document beside it."""

import pytest

from duty_cli.errors.rule_errors import RuleProblems
from duty_cli.rules.printed_document.printed_text_file import MAX_TEXT
from duty_cli.rules.rule_files import check
from tests.rules import small
from tests.workspace import Duty

TEXT = """\
第一条 为了加强管理，制定本办法。
第二条 立案的提案每件5分，最多二十分。
第三条 走访应当经常。
第四条 每年述职，评定分0至10分。
"""
SOUND = {
    "text": "条文.txt",
    "without_rule": "{第1条: 目的}",
    "kinds": """
  - {id: 走访, clause: 第3条}
  - {id: 提案, clause: 第2条}
  - {id: 年度述职, clause: 第4条, judged: {at_least: 0, at_most: 10}}""",
    "total": "{floor: 0}",
    "bands": "[{grade: 合格, min: 10}, {grade: 不合格, min: 0}]",
}
ITEM = "when: {kind: 提案, stage: 立案}, points: 5, combine: sum, cap: 20"


def scored(clause: str = "第2条") -> str:
    """The one category, whose item cites ``clause``."""
    return small.with_item(ITEM).replace("第3条", "第2条").replace("甲, clause: 第2条", f"甲, clause: {clause}")


def told(text: str | bytes, **sections: str) -> list[str]:
    """All that is told, what is wrong after 错 and what is doubtful after 疑; the text from the lines of the rule file."""
    rules = small.text(**{**SOUND, "categories": scored(), **sections})
    data = text.encode() if isinstance(text, str) else text
    try:
        return [f"疑 {one}" for one in check({"r.yaml": rules.encode()}, None, lambda *_: data)]
    except RuleProblems as refusal:
        return [f"错 {one}" for one in refusal.problems]


def test_a_file_that_says_what_its_document_says_is_told_of_nothing() -> None:
    assert told(TEXT) == []


def test_a_text_of_another_desk_is_read_alike() -> None:
    windows = "\ufeff" + TEXT.replace("\n", "\r\n").replace("5分", "５分").replace("第二条", "第２条")
    assert told(windows) == []


def test_an_article_that_no_rule_cites_is_told() -> None:
    assert told(TEXT + "第五条 另计。\n") == [
        "疑 条文.txt:5：第1列：没有规则引用第5条；请补规则，或在规则文件里写 without_rule: {第5条: 原因}"
    ]


def test_a_figure_that_none_of_its_rules_says_is_told_once() -> None:
    assert told(TEXT.replace("每件5分", "每件6分，不足6分")) == [
        "疑 条文.txt:2：第1列：第2条的“6分”，引用它的规则里都没有；"
        "请核对；不必写成规则的，写 without_rule: {第2条 6分: 原因}"
    ]


@pytest.mark.parametrize("figure", ["百分之二十", "两次", "六十分", "3件", "20%", "三年"])
def test_figures_of_every_sort_are_told(figure: str) -> None:
    said = told(TEXT.replace("走访应当", f"走访{figure}应当"))
    assert [one.split("：", 2)[2].split("，")[0] for one in said] == [f"第3条的“{figure}”"]


@pytest.mark.parametrize("key", ["第2条 6分", "第二条 六分"])
def test_a_figure_that_needs_no_rule_is_marked_so(key: str) -> None:
    assert told(TEXT.replace("每件5分", "每件6分"), without_rule=f"{{第1条: 目的, {key}: 旧标准}}") == []


def test_a_gap_in_the_numbers_is_told() -> None:
    kinds = SOUND["kinds"].replace("第4条", "第9条")
    assert told(TEXT.replace("第四条", "第九条"), kinds=kinds) == [
        "疑 条文.txt:4：第1列：第3条后面就是第9条；请核对是否漏了条文，或有的条文没有另起一行"
    ]


def test_a_rule_whose_clause_names_no_article_is_told() -> None:
    kinds = SOUND["kinds"].replace("clause: 第3条", "clause: 会议")
    assert "疑 r.yaml:9：第1列：“事项 走访”的依据“会议”看不出是第几条；请写条文的编号，如 第12条" in told(
        TEXT, kinds=kinds
    )


WRONG = {
    "第五十条": "“甲”引用第50条，条文.txt 里没有；请核对 clause 和条文的编号",
    "第二条第（四）项": "“甲”引用第2条第4项，条文.txt 里没有；请核对 clause 和条文的编号",
}


@pytest.mark.parametrize(("clause", "what"), WRONG.items())
def test_a_rule_that_cites_what_is_not_there_is_wrong(clause: str, what: str) -> None:
    said = told(TEXT, categories=scored(clause))
    assert [one.split("列：")[1] for one in said] == [what]


@pytest.mark.parametrize("clause", ["第二条", "第２条", "第2条第（一）项", "第二条（一）", "第1、2条"])
def test_a_clause_may_be_written_in_many_ways(clause: str) -> None:
    text = TEXT.replace("第二条 立案的", "第二条 （一）立案的")
    assert told(text, categories=scored(clause), without_rule="" if "1、" in clause else SOUND["without_rule"]) == []


NEEDLESS = {
    "第9条": "“第9条”写在 without_rule 里，条文里没有这一条；请改正，或删去这一项",
    "第2条": "“第2条”写在 without_rule 里，却有规则引用它：事项 提案；请改正，或删去这一项",
    "第2条 8分": "“第2条 8分”写在 without_rule 里，这一条里没有这个数；请改正，或删去这一项",
}


@pytest.mark.parametrize(("key", "what"), NEEDLESS.items())
def test_a_reason_for_what_is_not_there_is_wrong(key: str, what: str) -> None:
    said = told(TEXT, without_rule=f"{{第1条: 目的, {key}: 原因}}")
    assert [one.split("列：", 1)[1] for one in said] == [what]


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "gb18030": (TEXT.encode("gb18030"), "条文.txt:1：第1列：文件不是 UTF-8 编码；请在记事本里另存为，编码选 UTF-8"),
    "utf-16": (TEXT.encode("utf-16"), "条文.txt:1：第1列：文件不是 UTF-8 编码；请在记事本里另存为，编码选 UTF-8"),
    "late": ("第一条 甲\n第二条 ".encode() + b"\xff", "条文.txt:2：第1列：文件不是 UTF-8 编码；请在记事本里另存为，编码选 UTF-8"),
    "large": (b"1" * (MAX_TEXT + 1), "条文.txt:1：第1列：条文超过 256 KiB；请核对是否选错了文件；只放规则所依据的条文，删去图片"),
    "control": ("第一条 甲\n第二条 \x07".encode(), "条文.txt:2：第1列：有看不见的字符（U+0007）；请删去，或重新输入这一行"),
    "twice": (
        "第三条 甲\n第三条 乙\n".encode(),
        "条文.txt:2：第1列：第3条出现了两次，前一次在第1行；引用别处条文而另起一行的，请接到上一行后面；重复的请删去",
    ),
    "none": ("没有编号".encode(), "条文.txt:1：第1列：没有认出一条条文；每一条须另起一行，以“第一条”“第1条”“1.”或“一、”开头"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "what"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_text_that_cannot_be_read_is_told_with_its_line(data: bytes, what: str) -> None:
    assert told(data) == [f"错 {what}"]


FORM = {
    'text: "../条文.txt"': "“../条文.txt”不是文件名；条文与规则文件放在同一个文件夹，这里只写文件名，如 条文.txt",
    "text: 条文.doc": "“条文.doc”不是纯文本（.txt）或 .docx 文件；请在 Word 或 WPS 里打开，另存为 .docx，这里写它的文件名",
    "text: 条文.txt\nwithout_rule: {总则: 目的}": "“总则”看不出是哪一条；写一条的编号，如 第1条；只指其中一个数的，空一格再写那个数，如 第11条 一年",
    "text: 条文.txt\nwithout_rule: {第1条: 甲, 第一条: 乙}": "“第一条”和“第1条”是同一条；请合为一项",
    "text: 条文.txt\nwithout_rule: {第1条: }": "“第1条”没有写值；请补上；确实没有时请删去这一项",
}


@pytest.mark.parametrize(("written", "what"), FORM.items())
def test_what_is_written_wrongly_of_a_text_is_told_by_place(written: str, what: str) -> None:
    (said,) = small.problems(written + "\n" + small.text())
    assert said.split("列：", 1)[1] == what


def test_a_text_that_is_not_there_is_told_at_the_rule_file(empty: Duty) -> None:
    empty.write("细则.yaml", small.text(text="没有.txt"))
    answer = empty("rules check 细则.yaml")
    assert answer.code == 3
    assert "细则.yaml:18：第7列：" in answer.err
    assert "没有这个文件；请把印发的条文放在规则文件旁边，或改正 text 里的文件名" in answer.err
    assert "没有这个文件" in empty("rules show 细则.yaml").err
    assert empty("rules show 细则.yaml --by-rule").code == 0
