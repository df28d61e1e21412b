"""Mutates real project files and looks whether each ends in a document or a typed error, in time.

    python -m tests.interchange.fuzz_reader --count 10000

Where UPTAKE_SHARED_DATA names the shared data, its project files are mutated too, not only the samples that
stand in the tests. The same seed makes the same inputs. Exit code 1 if an input ended in anything
else; it is then kept, with ``--keep``.
"""

# ruff: noqa: T201 - a script: it reports by printing
import argparse
import collections
import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.interchange import samples
from tests.shared_data import MSPROJECT, NAMED
from uptake.interchange.errors import HelperFailed, InterchangeError
from uptake.interchange.files import read_bytes, write_bytes
from uptake.interchange.mpxj.client import Helper

LARGEST_SEED = 500_000
KEYS = {"project", "calendars", "resources", "tasks", "links", "assignments"}
NUMBER = re.compile(rb"\d{1,12}")
TAG = re.compile(rb"<[^<>]{1,80}>")
ODD_NUMBERS = (
    b"0", b"-1", b"99999999999999999999", b"2147483648", b"-2147483649", b"1e999", b"NaN", b"", b"0x7f",
)  # fmt: skip
ODD_TEXTS = (
    b"&x;", b"<![CDATA[", b"]]>", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"&#0;", b"&#x1F600;", b"<a>" * 3000,
    b'"', b",,,,,", b"\r\n" * 50, b"%T\tTASK\r\n", b"9999-99-99T99:99:99", b"PT99999999999999H0M0S",
)  # fmt: skip
ODD_BYTES = (
    b"\x00",
    b"\xff",
    b"\x7f",
    b"\x80",
    b"\xff\xff\xff\x7f",
    b"\x00\x00\x00\x80",
    b"\xfe\xff\xff\xff",
)


def flip_bits(data: bytearray, rng: random.Random, _other: bytes) -> bytearray:
    for _ in range(rng.choice((1, 1, 2, 8, 64))):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return data


def overwrite(data: bytearray, rng: random.Random, _other: bytes) -> bytearray:
    for _ in range(rng.choice((1, 4, 16))):
        odd = rng.choice(ODD_BYTES)
        at = rng.randrange(len(data))
        data[at : at + len(odd)] = odd
    return data


def truncate(data: bytearray, rng: random.Random, _other: bytes) -> bytearray:
    return data[: rng.randrange(len(data))]


def cut_out(data: bytearray, rng: random.Random, _other: bytes) -> bytearray:
    at = rng.randrange(len(data))
    del data[at : at + rng.randrange(1, 2000)]
    return data


def repeat(data: bytearray, rng: random.Random, _other: bytes) -> bytearray:
    at = rng.randrange(len(data))
    piece = data[at : at + rng.randrange(1, 5000)]
    data[at:at] = piece * rng.choice((1, 2, 20))
    return data


def splice(data: bytearray, rng: random.Random, other: bytes) -> bytearray:
    return data[: rng.randrange(len(data))] + other[rng.randrange(len(other)) :]


def change_numbers(data: bytearray, rng: random.Random, _other: bytes) -> bytearray:
    found = list(NUMBER.finditer(data))
    for match in sorted(rng.sample(found, min(len(found), rng.choice((1, 3, 30)))), key=lambda m: -m.start()):
        data[match.start() : match.end()] = rng.choice((*ODD_NUMBERS, rng.choice(found)[0]))
    return data


def change_tags(data: bytearray, rng: random.Random, _other: bytes) -> bytearray:
    found = list(TAG.finditer(data))
    for match in sorted(rng.sample(found, min(len(found), rng.choice((1, 2, 10)))), key=lambda m: -m.start()):
        data[match.start() : match.end()] = rng.choice((b"", match[0] * 2, rng.choice(found)[0]))
    return data


def insert_odd_text(data: bytearray, rng: random.Random, _other: bytes) -> bytearray:
    at = rng.randrange(len(data))
    data[at:at] = rng.choice(ODD_TEXTS)
    return data


Mutation = Callable[[bytearray, random.Random, bytes], bytearray]
BINARY: tuple[Mutation, ...] = (flip_bits, overwrite, truncate, cut_out, repeat, splice)
TEXT: tuple[Mutation, ...] = (change_numbers, change_tags, insert_odd_text, cut_out, repeat, truncate, splice)


def seeds() -> list[bytes]:
    plan = samples.document(
        [samples.task(1, "Dig"), samples.task(2, "浇筑混凝土", parent=None)], links=[samples.link(1, 2)]
    )
    written = [write_bytes(plan, name)[0] for name in ("mspdi", "mpx", "xer", "pmxml")]
    found = [text.encode() for text in (samples.MSPDI, samples.MPX, samples.GANTT)] + written
    files = sorted((MSPROJECT / "files").rglob("*")) if NAMED else []
    found += [path.read_bytes() for path in files if path.is_file() and path.stat().st_size <= LARGEST_SEED]
    return [data for data in found if data]


def mutants(origins: list[bytes], count: int, seed: int) -> Iterable[tuple[str, bytes]]:
    rng = random.Random(seed)
    for _ in range(count):
        origin = rng.choice(origins)
        is_text = b"\x00" not in origin[:200]
        data, names = bytearray(origin), []
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            mutation = rng.choice(TEXT + BINARY if is_text else BINARY)
            names.append(mutation.__name__)
            data = mutation(data or bytearray(b"\x00"), rng, rng.choice(origins))
        yield "+".join(names), bytes(data)


def outcome(data: bytes, helper: Helper) -> tuple[str, str]:
    """How one input ended, and what is wrong with that ("" if nothing)."""
    try:
        document = read_bytes(data, helper=helper).document
    except HelperFailed as error:
        return type(error).__name__, ""
    except InterchangeError as error:
        return f"{type(error).__name__} {getattr(error, 'reason', '')}".strip(), ""
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return "fault", f"{type(error).__name__}: {error}"
    if not document.keys() >= KEYS:
        return "fault", f"document with {sorted(document)}"
    json.dumps(document, allow_nan=False)
    return "document", ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20.0, help="time limit of one input")
    parser.add_argument("--keep", type=Path, help="folder for inputs that fail or end the helper")
    options = parser.parse_args()
    helper = Helper(seconds=options.seconds)
    counts: collections.Counter[str] = collections.Counter()
    slowest, faults, began = 0.0, 0, time.monotonic()
    for number, (name, data) in enumerate(mutants(seeds(), options.count, options.seed)):
        started = time.monotonic()
        ending, problem = outcome(data, helper)
        took = time.monotonic() - started
        slowest = max(slowest, took)
        counts[ending] += 1
        if not problem and took > options.seconds + 5:
            problem = f"took {took:.0f} s"
        faults += bool(problem)
        if problem or ending.startswith("Helper"):
            print(f"{number} {name}: {ending} {problem} after {took:.1f} s", flush=True)
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{options.seed}-{number}.bin").write_bytes(data)
    helper.close()
    took = time.monotonic() - began
    rate = options.count / took
    print(f"{options.count} inputs in {took:.0f} s, {rate:.0f} a second, slowest {slowest:.2f} s")
    for ending, count in counts.most_common():
        print(f"{count:7} {ending}")
    print(f"{faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
