"""Archives: read in memory, member by member, and only what lies at an exercise's place."""

import bz2
import contextlib
import gzip
import io
import itertools
import shutil
import stat
import struct
import subprocess
import tarfile
import tempfile
import time
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learn.course import Course
from learn.errors import SubmissionError
from learn.reading import caps
from learn.reading.archives import Archive
from learn.reading.caps import MAX_ARCHIVE_BYTES, MAX_DIRECTORY_BYTES, MAX_HEADERS_BYTES, MAX_MEMBERS, MAX_UNPACKED_BYTES
from learn.submission import read_submission

SOURCE = b"x = 1\n" * 3
GOOD = {"chapter1_tiny/basics.py": SOURCE, "chapter1_tiny/later.py": b"y = 2\n", "README.md": b"mine"}
NONE = "holds none of this course's exercises"
TOO_MUCH = "work.zip says too much about its files: pack only your exercises."
SLOW = "work.zip takes too long to read: pack only your exercises."
DAMAGED = "is damaged or cut off: pack it again, and upload it again."
SYMLINK = (stat.S_IFLNK | 0o777) << 16


def zipped(members, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items() if isinstance(members, dict) else members:
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(members, form=tarfile.PAX_FORMAT, **attributes):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        for name, content in members.items() if isinstance(members, dict) else members:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(content)
            for key, value in attributes.items():
                setattr(info, key, value)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def tar_gz(members, **options):
    return gzip.compress(tarred(members, **options), mtime=0)


def special(name, kind, target=""):
    """Return a member of a .tar that is no file."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def header(name, size, kind=b"0"):
    """Return one header of a .tar that claims anything, with a right sum."""
    block = bytearray(512)
    block[: len(name)] = name
    block[124:136] = size if isinstance(size, bytes) else b"%011o\0" % size
    block[156:157] = kind
    block[148:156] = b"%06o\0 " % (sum(block) + 8 * 32)
    return bytes(block)


def attributes(body, kind=b"x"):
    """Return what a .tar says about the next member, or about all of them."""
    return header(b"attributes", len(body), kind) + body + bytes(-len(body) % 512)


@pytest.fixture
def read(tmp_path, tiny):
    """Return a function that reads an archive's bytes from a file."""
    numbers = itertools.count()

    def run(data, name="work.zip"):
        path = tmp_path / str(next(numbers)) / name
        path.parent.mkdir()
        path.write_bytes(data)
        return read_submission(path, tiny)

    return run


@pytest.fixture
def refused(read):
    """Return a function that reads an archive and returns the sentence by which it is refused."""

    def run(data, name="work.zip"):
        with pytest.raises(SubmissionError) as caught:
            read(data, name)
        return str(caught.value)

    return run


PACKERS = {
    "zip": zipped,
    "stored zip": lambda members: zipped(members, zipfile.ZIP_STORED),
    "pax tar": tarred,
    "gnu tar": lambda members: tarred(members, tarfile.GNU_FORMAT),
    "ustar tar": lambda members: tarred(members, tarfile.USTAR_FORMAT),
    "tar.gz": tar_gz,
}


@pytest.fixture(params=PACKERS)
def pack(request):
    """Return a function from names and contents to an archive's bytes, one for each format."""
    return PACKERS[request.param]


# ------------------------------------------------------------------ where exercises are found


@pytest.mark.parametrize("chapter", ["", "chapter1_tiny/"])
@pytest.mark.parametrize("folder", ["", "exercises/", "main-1a2b3c/", "main-1a2b3c/exercises/", "./", "chapter1_tiny/"])
def test_an_archive_may_be_laid_out_like_a_folder_or_hold_one(read, pack, folder, chapter):
    """Also below `exercises`, and below the one folder that GitHub and most systems pack everything in."""
    name = f"{folder}{chapter}basics.py"
    work = read(pack({name: SOURCE}))
    assert work.files == {"basics": SOURCE}
    assert work.paths["basics"].endswith(f"work.zip/{name.removeprefix('./')}")


def test_what_systems_add_does_not_count_as_a_second_folder(read, pack):
    """Nor do the folders' own entries."""
    names = [".DS_Store", "__MACOSX/work/._basics.py", "._work", ".git/HEAD", "work/notes/a/b/c/d.txt", "a/../b"]
    assert read(pack({"work/basics.py": SOURCE, **dict.fromkeys(names, b"")})).files == {"basics": SOURCE}


@pytest.mark.parametrize("beside", ["other/notes.txt", "notes.txt"])
def test_below_one_of_several_folders_nothing_is_found(refused, pack, beside):
    """An archive of many people's work is no submission."""
    assert NONE in refused(pack({"alice/basics.py": SOURCE, beside: b""}))


def test_a_whole_checkout_is_graded_by_its_exercises(read, refused, pack):
    """`solutions` and `graders` are never taken for the work, not even where they are all there is."""
    exercises = {"main/exercises/chapter1_tiny/basics.py": SOURCE}
    others = {
        f"main/{kind}/chapter1_tiny/{name}.py": b"other" for kind in ("solutions", "graders") for name in ("basics", "later")
    }
    assert read(pack(exercises | others)).files == {"basics": SOURCE}
    for top in ("solutions", "graders", "Solutions"):
        assert NONE in refused(pack({f"{top}/chapter1_tiny/basics.py": SOURCE}))


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_long_names_are_read_in_every_tar_format(read, form):
    """A folder's name may be longer than a header has room for."""
    top = "x" * 120 if form == tarfile.USTAR_FORMAT else "x" * 250
    work = read(tarred({f"{top}/chapter1_tiny/basics.py": SOURCE, f"{top}/chapter1_tiny/later.py": b"y"}, form))
    assert work.files == {"basics": SOURCE, "later": b"y"}
    assert work.paths["basics"].endswith(f"/work.zip/{top}/chapter1_tiny/basics.py")


def test_a_zip_of_powershell_5_is_read(read):
    """It writes backslashes between folders."""
    data = zipped({"work/chapter1_tiny/basics.py": SOURCE}).replace(b"work/chapter1_tiny/", b"work\\chapter1_tiny\\")
    assert read(data).files == {"basics": SOURCE}


@pytest.mark.parametrize("length", [1, 0xFFFF])
def test_a_zip_may_have_a_comment(read, length):
    """GitHub writes one, the commit."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("basics.py", SOURCE)
        archive.comment = b"c" * length
    assert read(buffer.getvalue()).files == {"basics": SOURCE}


def test_an_odd_archive_prints_no_warning(read):
    """Such as one of zipfile about a second name that is empty: here, where warnings are errors, it would be refused."""
    info = zipfile.ZipInfo("basics.py")
    info.extra = struct.pack("<HHBL", 0x7075, 5, 1, zlib.crc32(b"basics.py"))
    assert read(zipped([(info, SOURCE)])).files == {"basics": SOURCE}


@pytest.mark.parametrize("name", ["work.zip", "work.tar", "work.tgz", "work.tar.gz", "work", "basics.py.zip"])
def test_what_an_archive_is_is_told_by_its_content(read, pack, name):
    """Its name may say anything."""
    assert read(pack(GOOD), name).files == {"basics": SOURCE, "later": b"y = 2\n"}


def test_an_empty_archive_holds_nothing(refused, pack):
    """One sentence says what was expected."""
    assert NONE in refused(pack({}))


# ------------------------------------------------------------------ what other tools write


@pytest.fixture
def checkout(tmp_path):
    """Return a folder with an exercise, made to be packed."""
    folder = tmp_path / "my work" / "chapter1_tiny"
    folder.mkdir(parents=True)
    (folder / "basics.py").write_bytes(SOURCE)
    (folder / "übung.txt").write_bytes(bytes(100_000))
    (folder / "link").symlink_to("basics.py")
    return tmp_path / "my work"


COMMANDS = {
    "zip": ["zip", "-qr", "OUT", "."],
    "zip with links": ["zip", "-qry", "OUT", "."],
    "streamed zip": ["sh", "-c", "zip -qr - . | cat > OUT"],
    "tar": ["tar", "-cf", "OUT", "."],
    "posix tar": ["tar", "--format=posix", "-czf", "OUT", "-C", "..", "my work"],
    "v7 tar": ["tar", "--format=v7", "-cf", "OUT", "chapter1_tiny"],
    "git zip": ["sh", "-c", "git init -q && git add . && git archive --format=zip --prefix=main/ -o OUT $(git write-tree)"],
    "git tar": ["sh", "-c", "git init -q && git add . && git archive --format=tar.gz -o OUT $(git write-tree)"],
}


@pytest.mark.parametrize("kind", COMMANDS)
def test_what_common_tools_pack_is_read(tmp_path, tiny, checkout, kind):
    """Whatever options they were run with."""
    out = tmp_path / "out"
    command = [word.replace("OUT", str(out)) for word in COMMANDS[kind]]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    subprocess.run(command, cwd=checkout, check=True)
    out = out if out.exists() else out.with_suffix(".zip")
    assert read_submission(out, tiny).files == {"basics": SOURCE}


# ------------------------------------------------------------------ names and members that would lead astray


ESCAPES = [
    "/chapter1_tiny/basics.py", "../basics.py", "a/../basics.py", "chapter1_tiny/../basics.py", "C:/basics.py", "c:basics.py",
    "..\\basics.py", "\\basics.py", "C:\\work\\basics.py", "\\\\host\\share\\basics.py", "//host/share/basics.py",
    "work/../../basics.py", "exercises/chapter1_tiny /basics.py", "BASICS.PY", "a/b/c/basics.py",
]  # fmt: skip


@pytest.mark.parametrize("name", ESCAPES)
def test_a_name_that_leads_elsewhere_is_no_exercise(refused, read, tmp_path, pack, name):
    """It is passed over like any junk, and nothing is written anywhere."""
    before = sorted(tmp_path.rglob("*"))
    assert NONE in refused(pack({name: b"escaped"}))
    assert read(pack({name: b"escaped", "basics.py": SOURCE})).files == {"basics": SOURCE}
    assert [path for path in sorted(tmp_path.rglob("*")) if path.is_file() and path.name != "work.zip"] == before


def test_a_name_that_is_too_long_is_no_exercise(refused):
    """A sentence or a report that names it could not be read."""
    for pack in (zipped, tarred):
        assert NONE in refused(pack({"x" * 2000 + "/basics.py": b"long"}))


def test_a_name_is_not_cut_at_a_null_byte(refused):
    """Some tools would, and unpack another file than the one that was looked at."""
    assert NONE in refused(zipped({"basics.py#.txt": b"escaped"}).replace(b"py#", b"py\0"))
    body = b"23 path=basics.py\0.txt\n"
    assert NONE in refused(attributes(body) + header(b"notes", 0) + bytes(1024))


KINDS = {
    "symbolic link": tarfile.SYMTYPE, "hard link": tarfile.LNKTYPE, "character device": tarfile.CHRTYPE,
    "block device": tarfile.BLKTYPE, "pipe": tarfile.FIFOTYPE, "folder": tarfile.DIRTYPE, "unknown": b"Z",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_only_regular_members_of_a_tar_are_read(refused, read, kind):
    """What is no file is refused where it stands for an exercise, and passed over elsewhere."""
    sentence = "is a link: hand in what it points to." if "link" in kind else "is no regular file."
    member = special("chapter1_tiny/basics.py", KINDS[kind], "/etc/passwd")
    assert refused(tarred([(member, b"")])).endswith(f"work.zip/chapter1_tiny/basics.py {sentence}")
    member = special("chapter1_tiny/data", KINDS[kind], "../../basics.py")
    assert read(tarred([(member, b""), ("chapter1_tiny/basics.py", SOURCE)])).files == {"basics": SOURCE}


@pytest.mark.parametrize(
    ("mode", "sentence"), [(stat.S_IFLNK, "is a link"), (stat.S_IFIFO, "is no regular"), (stat.S_IFCHR, "is no")]
)
def test_only_regular_members_of_a_zip_are_read(refused, read, mode, sentence):
    """A .zip may hold links and devices too."""
    info = zipfile.ZipInfo("chapter1_tiny/basics.py")
    info.external_attr = (mode | 0o644) << 16
    assert sentence in refused(zipped([(info, b"/etc/passwd")]))
    info.filename = info.orig_filename = "chapter1_tiny/other.py"
    assert read(zipped([(info, b"/etc/passwd"), ("basics.py", SOURCE)])).files == {"basics": SOURCE}


@pytest.mark.parametrize("link", ["chapter1_tiny", "exercises", "work"])
def test_nothing_is_read_behind_a_link(refused, link):
    """A link and a file behind it would write through the link where somebody unpacks them."""
    sentence = NONE if link == "work" else f"{link} is a link: hand in what it points to."
    assert sentence in refused(tarred([(special(link, tarfile.SYMTYPE, "/etc"), b""), (f"{link}/basics.py", SOURCE)]))
    info = zipfile.ZipInfo(link)
    info.external_attr = SYMLINK
    assert sentence in refused(zipped([(info, b"/etc"), (f"{link}/basics.py", SOURCE)]))


def test_attributes_are_those_of_one_member(read):
    """What was said about one file is not believed of the next."""
    about = attributes(b"14 path=other\n" + b"22 GNU.sparse.major=1\n")
    data = about + header(b"notes", 0) + header(b"basics.py", 6) + b"x = 1\n".ljust(512, b"\0") + bytes(1024)
    assert read(data).files == {"basics": b"x = 1\n"}


def test_a_link_of_a_tar_has_no_content(read):
    """Some tools write the size of what it points to."""
    data = b"".join(header(b"data%d" % number, 1000, kind) for number, kind in enumerate((b"1", b"2", b"3", b"5")))
    assert read(data + header(b"basics.py", 0) + bytes(1024)).files == {"basics": b""}


@pytest.mark.parametrize("key", ["GNU.sparse.major", "GNU.sparse.map", "GNU.sparse.realsize"])
def test_a_file_with_holes_is_no_regular_file(refused, key):
    """What a sparse member unpacks to is not what it holds."""
    info = tarfile.TarInfo("basics.py")
    info.pax_headers = {key: "1"}
    assert "basics.py is no regular file" in refused(tarred([(info, SOURCE)]))
    assert "basics.py is no regular file" in refused(header(b"basics.py", 0, b"S") + bytes(1024))


def test_an_exercise_that_is_packed_twice_is_refused(refused, pack):
    """Tools differ in which one they unpack."""
    with (
        pytest.warns(UserWarning, match="Duplicate name")
        if pack in {zipped, PACKERS["stored zip"]}
        else contextlib.nullcontext()
    ):
        twice = pack([("basics.py", b"first"), ("basics.py", b"second")])
    assert refused(twice).endswith("work.zip/basics.py is there 2 times: hand in one file for each exercise.")
    assert "are the same exercise: hand in one of them" in refused(pack({"basics.py": b"1", "chapter1_tiny/basics.py": b"2"}))
    assert "are the same exercise" in refused(pack({"work/basics.py": b"1", "work/exercises/basics.py": b"2"}))
    assert "is there 2 times" in refused(pack({"basics.py": b"1", "./basics.py": b"2"}))


def test_a_name_in_another_encoding_is_inert(read, refused):
    """A top folder may be called anything in any encoding: what is shown of it is one line, right if it is UTF-8."""
    for data in (zipped({"QQ/basics.py": SOURCE}).replace(b"QQ", "ü".encode()), tarred({"ü/basics.py": SOURCE})):
        assert read(data).paths["basics"].endswith("/work.zip/ü/basics.py")
    evil = b"\x81\x1b[31m\n\xe2\x80\xae"
    for data in (
        zipped({"QQQQQQQQQQ/basics.py": SOURCE}).replace(b"Q" * 10, evil),
        (header(evil + b"/basics.py", len(SOURCE)) + SOURCE).ljust(1024, b"\0") + bytes(1024),
    ):
        work = read(data)
        assert work.files == {"basics": SOURCE}
        assert work.paths["basics"].isprintable()
    twice = header(evil + b"/basics.py", 0) * 2 + bytes(1024)
    assert "is there 2 times" in refused(twice)
    assert refused(twice).isprintable()


# ------------------------------------------------------------------ what is not read


@pytest.mark.parametrize("name", ["work.zip", "work.tar.gz", "notes.txt", "work"])
@pytest.mark.parametrize(
    "content", [b"", b"just text", b"\0" * 100, b"PK", b"Rar!\x1a\x07\0", bz2.compress(b"x"), b"x" * 1000]
)
def test_what_is_no_archive_is_one_sentence(refused, name, content):
    """It says what an archive is, and how a file must be called."""
    sentence = f"{name} is no .zip, .tar or .tar.gz archive, and is not called <exercise>.py or <exercise>.ipynb."
    assert refused(content, name).endswith(sentence)


def test_what_is_compressed_but_no_tar_is_one_sentence(refused):
    """A single compressed file is no archive."""
    for content in (b"", b"x = 1\n", b"x" * 5000, zipped(GOOD), gzip.compress(tarred(GOOD))):
        assert refused(gzip.compress(content)).endswith(
            "work.zip is compressed, but holds no .tar archive: pack it again as .tar.gz or .zip."
        )


def test_an_encrypted_exercise_is_one_sentence(refused, read):
    """Encrypted junk is passed over."""
    data = bytearray(zipped({"basics.py": SOURCE}))
    data[data.index(b"PK\1\2") + 8] |= 1
    assert refused(bytes(data)).endswith("work.zip is encrypted: pack it again without a password.")
    data = bytearray(zipped({"notes": b"", "basics.py": SOURCE}))
    data[data.index(b"PK\1\2") + 8] |= 1
    assert read(bytes(data)).files == {"basics": SOURCE}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_unusual_compression_is_one_sentence(refused, read, method):
    """Only what every tool can write is read; other junk is passed over."""
    assert refused(zipped({"basics.py": SOURCE}, method)).endswith("pack it again as a plain .zip.")
    info = zipfile.ZipInfo("basics.py")
    assert read(zipped([("notes", b"x"), (info, SOURCE)], method)).files == {"basics": SOURCE}


def test_zip64_is_one_sentence(refused, read):
    """A locator of zip64 is refused; a member that was only written with room for it is read."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, archive.open("basics.py", "w", force_zip64=True) as file:
        file.write(SOURCE)
    data = buffer.getvalue()
    assert read(data).files == {"basics": SOURCE}
    end = data.rindex(b"PK\5\6")
    huge = data[:end] + struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, 46, 0)
    huge += struct.pack("<4sLQL", b"PK\6\7", 0, end, 1) + data[end:]
    assert refused(huge).endswith("work.zip is in the zip64 format, which is not read: pack it again as a plain .zip.")


def test_a_wrong_checksum_is_noticed(refused):
    """What a disk or a network changed is not graded."""
    stored = zipped({"basics.py": SOURCE}, zipfile.ZIP_STORED)
    assert DAMAGED in refused(stored.replace(SOURCE, SOURCE.replace(b"1", b"2")))
    packed = bytearray(tar_gz({"basics.py": SOURCE}))
    packed[-5] ^= 1
    assert DAMAGED in refused(bytes(packed))


def test_every_truncation_is_noticed(refused, pack):
    """However much is missing at the end, also where the exercise itself is complete."""
    data = pack({"basics.py": SOURCE, "chapter1_tiny/later.py": b"y" * 600, "zzz.bin": bytes(range(256)) * 3})
    whole = data.rstrip(b"\0") if tarfile.is_tarfile(io.BytesIO(data)) and data[:2] != b"\x1f\x8b" else data
    for length in (*range(0, len(whole), 31), *range(len(whole) - 30, len(whole))):
        sentence = refused(data[:length])
        assert DAMAGED in sentence or "is no .zip, .tar or .tar.gz archive" in sentence


# ------------------------------------------------------------------ bombs


@pytest.fixture
def cheaply(refused):
    """Return a function that reads a bomb and requires little time, and little memory beside the archive's own."""

    def run(data, mib=None):
        started = time.process_time()
        sentence = refused(data)
        assert time.process_time() - started < 3
        if mib is None:
            return sentence
        tracemalloc.start()  # which makes all slower, and so is not timed
        try:
            assert refused(data).partition("work.zip")[2] == sentence.partition("work.zip")[2]
            assert tracemalloc.get_traced_memory()[1] - len(data) < mib << 20
        finally:
            tracemalloc.stop()
        return sentence

    return run


def test_a_zip_bomb_is_inflated_no_further_than_a_file_may_go(cheaply, read):
    """Many zeros in a small member; elsewhere than at an exercise's place it is not looked at."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("basics.py", "w") as file:
        for _ in range(32):
            file.write(bytes(1 << 20))
    assert cheaply(buffer.getvalue(), 8).endswith("basics.py is larger than 1 MiB: an exercise is a small source file.")
    nested = zipped({"chapter1_tiny/bomb.zip": buffer.getvalue(), "chapter1_tiny/basics.py": SOURCE})
    assert read(nested).files == {"basics": SOURCE}


def test_a_file_is_read_up_to_one_byte_more_than_it_may_have(pack):
    """Which tells that it is too large."""
    archive = Archive(pack({"basics.py": b"0123456789"}), "work")
    assert [archive.read(("basics.py",), limit) for limit in (4, 9, 10, 11)] == [b"01234", *[b"0123456789"] * 3]


@pytest.mark.parametrize(("record", "place"), [(b"PK\1\2", 20), (b"PK\1\2", 24), (b"PK\5\6", 12), (b"PK\5\6", 16)])
def test_a_zip_that_lies_about_a_size_is_noticed(refused, read, record, place):
    """Too small a size does not cut a file or the directory, too large a size does not make room for more."""
    for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        data = bytearray(zipped({"notes": b"n" * 100, "basics.py": SOURCE}, method))
        at = data.rindex(record) + place
        (size,) = struct.unpack_from("<L", data, at)
        for claimed in (0, 1, size - 1, size + 1, 0x7FFFFFFF, 0xFFFFFFFF):
            struct.pack_into("<L", data, at, claimed)
            if place == 20 and claimed > size:  # then the file is whole, and what follows it is left alone
                with contextlib.suppress(SubmissionError):
                    assert read(bytes(data)).files == {"basics": SOURCE}
                continue
            sentence = refused(bytes(data))
            assert DAMAGED in sentence or (place == 12 and TOO_MUCH in sentence)


@pytest.mark.parametrize("counts", [(1, 1), (3, 3), (2, 1), (1, 2), (0, 0)])
def test_a_zip_that_lies_about_a_count_is_damaged(refused, counts):
    """No member is hidden from one tool that another one sees."""
    data = bytearray(zipped({"basics.py": SOURCE, "later.py": b""}))
    struct.pack_into("<2H", data, data.index(b"PK\5\6") + 8, *counts)
    assert DAMAGED in refused(bytes(data))


def test_overlapping_members_do_no_harm(read, refused):
    """One kernel of data for thousands of names: an exercise is read only from a header of its own name."""
    data = zipped({"basics.py": SOURCE})
    start, end = data.index(b"PK\1\2"), data.index(b"PK\5\6")

    def pointing_at_it(*names):
        entries = b"".join(data[start:end].replace(b"basics.py", name) for name in names)
        return (
            data[:start] + entries + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(names), len(names), len(entries), start, 0)
        )

    names = [b"f%08d" % number for number in range(MAX_MEMBERS - 1)]
    with contextlib.suppress(SubmissionError):  # newer versions of zipfile refuse them
        assert read(pointing_at_it(b"basics.py", *names)).files == {"basics": SOURCE}
    assert DAMAGED in refused(pointing_at_it(b"basics.py", *names).replace(b"basics.py", b"basics.PY", 1))


def test_a_huge_directory_is_given_up_early(cheaply):
    """More members than a submission has are not counted to the end, nor believed."""
    many = {f"f{number}": b"" for number in range(MAX_MEMBERS + 1)}
    sentence = f"work.zip holds more than {MAX_MEMBERS} files and folders: pack only your exercises."
    for pack in (zipped, tarred, tar_gz):
        assert cheaply(pack(many)).endswith(sentence)
    claims = bytearray(zipped(GOOD))
    struct.pack_into("<2H", claims, claims.index(b"PK\5\6") + 8, 0xFFFF, 0xFFFF)
    assert DAMAGED in cheaply(bytes(claims), 8)
    long_names = (zipfile.ZipInfo(f"{number:04}" + "a/" * 30_000) for number in range(100))
    assert TOO_MUCH in cheaply(zipped([(info, b"") for info in long_names]), 8)
    deep = b"".join(header(b"%d/" % number + b"aa/" * 30, 0) for number in range(MAX_MEMBERS)) + bytes(1024)
    assert NONE in cheaply(deep, 8)


def test_a_gzip_bomb_is_inflated_up_to_the_cap(cheaply):
    """More zeros than may be, behind a header, and a stream that never says what it is."""
    for start in (header(b"basics.py", 1 << 30), b""):
        stream = io.BytesIO()
        with gzip.GzipFile(fileobj=stream, mode="wb", compresslevel=1) as file:
            file.write(start)
            for _ in range(129):
                file.write(bytes(1 << 20))
        sentence = cheaply(stream.getvalue(), 2 * (MAX_UNPACKED_BYTES >> 20) + 8)
        assert sentence.endswith(f"work.zip unpacks to more than {MAX_UNPACKED_BYTES >> 20} MiB: pack only your exercises.")


def test_a_gzip_file_of_many_streams_is_read_up_to_the_first_end(read, cheaply):
    """What follows is not looked at, so that a flood of empty streams costs nothing."""
    assert read(tar_gz(GOOD) + b"junk").files["basics"] == SOURCE
    assert "holds no .tar archive" in cheaply(gzip.compress(b"") * 1_000_000, 32)
    unended = b"\x1f\x8b\x08\x08" + bytes(6) + b"n" * (32 << 20)  # a file name that never ends
    assert DAMAGED in cheaply(unended, 64)


@pytest.mark.parametrize("extra", [struct.pack("<HH", 9, 0) * 16_383, b""], ids=["much in each", "many"])
def test_the_worst_directory_of_a_zip_costs_little(cheaply, extra):
    """As large as may be, of many entries or of entries with much in them, and with no name that is UTF-8."""
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 0, 0, 1, len(extra), 0, 0, 0, 0, 0)
    directory = (entry + b"\xff" + extra) * (MAX_DIRECTORY_BYTES // (len(entry) + 1 + len(extra)))
    assert DAMAGED in cheaply(
        b"PK\3\4" + directory + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 9, 9, len(directory), 4, 0), None if extra else 16
    )


@pytest.mark.parametrize("kind", [b"x", b"X", b"g", b"L", b"K"])
@pytest.mark.parametrize(
    "size", [8 << 30, b"\x80" + bytes(3) + b"\xff" * 8, b"\xff" * 10 + b"\x80\0", MAX_HEADERS_BYTES], ids=repr
)
def test_a_tar_header_that_claims_gigabytes_is_not_believed(cheaply, kind, size):
    """Long names and attributes have a limit, claimed or real, at the beginning or later."""
    claim = header(b"claims", size, kind) + bytes(5 << 20)
    for start in (b"", header(b"notes", 0)):
        assert cheaply(start + claim, 8).endswith(TOO_MUCH)


@pytest.mark.parametrize(
    "size", [8 << 30, b"\x80" + b"\xff" * 11, b"\xff" * 12, b"-1000000000\0", b"12345678\xff999", b"9" * 12]
)
def test_a_tar_member_of_an_impossible_size_is_damaged(cheaply, size):
    """Huge, negative, or no number at all."""
    assert DAMAGED in cheaply(header(b"notes", 0) + header(b"basics.py", size) + bytes(2048), 8)


@pytest.mark.parametrize("size", [-512, -1024, -1536, -(1 << 62), 1 << 33, 10**30], ids=repr)
def test_attributes_lead_no_reader_back_or_away(cheaply, size):
    """A negative size would let it read the same headers for ever."""
    body = b"%d size=%d\n" % (len(str(size)) + 9, size)
    assert DAMAGED in cheaply(header(b"notes", 0) + attributes(body) + header(b"basics.py", 0) + bytes(2048), 8)


def test_headers_about_headers_are_too_much(cheaply):
    """However little each of them says; a list of holes is one of them."""
    for kind in (b"x", b"g", b"L", b"K"):
        assert cheaply(header(b"about", 0, kind) * 10_000 + bytes(1024), 8).endswith(TOO_MUCH)
    holes = bytearray(header(b"holes", 0, b"S"))
    holes[482] = 1  # more of the list follows
    holes[148:156] = b"%06o\0 " % (sum(holes) - sum(holes[148:156]) + 8 * 32)
    assert cheaply(bytes(holes) + (bytes(504) + b"\1" + bytes(7)) * 10_000, 8).endswith(TOO_MUCH)


ROOM = MAX_HEADERS_BYTES - 1024
BODIES = {
    "digits": b"1" * ROOM, "charset": (b"1 hdrcharset=" * ROOM)[:ROOM], "keys": b"2 " * (ROOM // 2 - 1) + b"==",
    "zeros": b"0" * 4000 + b"2 " + b"a" * (ROOM - 4003) + b"=", "one": b"5 a=\n" * (ROOM // 5),
    "many": b"".join(b"8 %03x=\n" % number for number in range(ROOM // 8)),
}  # fmt: skip


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("about", [b"x", b"g"])
def test_attributes_without_end_cost_little(refused, tracing, monkeypatch, kind, about):
    """As many, and as hard to read, as may be: time and memory are bounded."""
    monkeypatch.setattr(caps, "MAX_LISTING_S", 0.1)
    started = time.process_time()
    sentence = refused((attributes(BODIES[kind], about) + header(b"notes", 0)) * 200 + bytes(1024))
    assert NONE in sentence or DAMAGED in sentence or SLOW in sentence
    assert time.process_time() - started < 2
    assert tracing() < 48 << 20


@pytest.mark.parametrize("about", [b"x", b"g"])
def test_nothing_of_attributes_is_kept(refused, about):
    """Neither those of one member nor those of all, however many there are."""
    bodies = (b"".join(b"11 %06x=\n" % (600 * number + key) for key in range(600)) for number in range(60))
    data = b"".join(attributes(body, about) + header(b"notes", 0) for body in bodies) + bytes(1024)
    tracemalloc.start()
    try:
        assert NONE in refused(data)
        assert tracemalloc.get_traced_memory()[1] < 2 << 20
    finally:
        tracemalloc.stop()


def test_an_archive_that_takes_too_long_is_one_sentence(refused, monkeypatch, pack):
    """Whatever it is that takes long."""
    monkeypatch.setattr(caps, "MAX_LISTING_S", -1.0)
    assert refused(pack(GOOD)).endswith(SLOW)


def test_an_archive_larger_than_the_cap_is_not_read_whole(tmp_path, tiny, tracing):
    """Whatever its kind; a large file that is no archive says that instead."""
    for start, sentence in (
        (b"PK\3\4", f"is larger than {MAX_ARCHIVE_BYTES >> 20} MiB: pack only your exercises."),
        (header(b"basics.py", 1 << 30), f"is larger than {MAX_ARCHIVE_BYTES >> 20} MiB: pack only your exercises."),
        (b"model", "is no .zip, .tar or .tar.gz archive"),
    ):
        with (tmp_path / "large").open("wb") as file:
            file.write(start)
            file.truncate(1 << 30)
        with pytest.raises(SubmissionError, match=sentence):
            read_submission(tmp_path / "large", tiny)
        assert tracing() < MAX_ARCHIVE_BYTES * 1.2


@pytest.fixture
def tracing():
    """Return a function that returns the peak of memory so far, in bytes."""
    tracemalloc.start()
    yield lambda: tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()


# ------------------------------------------------------------------ fuzzing

TINY = Course(Path(__file__).resolve().parent / "courses" / "tiny")
SEEDS = {
    "zip": zipped(GOOD),
    "tar": tarred(GOOD),
    "gnu tar": tarred({"x" * 120 + "/basics.py": SOURCE}, tarfile.GNU_FORMAT),
    "pax tar": tarred({"x" * 120 + "/basics.py": SOURCE}),
    "tar.gz": tar_gz(GOOD),
}
FUZZ = settings(max_examples=150, deadline=2000, database=None, print_blob=True)


def outcome(data):
    """Read an archive: its files, or the sentence that refuses it.  Anything else that is raised fails the test."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "work"
        path.write_bytes(data)
        try:
            return read_submission(path, TINY).files
        except SubmissionError as error:
            sentence = str(error)
    assert sentence.isprintable()
    return sentence


@FUZZ
@given(st.sampled_from([b"", b"PK\3\4", b"PK\5\6", b"\x1f\x8b\x08\0", header(b"basics.py", 512)]), st.binary(max_size=2000))
def test_any_bytes_are_files_or_one_sentence(start, rest):
    """Whatever follows a right beginning."""
    outcome(start + rest)


@FUZZ
@given(
    st.sampled_from(sorted(SEEDS)),
    st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 255)), min_size=1, max_size=4),
    st.booleans(),
)
def test_any_change_of_an_archive_gives_files_or_one_sentence(seed, changes, mend):
    """Bytes are changed anywhere; a tar's sums are put right again, so that what follows them is reached."""
    data = bytearray(SEEDS[seed])
    for place, value in changes:
        data[place % len(data)] = value
    if mend and "tar" in seed and data[:2] != b"\x1f\x8b":
        for start in range(0, len(data) - 511, 512):
            block = data[start : start + 512]
            data[start + 148 : start + 156] = b"%06o\0 " % (sum(block) - sum(block[148:156]) + 256)
    got = outcome(bytes(data))
    if isinstance(got, dict) and seed in {"zip", "tar.gz"}:
        whole = outcome(SEEDS[seed])
        assert got.items() <= whole.items()  # checksums guard what was read


NUMBERS = [0, 1, 45, 46, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]


@FUZZ
@given(st.sampled_from([b"PK\1\2", b"PK\5\6", b"PK\3\4"]), st.integers(0, 46), st.sampled_from(NUMBERS), st.sampled_from("HL"))
def test_any_length_in_a_zip_gives_files_or_one_sentence(record, place, number, form):
    """Every field of every kind of record is set to what is next to its limits."""
    data = bytearray(SEEDS["zip"] + bytes(8))[: len(SEEDS["zip"])]
    place += data.index(record)
    if place + 4 <= len(data):
        struct.pack_into(f"<{form}", data, place, number & (0xFFFF if form == "H" else 0xFFFFFFFF))
    outcome(bytes(data))


@FUZZ
@given(st.lists(st.tuples(
    st.sampled_from([b"0", b"\0", b"1", b"2", b"5", b"7", b"x", b"g", b"L", b"K", b"S", b"Z"]),
    st.sampled_from([b"basics.py", b"work/basics.py", b"exercises", b"./", b"/", b"", b"\xff"]),
    st.sampled_from([0, 1, 511, 512, 513, 1 << 33, b"\x80" + b"\xff" * 11]),
    st.sampled_from([b"", b"basics.py\0", b"18 path=basics.py\n", b"11 size=99\n", b"13 size=-512\n",
                     b"22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n", b"20 GNU.sparse.map=1\n", b"9 path=basics.py\n"]),
), max_size=6))  # fmt: skip
def test_any_headers_of_a_tar_give_files_or_one_sentence(members):
    """Structure-aware: right sums, and everything else as an attacker would have it."""
    data = b""
    for kind, name, size, body in members:
        length = len(body) if kind in b"xgL" else size
        data += header(name, length, kind) + body + bytes(-len(body) % 512)
    outcome(data + bytes(1024))
