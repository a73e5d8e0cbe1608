"""封存: what left the house shows a ledger that was hashed anew, cut or put back, whoever did it."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from tests.ledger.sample import behind_its_back, hashed_anew
from tests.workspace import Duty

LEDGER = "data/ledger.db"
RECORD = "record 1001 提案 --on 2026-03-05 --stage 提交、立案 --title 关于停车的建议"


@pytest.fixture
def sealed(duty: Duty) -> Duty:
    """A ledger with a record, sealed with a new key in the folder ``柜``."""
    duty.done(RECORD)
    (duty.folder / "柜").mkdir()
    duty.done("seal --to 柜 --key 柜/key.pem --new-key")
    return duty


def seal_of(duty: Duty) -> str:
    """The path of the last seal."""
    return "柜/" + max(one.name for one in (duty.folder / "柜").glob("账本封存-*.json"))


def against(duty: Duty, *files: str) -> tuple[int, str]:
    answer = duty("check " + " ".join(f"--against {file}" for file in files))
    return answer.code, answer.out + answer.err


def test_a_seal_agrees_with_the_ledger_then_and_later(sealed: Duty) -> None:
    sealed.done("record 1001 年度履职报告 --on 2026-11-02")
    code, said = against(sealed, seal_of(sealed))
    assert code == 0
    assert re.search(r"与账本相符，签名有效，密钥指纹( [0-9a-f]{4}){8}", said)


def test_the_slip_says_what_the_file_says(duty: Duty) -> None:
    slip = duty.done("seal --unsigned")
    assert "履职账本封存单" in slip
    assert "未签名" in slip
    found = next(duty.folder.glob("账本封存-*.json")).read_text("utf-8")
    digits = re.search(r'"head": "([0-9a-f]{64})"', found)
    assert digits is not None
    assert digits[1] in re.sub(r"[^0-9a-f]", "", slip)


def test_a_chain_hashed_anew_is_shown_by_the_seal_alone(sealed: Duty) -> None:
    with hashed_anew(sealed.folder / LEDGER) as raw:
        raw.execute("UPDATE batch SET by = '他人'")
    assert sealed.done("check") == ""
    code, said = against(sealed, seal_of(sealed))
    assert (code, "账本在此后被改写" in said) == (4, True)


def test_a_tail_cut_off_with_its_head_is_shown_by_the_seal(sealed: Duty) -> None:
    with behind_its_back(sealed.folder / LEDGER) as raw:
        [(last,)] = raw.execute("SELECT max(seq) FROM entry").fetchall()
        raw.execute("DELETE FROM record WHERE seq = ?", (last,))
        raw.execute("DELETE FROM entry WHERE seq = ?", (last,))
        raw.execute("UPDATE head SET (seq, hash) = (SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1)")
    assert sealed.done("check") == ""
    code, said = against(sealed, seal_of(sealed))
    assert (code, "账本可能被换成了较早的副本，或被截短" in said) == (4, True)


def test_a_paper_is_a_witness_too(sealed: Duty) -> None:
    sealed.done("annual-evaluation 2026 -o 评比.xlsx")
    assert "报表 评比.xlsx：与账本相符" in against(sealed, "评比.xlsx")[1]
    with hashed_anew(sealed.folder / LEDGER) as raw:
        raw.execute("UPDATE batch SET by = '他人'")
    assert against(sealed, "评比.xlsx", seal_of(sealed))[1].count("账本在此后被改写") == 2


def test_seals_are_chained_and_a_gap_is_told(sealed: Duty) -> None:
    first = seal_of(sealed)
    sealed.done("record 1001 年度履职报告 --on 2026-11-02")
    sealed.done("seal --to 柜 --key 柜/key.pem")
    second = next(f"柜/{one.name}" for one in (sealed.folder / "柜").glob("*.json") if f"柜/{one.name}" != first)
    assert "那一份没有给出" in against(sealed, second)[1]
    for files in ((first, second), ("柜",)):
        code, said = against(sealed, *files)
        assert (code, said.count("签名有效"), "没有给出" in said) == (0, 2, False)


def test_another_key_is_told(sealed: Duty) -> None:
    first = seal_of(sealed)
    sealed.done("record 1001 年度履职报告 --on 2026-11-02")
    sealed.done("seal --to 柜 --key 柜/other.pem --new-key")
    names = [f"柜/{one.name}" for one in (sealed.folder / "柜").glob("*.json")]
    assert len(names) == 2
    assert "不是同一把密钥签的" in against(sealed, *names)[1]
    assert first in names


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"batches": ', '"batches": 1', "签名不符"),
        ('"seq": ', '"seq": 1', "签名不符"),
        ("政协", "政邪", "签名不符"),
        ('"signature": "', '"signature": "A', "签名不符"),
        ("duty-seal/1", "duty-seal/2", "不是 duty 写出的封存文件"),
        ("\n}", "\n} ", "不是 duty 写出的封存文件"),
        ('"seq": ', '"seq": "一', "不是 duty 写出的封存文件"),
        ('"key": ', '"other": ', "不是 duty 写出的封存文件"),
    ],
)
def test_an_altered_seal_is_refused(sealed: Duty, old: str, new: str, said: str) -> None:
    path = sealed.folder / seal_of(sealed)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8", newline="")
    code, told = against(sealed, seal_of(sealed))
    assert code == 5
    assert said in told


def test_a_key_is_for_its_owner_alone_and_is_never_replaced(sealed: Duty) -> None:
    key = sealed.folder / "柜" / "key.pem"
    if os.name != "nt":
        assert key.stat().st_mode & 0o777 == 0o600
    before = key.read_bytes()
    assert "已有签名密钥" in sealed("seal --to 柜 --key 柜/key.pem --new-key").err
    assert key.read_bytes() == before


def test_the_key_is_looked_for_in_the_users_own_folder(
    duty: Duty, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "own"))
    answer = duty("seal")
    assert (answer.code, "首次使用请加 --new-key" in answer.err) == (2, True)
    duty.done("seal --new-key")
    assert (tmp_path / "own" / "duty" / "office-key.pem").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "不是签名密钥"), (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "不是签名密钥")],
)
def test_what_is_no_key_signs_nothing(duty: Duty, content: bytes, said: str) -> None:
    (duty.folder / "钥.pem").write_bytes(content)
    assert said in duty("seal --key 钥.pem").err
    assert list(duty.folder.glob("账本封存-*")) == []


def test_a_slip_that_nobody_saw_is_shown_again_and_nothing_written(sealed: Duty) -> None:
    key = "seal --to 柜 --key 柜/key.pem"
    before = (sealed.folder / seal_of(sealed)).read_bytes()
    answer = sealed(key)
    assert (answer.code, "已封存到这一序号，没有另写" in answer.err) == (0, True)
    assert (sealed.folder / seal_of(sealed)).read_bytes() == before
    assert "履职账本封存单" in answer.out
    assert "已存在" in sealed("seal --to 柜 --unsigned").err


def test_a_damaged_ledger_is_not_sealed(sealed: Duty) -> None:
    with behind_its_back(sealed.folder / LEDGER) as raw:
        raw.execute("UPDATE record SET title = '改'")
    answer = sealed("seal --unsigned")
    assert (answer.code, "核验未通过" in answer.err) == (4, True)


def test_a_ledger_that_the_last_seal_contradicts_is_not_sealed_again(sealed: Duty) -> None:
    with hashed_anew(sealed.folder / LEDGER) as raw:
        raw.execute("UPDATE batch SET by = '他人'")
    answer = sealed("seal --to 柜 --unsigned")
    assert (answer.code, "账本在此后被改写" in answer.err) == (4, True)


def test_a_file_that_is_no_witness_is_refused(duty: Duty) -> None:
    (duty.folder / "随便.json").write_text("{}", "utf-8")
    assert duty("check --against 随便.json").code != 0
    assert "没有这个文件" in duty("check --against 没有.json").err


def test_without_the_library_that_signs_one_may_still_seal(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "cryptography"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "cryptography", None)
    assert "请安装 duty-cli[seal]" in duty("seal --key key.pem --new-key").err
    duty.done("seal --unsigned")


@pytest.mark.parametrize("digits", [0, 16, 63])
def test_a_seal_with_a_part_of_a_head_is_no_seal(duty: Duty, digits: int) -> None:
    duty.done("seal --unsigned --to 柜")
    path = duty.folder / seal_of(duty)
    before, mark, after = path.read_text("utf-8").partition('"head": "')
    path.write_text(before + mark + after[:digits] + after[64:], "utf-8", newline="")
    code, told = against(duty, seal_of(duty))
    assert (code, "不是 duty 写出的封存文件" in told) == (5, True)
