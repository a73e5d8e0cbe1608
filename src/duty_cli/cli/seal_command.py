"""封存: the head of the ledger leaves the house on a slip and in a signed file; and what left it is held against the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli.cli import clock
from duty_cli.cli.import_sources import read_file
from duty_cli.cli.options import FORMAT, OUT, desk_of
from duty_cli.cli.output import remark, show
from duty_cli.cli.output_guard import note_done, refuse_to_replace, write_new
from duty_cli.cli.stamped_seals import QUERY, query_for, roots_of, stamps_said, tokens_beside
from duty_cli.cli.user_folder import user_folder
from duty_cli.documents.durable_files import lasting_folder
from duty_cli.documents.formats import ReportOutput
from duty_cli.errors.file_errors import FileThere, UnwritableFile
from duty_cli.errors.seal_errors import KeyThere, NoKey, SigningMissing, WitnessAgainst
from duty_cli.errors.time_stamp_errors import NoTimeStamp
from duty_cli.patterns import pattern

if TYPE_CHECKING:
    from duty_cli.cli.app_context import AppContext
    from duty_cli.ledger.sealing.seals import Seal
    from duty_cli.reports.witnesses import Witness

KEY = "office-key.pem"
_SEAL = pattern(r"账本封存-\d{8}-\d+\.json")


def seal(
    ctx: typer.Context,
    to: Annotated[
        Path, typer.Option("--to", metavar="文件夹", help="封存文件放在哪里；上一次的也在那里，这一次接在其后")
    ] = Path(),
    key: Annotated[
        Path | None,
        typer.Option("--key", metavar="文件", help="单位的签名密钥，可放在优盘上；不填为本机用户文件夹中的"),
    ] = None,
    make_key: Annotated[bool, typer.Option("--new-key", help="首次使用时生成签名密钥")] = False,
    unsigned: Annotated[bool, typer.Option("--unsigned", help="不签名，只靠封存单")] = False,
    query: Annotated[bool, typer.Option("--time-stamp-query", help="另写一份时间戳请求，可送时间戳服务机构")] = False,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """封存：核验账本，把此刻的序号和账首写成带签名的封存文件和封存单，交账本以外的人保管，日后可证明账本有没有被改写。"""
    from duty_cli.ledger.sealing.seals import Seal, as_file

    desk, now = desk_of(ctx), clock.now()
    # The slip is written last: what stands against it is told before anything is.
    if out is not None:
        refuse_to_replace(out)
    desk.store.check(desk.sound)
    with desk.ledger.reading() as reading:
        head, batches = reading.head(), len(reading.batches())
    before = _last(to, head.committee)
    _refuse_against(desk, (_of_seal(place.name, one) for place, one in before))
    place = to / f"账本封存-{now:%Y%m%d}-{head.seq}.json"
    again = _sealed_already(before, place, head.digest, signed=not unsigned)
    if again is not None and not (query or make_key):
        remark(f"{place} 已封存到这一序号，没有另写；以下是它的封存单")
        _show_slip(desk, again[0], place, again[1], format_, out)
        return
    last = before[-1][1] if before else None
    made = Seal(head.committee, now, head.seq, head.digest, batches, last.digest if last else None)
    if not unsigned:
        made = _signed(made, key, new=make_key)
    _write(place, as_file(made), query=query)
    _show_slip(desk, made, place, before[-1][0].name if before else None, format_, out)


def _write(place: Path, data: bytes, *, query: bool) -> None:
    """Write a seal, and the query for its time stamp beside it. Raises FileThere, UnwritableFile, TimeStampsMissing."""
    asked, asks = place.with_suffix(QUERY), query_for(data) if query else None
    if asks is not None and asked.exists():
        raise FileThere(asked)
    _make_folder(place.parent)
    write_new(place, data)
    note_done(f"封存 {place}")
    remark(f"已写入 {place}；请连同封存单交账本以外的人保管，密钥不要与账本放在一起")
    if asks is not None:
        write_new(asked, asks)
        remark(
            f"已写入 {asked}；请送时间戳服务机构，把得到的时间戳存为 {place.with_suffix('.tsr').name}，与封存文件放在一起"
        )


def _show_slip(desk: AppContext, made: Seal, place: Path, before: str | None, format_: FORMAT, out: OUT) -> None:
    from duty_cli.ledger.sealing.seals import grouped
    from duty_cli.reports.witnesses import Slip, slip_document, slip_paper

    with desk.ledger.reading(made.seq) as reading:
        slip = Slip(reading.head(), made.batches, grouped(made.head), place.name, made.fingerprint, before)
    show(ReportOutput(lambda: slip_paper(slip), lambda: slip_document(slip), slip.head.at, desk.calling), format_, out)


def _last(folder: Path, committee: str) -> list[tuple[Path, Seal]]:
    """The seals of this committee in a folder, by seq."""
    found = ((one, read_seal_in(one)) for one in (seals_in(folder) if folder.is_dir() else ()))
    return sorted(((place, one) for place, one in found if one.committee == committee), key=lambda one: one[1].seq)


def _sealed_already(
    before: Sequence[tuple[Path, Seal]], place: Path, head: str, *, signed: bool
) -> tuple[Seal, str | None] | None:
    """The seal that stands at ``place`` and says the same, of which a broken-off run showed no slip; the name of the one before."""
    names = {one.digest: there.name for there, one in before}
    found = (one for there, one in before if there == place and one.head == head and (one.key is not None) == signed)
    return next(((one, names.get(one.before or "")) for one in found), None)


def seals_in(folder: Path) -> list[Path]:
    """The files of seals in a folder, by name."""
    return sorted((one for one in folder.iterdir() if _SEAL.fullmatch(one.name)), key=attrgetter("name"))


def read_seal_in(place: Path) -> Seal:
    """The seal in a file. Raises NotASeal, SignatureWrong, SigningMissing, UnreadableFile."""
    from duty_cli.ledger.sealing.seals import read_seal

    try:
        return read_seal(place.name, read_file(place)[0])
    except ImportError:
        raise SigningMissing from None


def _signed(made: Seal, key: Path | None, *, new: bool) -> Seal:
    from duty_cli.ledger.sealing.seals import new_key, signed

    own = user_folder()
    place = key or (own / KEY if own else Path(KEY))
    try:
        if new:
            _lay_key(place, new_key())
        if not place.exists():
            raise NoKey(place)
        return signed(made, place.name, read_file(place)[0])
    except ImportError:
        raise SigningMissing from None


def _make_folder(folder: Path) -> None:
    """Make sure that a folder for seals or the key is there. Raises UnwritableFile."""
    from duty_cli.documents.systems import unfit_folder

    why = unfit_folder(folder)
    if why is not None:
        raise UnwritableFile(folder, why)
    try:
        lasting_folder(folder)
    except OSError as error:
        raise UnwritableFile(folder, f"不能建立文件夹（系统错误号 {error.errno}）；请改用其他位置") from error


def _lay_key(place: Path, pem: bytes) -> None:
    _make_folder(place.parent)
    try:
        write_new(place, pem, private=True)
    except FileThere:
        raise KeyThere(place) from None
    remark(f"已生成签名密钥 {place}：请另存一份在优盘上锁好；谁有密钥，谁就能以单位名义封存")


def held_against(desk: AppContext, files: Sequence[Path], roots: Path | None) -> list[str]:
    """What each seal or paper in ``files`` says for the ledger, a line each, time stamps held against the file ``roots``.

    Raises WitnessAgainst, NoTimeStamp, and what does not agree with a time stamp.
    """
    places = [one for file in files for one in (seals_in(file) if file.is_dir() else (file,))]
    found = [(place, *_witness(place)) for place in places]
    _refuse_against(desk, (witness for _, witness, _ in found))
    seals = [(place, one) for place, _, one in found if one is not None]
    has_stamps = any(tokens_beside(place) for place, _ in seals)
    if roots is not None and not has_stamps:
        raise NoTimeStamp
    trusted = roots_of(roots) if has_stamps else None
    stamped = {place: "".join(f"；{one}" for one in stamps_said(place, seal, trusted)) for place, seal in seals}
    lines = [
        f"{witness.said}：与{_which(desk, witness)}相符{how_signed(one)}{stamped.get(place, '')}"
        for place, witness, one in found
    ]
    return lines + list(_gaps([one for _, one in seals]))


def _which(desk: AppContext, witness: Witness) -> str:
    from duty_cli.reports.witnesses import of_a_copy

    return "并入的账本" if of_a_copy(desk.ledger, witness.seq, witness.head) else "账本"


def _refuse_against(desk: AppContext, found: Iterable[Witness]) -> None:
    from duty_cli.reports.witnesses import contradiction

    against = [line for one in found if (line := contradiction(desk.ledger, one))]
    if against:
        raise WitnessAgainst(against)


def _witness(file: Path) -> tuple[Witness, Seal | None]:
    """What a file says of the ledger: a seal, or a paper by its last line. Raises NoIdentity, NotASeal."""
    from duty_cli.errors.file_errors import NoIdentity
    from duty_cli.errors.seal_errors import NotASeal
    from duty_cli.importing.issued_file import read_paper
    from duty_cli.ledger.sealing.seals import FORMAT_MARK
    from duty_cli.model.members import Seq
    from duty_cli.reports.witnesses import Witness

    try:
        seal = read_seal_in(file)
    except NotASeal:
        data = read_file(file)[0]
        if FORMAT_MARK in data:
            raise
        said = read_paper(str(file), data).identity
        if said is None:
            raise NoIdentity(file) from None
        return Witness(f"报表 {file.name}", Seq(said.seq), said.head), None
    return _of_seal(file.name, seal), seal


def _of_seal(name: str, seal: Seal) -> Witness:
    from duty_cli.reports.witnesses import Witness

    return Witness(f"封存 {name}", seal.seq, seal.head)


def how_signed(seal: Seal | None) -> str:
    """What is said of the signature of a seal; nothing of a paper."""
    if seal is None:
        return ""
    return f"，签名有效，密钥指纹 {seal.fingerprint}" if seal.key else "，没有签名，请与封存单核对"


def _gaps(seals: Sequence[Seal]) -> Iterator[str]:
    """Seals that are not all there, or not all of one key."""
    digests = {one.digest for one in seals}
    for one in sorted(seals, key=lambda one: one.seq):
        if one.before is not None and one.before not in digests:
            yield f"序号 {one.seq} 的封存接在另一次封存之后，那一份没有给出，未能核对"
    if len({one.fingerprint for one in seals}) > 1:
        yield "各次封存不是同一把密钥签的；更换过密钥的，请与历次封存单上的指纹核对"
