import pytest

from duty_cli.rules.yaml_reading import yaml_reader
from tests.rules.small import problems, text


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("a: &x 1\n", "scoring.yaml:1：第4列：不能给内容起别名（&x）"),
        ("a: 1\nb: *a\n", "scoring.yaml:2：第4列：不能引用别处的内容（*a）"),
        ("a: 1\n*a : 2\n", "scoring.yaml:2：第1列：冒号前应是一个词"),
        ("a: !!int 3\n", "第4列：不能标注类型"),
        ("a:\n  <<: {b: 1}\n", "scoring.yaml:2：第3列：不能用 << 合并别处的内容"),
        ("a: 1\nb: 2\na: 3\n", "scoring.yaml:3：第1列：“a”在同一处写了两次（第一次在第1行）"),
        ("a: 1\n---\nb: 2\n", "scoring.yaml:2：第1列：一个文件里有两份内容（---）"),
        ("? [a]\n: 1\n", "scoring.yaml:1：第3列：冒号前应是一个词"),
        ("a: [1\nb: 2\n", "scoring.yaml:1：第4列：从这里开始的括号，读到第2行第2列读不下去；请检查括号是否成对"),
        ("a: 1\nb: '2\nc: 3\n", "scoring.yaml:2：第4列：从这里开始的引号没有成对；请补上另一半引号"),
        ("a: 1\n b: 2\n", "scoring.yaml:2：第3列：写法有误，读不下去"),
        ("a: 1\nb: 2\x00\n", "scoring.yaml:2：第1列：有看不见的字符（U+0000）；请删去"),
        ("a: 1\u2028b: 2\n", "scoring.yaml:1：第1列：有看不见的字符（U+2028）"),
        ("- a\n- b\n", "scoring.yaml:1：第1列：文件应由“键: 值”组成"),
        ("# 只有注释\n", "文件是空的"),
        ("a: " + "[" * 30 + "]" * 30, "嵌套超过 20 层"),
        ("a: [" + "1," * 20_000 + "]", "内容超过 20000 项"),
        ("# " + "长" * 100_000, "文件超过 256 KiB"),
    ],
)
def test_what_strict_yaml_refuses_is_named_with_its_place(written: str, words: str) -> None:
    assert words in "\n".join(problems(written))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("title：细则\nbasis: 文件\n", "scoring.yaml:1：第6列：用了中文冒号“：”；键后请用英文冒号加一个空格"),
        ("a: {kind：提案}\n", "scoring.yaml:1：第5列：用了中文冒号"),
        (text(total="\n  cap：120"), "scoring.yaml:17：第3列：用了中文冒号"),
        ("title:细则\nbasis: 文件\n", "scoring.yaml:1：第6列：冒号后面缺少空格"),
        ("a: {kind:提案}\n", "scoring.yaml:1：第5列：冒号后面缺少空格"),
        (text(total="\n  cap:120"), "scoring.yaml:17：第3列：冒号后面缺少空格"),
        ("role: [委员，常委]\n", "scoring.yaml:1：第8列：列表里用了中文的逗号或顿号；请用英文逗号"),
        ("a: {kind: 提案，stage: 立案}\n", "第13列：列表里用了中文的逗号或顿号"),
        ("total:\n　cap: 120\n　floor: 0\n", "scoring.yaml:2：第1列：用了全角空格"),
        ("title:　细则\n", "第7列：用了全角空格"),
        ("title: 　细则\n", "第8列：用了全角空格"),
        ("total:\n\tcap: 120\n", "scoring.yaml:2：第1列：缩进用了制表符"),
        ("title: “细则”\n", "第8列：用了中文引号“ ”；请改用英文引号"),
        ("a: {title: “细则”, b: [}\n", "第12列：用了中文引号"),
    ],
)
def test_a_clerks_typing_accident_has_words_of_its_own(written: str, words: str) -> None:
    assert words in "\n".join(problems(written))


def test_chinese_marks_inside_a_text_are_no_accident() -> None:
    assert problems(text(title="“请你来协商”活动细则：试行，含附件")) == []
    assert problems(text(title='"“细则”"')) == []
    assert problems(text(title="APP：使用细则")) == []


def test_every_scalar_is_text() -> None:
    source, _ = yaml_reader.read("a.yaml", "on: 是\nb: 010\nc: 1:30\nd: 2026-01-01\ne: null\n".encode())
    assert source is not None
    assert source.tree == {"on": "是", "b": "010", "c": "1:30", "d": "2026-01-01", "e": "null"}


def test_utf_8_with_a_mark_is_read_and_gb18030_is_refused_by_name() -> None:
    source, found = yaml_reader.read("a.yaml", "title: 细则".encode("utf-8-sig"))
    assert (source and source.tree, found) == ({"title": "细则"}, [])
    _, found = yaml_reader.read("a.yaml", "a: 1\ntitle: 细则".encode("gb18030"))
    assert str(found[0]) == "a.yaml:2：第1列：文件不是 UTF-8 编码；请在编辑器中另存为 UTF-8 后重试"


def test_what_follows_from_an_accident_is_not_told_again() -> None:
    assert len(problems(text(total="{cap：120, floor: 0}"))) == 1
