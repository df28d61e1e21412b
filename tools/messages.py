"""The texts of the web application and their translations: find, compile, check.

Texts are found in Python and in templates, package by package. Each package has a part of the catalogue,
src/uptake/locale/<locale>/parts/<package>.po; a text that another part translates already is not asked for twice. The
parts together become one catalogue, which is made and not kept.

    python -m tools.messages update [package ...] | compile | check
"""

import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src" / "uptake"
LOCALE = "zh_Hans"
PARTS = SRC / "locale" / LOCALE / "parts"
COMPILED = SRC / "locale" / LOCALE / "LC_MESSAGES" / "django.mo"
PACKAGES = (
    "accounts",
    "api",
    "assessment",
    "changes",
    "monitoring",
    "insight",
    "platform",
    "projects",
    "registers",
    "risk",
    "schedule",
    "scope",
    "site",
    "ui",
)

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# What django.utils.translation.template.templatize writes for a text of a template.
LITERAL = r"(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
IN_TEMPLATE = re.compile(
    rf"\b(_|gettext|ngettext|pgettext|npgettext)\(\s*u?({LITERAL}(?:\s*,\s*u?{LITERAL})*)"
)
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\-+]*[\d.]*[a-zA-Z]|%[#0\-+]*[\d.]*[a-zA-Z]|\{(\w*)\}")

Id = str | tuple[str, str]
Key = tuple[str, str]
"""Context and (singular) text."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it stands in the source."""

    id: Id
    context: str
    place: str
    line: int

    @property
    def key(self) -> Key:
        return (self.context, self.id if isinstance(self.id, str) else self.id[0])


def in_python(path: Path) -> Iterator[Text]:
    place = path.relative_to(ROOT).as_posix()
    with path.open("rb") as file:
        for line, text, _comments, context in extract("python", file, keywords=KEYWORDS):
            yield Text(text if isinstance(text, str) else (text[0], text[1]), context or "", place, line)


def in_template(path: Path) -> Iterator[Text]:
    from django.conf import settings  # noqa: PLC0415  # only templates need Django
    from django.utils.translation.template import templatize  # noqa: PLC0415

    if not settings.configured:
        settings.configure()
    place = path.relative_to(ROOT).as_posix()
    written = templatize(path.read_text(encoding="utf-8"))
    for found in IN_TEMPLATE.finditer(written):
        texts = [ast.literal_eval(one) for one in re.findall(LITERAL, found[2])]
        context = texts.pop(0) if "pgettext" in found[1] else ""
        line = written.count("\n", 0, found.start()) + 1
        yield Text((texts[0], texts[1]) if found[1].startswith("n") else texts[0], context, place, line)


def texts_of(package: str) -> list[Text]:
    """Return the texts of a package, as often as they stand there."""
    folder = SRC / package
    found: list[Text] = []
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            found += in_python(path)
    for path in sorted([*folder.glob("templates/**/*.html"), *folder.glob("templates/**/*.txt")]):
        found += in_template(path)
    return [text for text in found if text.key[1].strip()]


def read_part(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale=LOCALE, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE)


def key_of(message: Message) -> Key:
    return (message.context or "", message.id if isinstance(message.id, str) else message.id[0])


def parts() -> dict[str, Catalog]:
    return {path.stem: read_part(path) for path in sorted(PARTS.glob("*.po"))}


def messages(catalogue: Catalog) -> Iterable[Message]:
    return (message for message in catalogue if message.id)


def translated(message: Message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return bool(strings) and all(strings)


def update(packages: Iterable[str] = PACKAGES) -> int:
    """Write the texts that have no place yet into the part of their package; leave out what is gone."""
    PARTS.mkdir(parents=True, exist_ok=True)
    known = parts()
    wanted = {package: texts_of(package) for package in PACKAGES}
    homes = _homes(known, {package: {text.key for text in texts} for package, texts in wanted.items()})
    for package in packages:
        old = {key_of(one): one for one in messages(known.get(package, Catalog()))}
        fresh = Catalog(locale=LOCALE, fuzzy=False)
        for text in wanted[package]:
            if homes.setdefault(text.key, package) != package:
                continue
            was = old.get(text.key)
            # A text that became one of several numbers keeps nothing: the translation has another shape.
            same = was is not None and isinstance(was.id, str) == isinstance(text.id, str)
            string = was.string if was is not None and same else None
            flags = was.flags & {"fuzzy"} if was is not None else set()
            fresh.add(text.id, string, [(text.place, 0)], context=text.context or None, flags=flags)
        if len(fresh):
            _write(PARTS / f"{package}.po", fresh)
        else:
            (PARTS / f"{package}.po").unlink(missing_ok=True)
    return 0


def _homes(known: dict[str, Catalog], wanted: dict[str, set[Key]]) -> dict[Key, str]:
    """Return the part in which each text stays: where it is translated, else where it waits for that."""
    homes: dict[Key, str] = {}
    for ready in (True, False):
        for name, catalogue in known.items():
            for message in messages(catalogue):
                key = key_of(message)
                if translated(message) == ready and (name not in wanted or key in wanted[name]):
                    homes.setdefault(key, name)
    return homes


def _write(path: Path, catalogue: Catalog) -> None:
    made = io.BytesIO()
    write_po(made, catalogue, width=110, omit_header=True, sort_output=False, include_lineno=False)
    header = 'msgid ""\nmsgstr ""\n"Language: zh_Hans\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    header += '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    path.write_text(header + made.getvalue().decode("utf-8").strip() + "\n", encoding="utf-8")


def merged() -> Catalog:
    whole = Catalog(locale=LOCALE, fuzzy=False)
    for catalogue in parts().values():
        for message in messages(catalogue):
            if translated(message) and not message.fuzzy:
                whole.add(message.id, message.string, context=message.context)
    return whole


def compile_catalogue() -> int:
    """Make the catalogue that Django reads, when a part is newer than it."""
    newest = max((path.stat().st_mtime for path in PARTS.glob("*.po")), default=0.0)
    if COMPILED.exists() and COMPILED.stat().st_mtime > newest:
        return 0
    COMPILED.parent.mkdir(parents=True, exist_ok=True)
    made = COMPILED.with_suffix(".new")
    with made.open("wb") as file:
        write_mo(file, merged())
    made.replace(COMPILED)
    return 0


def placeholders(text: str) -> list[str]:
    return sorted(match[0] for match in PLACEHOLDER.finditer(text.replace("%%", "")))


def faults(packages: Iterable[str] = PACKAGES) -> list[str]:
    """Return what is wrong with the translations, one sentence each."""
    found: list[str] = []
    done: dict[Key, tuple[str, object]] = {}
    known: set[Key] = set()
    for name, catalogue in parts().items():
        for message in messages(catalogue):
            key = key_of(message)
            known.add(key)
            where = f"{name}.po: {key[1]!r}"
            if message.fuzzy:
                found.append(f"{where} is fuzzy")
            if not translated(message):
                found.append(f"{where} has no translation")
                continue
            found += [f"{where} {fault}" for fault in _placeholder_faults(message)]
            other = done.setdefault(key, (name, message.string))
            if other[1] != message.string:
                found.append(f"{where} is translated otherwise in {other[0]}.po")
    for package in packages:
        for text in texts_of(package):
            if text.key not in known:
                found.append(
                    f"{text.place}:{text.line}: {text.key[1]!r} is in no part: run 'tools.messages update'"
                )
    return found


def _placeholder_faults(message: Message) -> Iterator[str]:
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    allowed = [placeholders(one) for one in ids]
    for string in strings:
        if placeholders(string) not in allowed:
            yield f"has other placeholders in its translation: {placeholders(string)}, not {allowed[-1]}"


def check() -> int:
    found = faults()
    for fault in found:
        print(fault)
    print(f"{len(found)} faults" if found else "All texts are translated.")
    return 1 if found else 0


def main(arguments: list[str]) -> int:
    match arguments:
        case ["update", *packages] if set(packages) <= set(PACKAGES):
            return update(packages or PACKAGES)
        case ["compile"]:
            return compile_catalogue()
        case ["check"]:
            return check()
    print(f"usage: python -m tools.messages update [{' '.join(PACKAGES)}] | compile | check", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
