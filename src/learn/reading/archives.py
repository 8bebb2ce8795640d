"""Look into a .zip, .tar or .tar.gz in memory.  Nothing is ever unpacked to disk, so that no name or link leads astray.

``zipfile`` and ``tarfile`` do the reading.  They believe what headers claim: how much they may read at once is bounded here.
"""

from __future__ import annotations

import io
import stat
import struct
import tarfile
import time
import warnings
import zipfile
import zlib
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from learn.errors import SubmissionError
from learn.reading import caps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_DEPTH = 4
"""``<top>/exercises/<chapter>/<exercise>.py``: nothing deeper is looked for."""
_JUNK = ("__MACOSX",)
"""What systems add at the top, as they do files whose names begin with a dot."""
_NEVER = ("solutions", "graders")
_ZIP_END = struct.Struct("<4s4H2LH")
_ENCRYPTED = 1
_TAR_END = bytes(512)


class _Member(NamedTuple):
    """A member of any format.

    Attributes:
        name: As it was written, but for the kind of slash.
        kind: ``S_IFREG``, ``S_IFDIR``, ``S_IFLNK`` for links of all sorts, or anything else.
        content: Returns a file's first ``limit + 1`` bytes.
    """

    name: str
    kind: int
    content: Callable[[int], bytes]

    @property
    def parts(self) -> tuple[str, ...]:
        """The steps of the name; none where it is absolute, climbs out or is too long, and so can be no exercise's."""
        if len(self.name) > caps.MAX_NAME_LENGTH or self.name.startswith("/") or self.name[1:2] == ":":
            return ()
        parts = tuple(part for part in self.name.split("/") if part not in {"", "."})
        return () if ".." in parts else parts


class Archive:
    """An archive's members by name.

    Attributes:
        prefixes: Where exercises may lie in it: as in a folder, also below one folder that everything is in.
    """

    def __init__(self, data: bytes, name: str) -> None:
        """Index the archive ``data``, to be called ``name`` in errors.

        Raises:
            SubmissionError: it is none, damaged, too large, or has too many members.
        """
        self._name = name
        self._members: dict[tuple[str, ...], list[_Member]] = {}
        tops: dict[str, bool] = {}
        end_s = time.thread_time() + caps.MAX_LISTING_S
        with _in_one_sentence(name):
            for number, member in enumerate(_members(data, name), 1):
                if number > caps.MAX_MEMBERS:
                    message = f"{name} holds more than {caps.MAX_MEMBERS} files and folders: pack only your exercises."
                    raise SubmissionError(message)
                if time.thread_time() > end_s:
                    raise SubmissionError(f"{name} takes too long to read: pack only your exercises.")
                parts = member.parts
                if 0 < len(parts) <= _DEPTH:
                    self._members.setdefault(parts, []).append(member)
                if parts:
                    holds = len(parts) > 1 or member.kind == stat.S_IFDIR
                    tops[parts[0]] = tops.get(parts[0], True) and holds
        seen = [top for top in tops if top not in _JUNK and not top.startswith(".")]
        shared = len(seen) == 1 and tops[seen[0]] and seen[0].casefold() not in _NEVER
        roots: list[tuple[str, ...]] = [(), (seen[0],)] if shared else [()]
        self.prefixes: Sequence[tuple[str, ...]] = [root + below for root in roots for below in ((), ("exercises",))]

    def shown(self, parts: Sequence[str]) -> str:
        """Return a member's name, as shown to people."""
        return "/".join((self._name, *parts))

    def read(self, parts: Sequence[str], limit: int) -> bytes | None:
        """Return a member's first ``limit + 1`` bytes, or ``None`` where there is none of its name.

        Raises:
            SubmissionError: it is a link or lies behind one, is no regular file, is there twice, or cannot be unpacked.
        """
        found: Sequence[_Member] = ()
        for depth in range(1, len(parts) + 1):
            found = self._members.get(tuple(parts[:depth]), ())
            if any(member.kind == stat.S_IFLNK for member in found):
                raise SubmissionError(f"{self.shown(parts[:depth])} is a link: hand in what it points to.")
        if len(found) > 1:
            raise SubmissionError(f"{self.shown(parts)} is there {len(found)} times: hand in one file for each exercise.")
        if found and found[0].kind != stat.S_IFREG:
            raise SubmissionError(f"{self.shown(parts)} is no regular file.")
        with _in_one_sentence(self._name):
            return found[0].content(limit) if found else None


@contextmanager
def _in_one_sentence(name: str) -> Iterator[None]:
    """Raise :class:`SubmissionError` for whatever a library finds wrong, and let it print nothing."""
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    except SubmissionError:
        raise
    except Exception as error:  # they raise a dozen kinds, few of them documented, and others in each version
        raise SubmissionError(f"{name} is damaged or cut off: pack it again, and upload it again.") from error


def _members(data: bytes, name: str) -> Iterator[_Member]:
    """Tell by its first bytes what an archive is; its name may say anything."""
    zipped, gzipped = data.startswith((b"PK\3\4", b"PK\5\6")), data.startswith(b"\x1f\x8b")
    if not zipped and not gzipped and not _is_tar(data):
        message = f"{name} is no .zip, .tar or .tar.gz archive, and is not called <exercise>.py or <exercise>.ipynb."
        raise SubmissionError(message)
    if len(data) > caps.MAX_ARCHIVE_BYTES:
        raise SubmissionError(f"{name} is larger than {caps.MAX_ARCHIVE_BYTES >> 20} MiB: pack only your exercises.")
    if zipped:
        return _in_zip(data, name)
    if gzipped:
        # GzipFile would go on to what follows the first stream: millions of empty ones, or a name of 64 MiB, byte by byte.
        stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
        data = stream.decompress(data, caps.MAX_UNPACKED_BYTES + 1)
        if len(data) > caps.MAX_UNPACKED_BYTES:
            message = f"{name} unpacks to more than {caps.MAX_UNPACKED_BYTES >> 20} MiB: pack only your exercises."
            raise SubmissionError(message)
        if not stream.eof:
            raise EOFError
        if not _is_tar(data):
            raise SubmissionError(f"{name} is compressed, but holds no .tar archive: pack it again as .tar.gz or .zip.")
    return _in_tar(data, name)


def _too_much(name: str) -> SubmissionError:
    return SubmissionError(f"{name} says too much about its files: pack only your exercises.")


def _in_zip(data: bytes, name: str) -> Iterator[_Member]:
    # zipfile takes the last record of this kind, too, and reads the list that it tells of whole.
    end = data.rfind(b"PK\5\6", -_ZIP_END.size - 0xFFFF)
    *_, here, count, size, _, _ = _ZIP_END.unpack_from(data, end)
    if data.startswith(b"PK\6\7", max(end - 20, 0)):
        raise SubmissionError(f"{name} is in the zip64 format, which is not read: pack it again as a plain .zip.")
    if size > caps.MAX_DIRECTORY_BYTES:
        raise _too_much(name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data), metadata_encoding="utf-8")  # as Macs write names, without a word
    except UnicodeDecodeError:
        archive = zipfile.ZipFile(io.BytesIO(data))
    infos = archive.infolist()
    if not here == count == len(infos):
        raise zipfile.BadZipFile
    for info in infos:
        # `filename` ends at a null byte. PowerShell 5 writes backslashes between folders.
        path = info.orig_filename.replace("\\", "/")
        kind = stat.S_IFMT(info.external_attr >> 16) or stat.S_IFREG
        kind = stat.S_IFDIR if kind == stat.S_IFREG and path.endswith("/") else kind
        yield _Member(path, kind, partial(_unzipped, archive, info, name))


def _unzipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, limit: int) -> bytes:
    if info.flag_bits & _ENCRYPTED:
        raise SubmissionError(f"{name} is encrypted: pack it again without a password.")
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise SubmissionError(f"{name} is packed in a way that few tools can read: pack it again as a plain .zip.")
    with archive.open(info) as file:
        content = file.read(limit + 1)
    if len(content) < min(info.file_size, limit + 1):
        raise zipfile.BadZipFile
    return content


class _Tape(io.BytesIO):
    """What ``tarfile`` reads headers from: for each member so many bytes and no more, whatever sizes they claim.

    Attributes:
        left: How many bytes may still be read.
        last: What was read last.
    """

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data)
        self._name, self.left, self.last = name, caps.MAX_HEADERS_BYTES, b""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or not 0 <= size <= self.left:
            raise _too_much(self._name)
        self.left -= size
        self.last = super().read(size)
        return self.last


def _is_tar(data: bytes) -> bool:
    """Tell whether data begins with a header, or with the block of zeros that ends an archive."""
    block = data[: len(_TAR_END)]
    try:
        return block == _TAR_END or bool(tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape"))
    except tarfile.HeaderError:
        return False


def _in_tar(data: bytes, name: str) -> Iterator[_Member]:
    tape = _Tape(data, name)
    archive = tarfile.open(fileobj=tape, mode="r:", encoding="utf-8", errors="surrogateescape")  # noqa: SIM115  holds no file
    while (info := archive.next()) is not None:
        if info.size < 0:
            raise tarfile.ReadError
        holey = info.sparse is not None or any(key.startswith("GNU.sparse.") for key in info.pax_headers)
        kind = stat.S_IFREG if info.isreg() and not holey else stat.S_IFDIR if info.isdir() else 0
        kind = stat.S_IFLNK if info.issym() or info.islnk() else kind
        yield _Member(info.name, kind, partial(_cut, data, info.offset_data, info.size))
        # tarfile would keep every member, with its attributes, and copy to each of them what was said about all.
        archive.members.clear()  # type: ignore[attr-defined]  # typeshed leaves it out
        archive.pax_headers = {}
        tape.left = caps.MAX_HEADERS_BYTES
    # Where it finds no header, it stops as if that were the end.
    if tape.last != _TAR_END:
        raise tarfile.ReadError


def _cut(data: bytes, start: int, size: int, limit: int) -> bytes:
    return data[start : start + min(size, limit + 1)]
