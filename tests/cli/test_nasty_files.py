"""The real command on files that no program should have written: one sentence, exit code 2, in time.

All commands run at the start, a few at a time; each test looks at one.
"""

import io
import os
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli import plans
from tests.interchange import samples

SECONDS = 60
RAW = re.compile(rb"\x1b|Traceback")
ADVICE = re.compile(r"; \w|See 'uptake --help'\.$")

Maker = Callable[[Path], None]


def holding(content: bytes | str) -> Maker:
    """Make a file of given content."""
    data = content.encode() if isinstance(content, str) else content
    return lambda path: path.write_bytes(data) and None  # type: ignore[func-returns-value]


def sparse(size: int) -> Maker:
    def make(path: Path) -> None:
        with path.open("wb") as stream:
            stream.truncate(size)

    return make


def packed(*members: tuple[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return data.getvalue()


def table(*rows: str) -> Maker:
    return holding("\n".join((plans.HEAD, *rows)))


def loop_of_links(path: Path) -> None:
    path.symlink_to(path)


def unreadable(path: Path) -> None:
    path.write_bytes(b"x")
    path.chmod(0)


OFF = "".join(samples.OFF.format(day=day) for day in range(1, 8))
LAUGHS = "".join(f'<!ENTITY l{k} "{f"&l{k - 1};" * 10}">' for k in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY l0 "ha">{LAUGHS}]><Project>&l9;</Project>'
FOREIGN = '<?xml version="1.0"?><!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project>&x;</Project>'
NOISE = random.Random(1).randbytes(50_000)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TOP = "<OutlineNumber>2</OutlineNumber>\n      <OutlineLevel>1<"
OWN_CHILD = samples.MSPDI.replace(TOP, "<OutlineLevel>2<")

FILES: dict[str, Maker] = {
    "empty.mpp": holding(b""),
    "folder.mpp": Path.mkdir,
    "missing.mpp": lambda path: None,
    "huge.xml": sparse(201_000_000),
    "bomb.xlsx": holding(packed(("xl/workbook.xml", b" " * 60_000_000))),
    "nested.zip": holding(packed(("inner.zip", packed(("plan.xml", b"<Project/>"))))),
    "crowd.zip": holding(packed(*((f"{k}.xml", b"") for k in range(1_001)))),
    "hollow.xlsx": holding(packed()),
    "torn.xlsx": holding(packed(("xl/workbook.xml", NOISE))[:20_000]),
    "laughs.xml": holding(BOMB),
    "foreign.xml": holding(FOREIGN),
    "utf7.xml": holding('<?xml version="1.0" encoding="UTF-7"?><Project/>'),
    "picture.mpp": holding(b"\x89PNG\r\n\x1a\n" + NOISE[:500]),
    "letter.xml": holding(b"%PDF-1.7\n" + NOISE[:500]),
    "program.mpp": holding(b"\x7fELF" + NOISE[:500]),
    "note.mpp": holding("Buy milk."),
    "torn.xml": holding(samples.MSPDI[:1500]),
    "deep.xml": holding("<Project>" + "<a>" * 50_000),
    "torn.mpp": holding(OLE + bytes(504)),
    "noisy.mpp": holding(OLE + NOISE),
    "noise.mpp": holding(NOISE),
    "zeros.mpp": holding(bytes(1_000_000)),
    "torn.xer": holding("ERMHDR\t19.12\t2025-01-01"),
    "torn.mpx": holding("MPX,Micro"),
    "round.mpp": loop_of_links,
    "nowhere.mpp": lambda path: path.symlink_to(path.parent / "not there"),
    "locked.mpp": unreadable,
    "pipe.mpp": os.mkfifo,
    "two words.mpp": holding(b""),
    "two\nlines\x1b[31m.mpp": holding(b""),
    "计划 🏗️ \u202e.mpp": holding(b""),
    os.fsdecode(b"byte\xff.mpp"): holding(b""),
    "n" * 300 + ".mpp": lambda path: None,
    "loop.csv": table(*plans.LOOP),
    "nameless.csv": holding("ID,Duration\n1,2d\n"),
    "never.xml": holding(samples.MSPDI.replace(samples.DAYS, OFF)),
    "long.xml": holding(samples.MSPDI.replace("PT16H0M0S", "PT9000000H0M0S")),
    "child.xml": holding(OWN_CHILD),
}
"""What stands in the folder, by name; `uptake schedule` refuses each."""

COMMANDS: dict[str, tuple[str, ...]] = {
    "why, of a file that is empty": ("why", "empty.mpp", "1"),
    "why, of a loop": ("why", "loop.csv", "1"),
    "why, no such task": ("why", "good.csv", "99"),
    "why, no number": ("why", "good.csv", "x" * 5000),
    "why, a number too long": ("why", "good.csv", "9" * 5000),
    "convert, from nothing": ("convert", "missing.mpp", "new.xml"),
    "convert, from noise": ("convert", "noise.mpp", "new.xml"),
    "convert, into a folder that is not there": ("convert", "good.csv", "none/new.csv"),
    "convert, into a file as if it were a folder": ("convert", "good.csv", "empty.mpp/new.csv"),
    "convert, onto a folder": ("convert", "good.csv", "folder.csv"),
    "convert, to an unknown format": ("convert", "good.csv", "new.docx"),
    "convert, to no format": ("convert", "good.csv", "new"),
    "convert, to a name too long": ("convert", "good.csv", "n" * 300 + ".csv"),
    "convert, a loop into a calendar": ("convert", "loop.csv", "new.ics"),
    "agreement, of a folder without plans": ("agreement", "folder.mpp"),
    "agreement, of a file": ("agreement", "good.csv"),
    "no such command": ("reschedule", "good.csv"),
}


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    code: int
    out: bytes
    err: bytes


def run(folder: Path, args: tuple[str, ...]) -> Done:
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": "80"}
    command = [sys.executable, "-m", "uptake", *args]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, timeout=SECONDS, check=False
    )
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("nasty")
    for name, make in FILES.items():
        make(made / name)
    (made / "folder.csv").mkdir()
    plans.write(made, name="good.csv")
    return made


@pytest.fixture(scope="module")
def ended(folder: Path) -> dict[str, Done]:
    """Run every command."""
    commands = {**{name: ("schedule", name) for name in FILES}, **COMMANDS}
    before = {path.name for path in folder.iterdir()}
    with ThreadPoolExecutor(4) as pool:
        running = {name: pool.submit(run, folder, args) for name, args in commands.items()}
        found = {name: one.result() for name, one in running.items()}
    assert {path.name for path in folder.iterdir()} == before, "something was written"
    return found


@pytest.mark.parametrize("name", [*FILES, *COMMANDS], ids=ascii)
def test_one_sentence_says_what_to_do(ended: dict[str, Done], folder: Path, name: str) -> None:
    if name == "locked.mpp" and os.access(folder / name, os.R_OK):
        pytest.skip("whoever runs the tests may read everything (root)")
    done = ended[name]
    said = done.err.decode()
    assert done.code == 2, said
    assert done.out == b""
    assert not RAW.search(done.err)
    assert said.endswith(".\n")
    assert said.count("\n") == 1
    assert len(said) < 1000
    assert ADVICE.search(said.rstrip("\n")), said
