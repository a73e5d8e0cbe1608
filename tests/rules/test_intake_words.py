import re
from pathlib import Path

import pytest

from duty_cli.errors.file_errors import IntakeWordProblems
from duty_cli.model.file_forms import FileVocabulary
from duty_cli.model.records import Attendance
from duty_cli.rules.import_config import load_words

HEAD = "format: duty-intake/1\n"


def problems(text: str) -> list[str]:
    with pytest.raises(IntakeWordProblems) as refused:
        load_words("intake.yaml", (HEAD + text).encode())
    return [str(problem) for problem in refused.value.problems]


def test_words_say_what_headings_marks_and_stages_mean_and_what_is_not_read() -> None:
    words = load_words(
        "intake.yaml",
        (
            HEAD
            + "headings: {日期: [会期, 时间]}\nmarks: {△: 迟到}\nstages: {优秀提案: [立案, 优秀]}\nunread: [座位]\n"
        ).encode(),
    )
    assert words.headings == {"会期": "日期", "时间": "日期"}
    assert (words.marks, words.stages) == ({"△": Attendance.LATE}, {"优秀提案": ("立案", "优秀")})
    assert words.unread == {"座位"}


def test_an_office_adds_to_the_words_before_and_its_own_meaning_counts() -> None:
    shipped = load_words(
        "intake.yaml", (HEAD + "headings: {日期: 时间}\nmarks: {○: 出席, √: 出席}\nunread: [座位]\n").encode()
    )
    words = load_words("intake.yaml", (HEAD + "headings: {备注: 座位}\nmarks: {○: 请假}\n").encode(), shipped)
    assert words.headings == {"时间": "日期", "座位": "备注"}
    assert words.marks == {"○": Attendance.ON_LEAVE, "√": Attendance.PRESENT}
    assert words.unread == frozenset()


def test_a_word_that_means_two_things_is_a_problem_with_its_place() -> None:
    assert problems("headings: {日期: [时间], 备注: [时间]}\nunread: [时间, 姓名]\n") == [
        "intake.yaml:2：第27列：“时间”已写作“日期”的别名，不能又是“备注”的别名；请只留一处",
        "intake.yaml:3：第10列：“时间”是要读的列，不能又写作不读的列；请只留一处",
        "intake.yaml:3：第14列：“姓名”是要读的列，不能又写作不读的列；请只留一处",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("headings: {日起: [时间]}", "intake.yaml:2：第12列：没有名为“日起”的列；是否："),
        ("marks: {○: 病假}", "intake.yaml:2：第12列：“病假”无法识别；"),
        ("aliases: {}", "intake.yaml:2：第1列：这里没有“aliases”这一项；"),
    ],
)
def test_what_is_no_word_of_ours_is_a_problem_with_its_place(text: str, said: str) -> None:
    assert problems(text + "\n")[0].startswith(said)


def test_the_file_to_be_filled_in_says_nothing_until_its_examples_are_switched_on() -> None:
    laid = (Path(__file__).parents[2] / "rules" / "new" / "intake.yaml").read_text("utf-8")
    assert load_words("intake.yaml", laid.encode()) == FileVocabulary()
    words = load_words("intake.yaml", re.sub(r"(?m)^# (?=[a-z]|  \S)", "", laid).encode())
    assert all((words.headings, words.marks, words.stages, words.unread))
