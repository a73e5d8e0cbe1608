"""Refusals about a ledger on a server. None shows a password."""

from __future__ import annotations

from duty_cli.errors.base import LOOK_FIRST, LedgerError, UsageError


class BadServerUrl(UsageError):
    """What names a server cannot be read; ``shown`` is it without a password."""

    def __init__(self, shown: object, why: str) -> None:
        super().__init__(f"账本的地址 {shown} 不能读作服务器：{why}；写法为 postgresql://用户@主机:端口/数据库")


class PasswordInUrl(UsageError):
    """A password stands where the list of processes and the history of the shell show it to everybody."""

    def __init__(self, shown: object) -> None:
        super().__init__(
            f"账本的地址里不能写密码（别人看得到命令行和历史）；请改写为 {shown}，密码写在用户文件夹的 .pgpass"
            "（Windows 为 %APPDATA%\\postgresql\\pgpass.conf）、服务文件（?service=名称）或环境变量 PGPASSWORD 里"
        )


class PostgresMissing(UsageError):
    """The driver is an extra."""

    def __init__(self) -> None:
        super().__init__("服务器上的账本需要 psycopg；请安装：pip install 'duty-cli[postgres]'")


class FileAndServer(LedgerError):
    """A workspace says that its ledger is on a server, and has one in a file too."""

    def __init__(self, file: object, pointer: object) -> None:
        super().__init__(
            f"账本文件 {file} 和指向服务器的 {pointer} 都在，不知道用哪一个：已复制到服务器的，请把账本文件移到别处存好；"
            "要用文件的，请移走另一个；也可以用 --ledger 指明"
        )


class OnServerPerhaps(LedgerError):
    """There is no ledger where one is looked for, and what lies about is of one on a server."""

    def __init__(self, place: object, backup: object) -> None:
        super().__init__(
            f"找不到账本：{place}；这里的备份 {backup} 是服务器上的账本的，请用 --ledger 或环境变量 DUTY_LEDGER 指明服务器；"
            "服务器上的没有了的，才用 duty restore 把备份恢复成文件"
        )


class OnServerAlone(UsageError):
    """What is done to a ledger on a server is nothing to a file."""

    def __init__(self, place: object) -> None:
        super().__init__(
            f"账本 {place} 是文件，谁可以读写由文件的权限决定；服务器上的账本请用 --ledger postgresql://主机/数据库 指定"
        )


class ServerUnreachable(LedgerError):
    """There is no way to the server, or none there."""

    def __init__(self, place: object, why: str) -> None:
        super().__init__(f"连不上账本 {place}：{why}；本次未读也未写；请核对地址，或请管理员看看服务器")


class PasswordRefused(LedgerError):
    """The server asks for a password and was given none, or another."""

    def __init__(self, place: object, *, given: bool) -> None:
        said = "密码不对，或没有这个用户" if given else "要密码，而没有给"
        super().__init__(
            f"账本 {place} 的服务器{said}；密码写在用户文件夹的 .pgpass"
            "（Windows 为 %APPDATA%\\postgresql\\pgpass.conf，别人不得可读）、服务文件或环境变量 PGPASSWORD 里"
        )


class NoDatabaseThere(LedgerError):
    """The server has no database of that name."""

    def __init__(self, place: object) -> None:
        super().__init__(f"服务器上没有这个数据库：{place}；请核对名称，或请管理员用 createdb 建立")


class NoEntryToServer(LedgerError):
    """The server does not let this user in."""

    def __init__(self, place: object, words: str) -> None:
        super().__init__(f"账本 {place} 的服务器不让进入（{words}）；请核对用户名，或请管理员在服务器上放行")


class TlsRefused(LedgerError):
    """An encrypted connection is wanted, and the server has none."""

    def __init__(self, place: object, words: str) -> None:
        super().__init__(
            f"与账本 {place} 的服务器没能建立加密连接（{words}）；请管理员在服务器上启用 TLS，"
            "确知网络可靠而不必加密的，地址里不写 sslmode"
        )


class CertificateRefused(LedgerError):
    """The server's certificate does not show that it is the one that is meant: ``why``."""

    def __init__(self, place: object, why: str) -> None:
        super().__init__(
            f"账本 {place} 的服务器的证书核对不上（{why}）；本次未读也未写；请管理员核对证书：签发它的根证书放在用户文件夹的 .postgresql/root.crt"
            "（Windows 为 %APPDATA%\\postgresql\\root.crt），或在地址里写 ?sslmode=verify-full&sslrootcert=文件；请勿改成不核对了事"
        )


class ServerRefuses(LedgerError):
    """What a server, or the library that talks to it, says and no other refusal does."""

    def __init__(self, place: object, words: str) -> None:
        super().__init__(f"打不开账本 {place}：{words}；请把这句话告诉管理员")


class NoRightThere(LedgerError):
    """The user's role on the server may not do this: ``why``, and the ``way`` out."""

    why_not_entered = "没有登记的权限"

    def __init__(
        self, place: object, why: str, way: str = "请所有者来做，或由所有者用 duty ledger roles 授予权限"
    ) -> None:
        super().__init__(f"在账本 {place} 里没有做这件事的权限（{why}）；本次未写入；{way}")


class MayOnlyLook(NoRightThere):
    """Something is to be entered by a user who may look alone."""

    def __init__(self, place: object, user: str) -> None:
        way = f"请有登记权限的人来做；应当由这个用户登记的，请所有者执行 duty ledger roles --clerk {user}"
        super().__init__(place, f"用户 {user} 只能查看，不能登记", way)


class MayNotLook(NoRightThere):
    """A ledger is to be read by a user to whom nobody gave the right."""

    def __init__(self, place: object, user: str) -> None:
        way = f"请所有者执行 duty ledger roles --reader {user}（只能查看）或 --clerk {user}（可以登记）"
        super().__init__(place, f"用户 {user} 还不能查看这本账", way)


class OwnerErases(NoRightThere):
    """A name is to be erased by a user who is not the ledger's owner."""

    def __init__(self, place: object, user: str) -> None:
        super().__init__(place, f"用户 {user} 不是所有者，不能删除姓名", "请所有者用 duty erase 来做")


class MayNotFound(NoRightThere):
    """A ledger is to be made in a database by a user who may make nothing there."""

    def __init__(self, place: object, user: str) -> None:
        way = "请管理员给这个用户在这个数据库里建立架构的权限（GRANT CREATE ON DATABASE），或由数据库的所有者来做"
        super().__init__(place, f"用户 {user} 不能在这个数据库里建立账本", way)


class ServerGone(LedgerError):
    """The connection broke off in the middle."""

    def __init__(self, place: object) -> None:
        super().__init__(f"与账本 {place} 的服务器的连接中断；未完成的没有写入，已完成的请用 duty log 核对；请稍后重试")


class OlderServer(LedgerError):
    """The server is of a version that lacks what the ledger needs."""

    def __init__(self, place: object, found: str, least: int) -> None:
        super().__init__(f"账本 {place} 的服务器是 PostgreSQL {found}，至少要 {least}；请管理员升级服务器")


class OlderOnServer(LedgerError):
    """The ledger was written by an older program; who works on it together upgrades together."""

    def __init__(self, place: object, found: int, known: int) -> None:
        super().__init__(
            f"账本 {place} 的版本为 {found}，本程序的是 {known}；请所有者用本程序执行 duty ledger upgrade（原来的账本先留成文件，再升级）；"
            "升级以后，每台电脑都要用新的程序"
        )


class NotUnicode(LedgerError):
    """The database cannot hold every Chinese word."""

    def __init__(self, place: object, found: str) -> None:
        super().__init__(f"账本 {place} 的数据库编码是 {found}，不能存下所有汉字；请管理员以编码 UTF8 另建数据库")


class EntryStandsOnServer(LedgerError):
    """The connection was gone as an entry was kept, and the entry was read back."""

    exit_code = LOOK_FIRST

    def __init__(self, place: object, entered: str) -> None:
        super().__init__(
            f"写入账本 {place} 时与服务器的连接断开，但已回读核对：{entered}已在账本中，请勿重做；请用 duty check 核验"
        )


class EntryUnclearOnServer(LedgerError):
    """The connection was gone as an entry was kept, and nothing can be read back."""

    exit_code = LOOK_FIRST

    def __init__(self, place: object, entered: str) -> None:
        super().__init__(
            f"写入账本 {place} 时与服务器的连接断开，也不能回读核对：{entered}可能在账本中，也可能不在；"
            "请在连接恢复后用 duty log 核对，再决定是否重做"
        )


class NoSuchRole(LedgerError):
    """Rights are to be given to somebody whom the server does not know."""

    def __init__(self, place: object, name: str) -> None:
        super().__init__(f"账本 {place} 的服务器没有用户“{name}”，未作任何改动；请管理员先用 createuser 建立")


class DumpProgramUnfit(LedgerError):
    """``pg_dump`` of this computer takes nothing of that server: a backup holds the ledger as a file alone."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"{why}：备份里是核验过的账本文件，duty restore 照常可用，没有供 pg_restore 用的 ledger.dump；"
            "管理员要用它的，请安装不低于服务器版本的 PostgreSQL 客户端程序，放入 PATH 再备份"
        )


class DumpProgramMissing(DumpProgramUnfit):
    """A program that PostgreSQL brings along is not on this computer."""

    def __init__(self, name: str) -> None:
        super().__init__(f"这台电脑上没有找到 {name}")


class DumpProgramOlder(DumpProgramUnfit):
    """The program that dumps knows servers up to its own version alone."""

    def __init__(self, place: object, program: str, found: int, server: int) -> None:
        super().__init__(f"{program} 的版本是 {found}，账本 {place} 的服务器是 {server}，它不能用")


class DumpFailed(LedgerError):
    """pg_dump or pg_restore says no."""

    def __init__(self, place: object, name: str, words: str) -> None:
        said = " ".join(words.split()) or "没有说明原因"
        super().__init__(f"{name} 没有成功（{said}）；账本 {place} 未作任何改动；请把这句话告诉管理员")


class NameLeftOnServer(LedgerError):
    """A name is erased for everybody who asks, and may still stand in an old page of the server's files."""

    exit_code = LOOK_FIRST

    def __init__(self, place: object, entered: str) -> None:
        super().__init__(
            f"{entered}已登记，账本 {place} 里已查不到姓名；但服务器的数据文件里旧的一页没能立即重写（有人正在查看），"
            "请勿重做；请管理员稍后在数据库里执行：VACUUM FULL duty.person"
        )
