"""What must stand in no file: a path of one machine, a registry's address, a room without a name."""

import re

import pytest

from tests.architecture import tree

# Put together here, so that this file does not find itself.
MACHINE = re.compile(r"(?<![\w.~-])/(?:work|root|home|Users)" + r"/[\w.]")
REGISTRY = re.compile(
    r"//[\w.-]*(?:pypi|pythonhosted|npmjs|yarnpkg|npmmirror|tuna\.tsinghua|mirrors\.aliyun)" + r"[\w.-]*",
    re.IGNORECASE,
)
NAMELESS = {"utils", "util", "helpers", "helper", "misc", "common"}


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()}"
        for path, text in tree.texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_path_of_one_machine():
    assert lines_with(MACHINE) == []


def test_no_address_of_a_package_registry():
    assert lines_with(REGISTRY) == []


def test_the_lock_has_hashes_and_no_address():
    lock = (tree.ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pins = re.split(r"\n(?=\S)", lock.strip())
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_every_module_is_named_after_what_it_does():
    assert [str(path) for path in tree.files() if path.suffix == ".py" and path.stem in NAMELESS] == []


@pytest.mark.parametrize("text", ["open('/" + "work/x')", "cd /" + "home/anna/uptake", "=/" + "root/.venv"])
def test_a_path_of_a_machine_is_recognised(text):
    assert MACHINE.search(text)


@pytest.mark.parametrize(
    "text", ["../shared/data", "docs/work/plan.md", "https://example.org/home/x", "~/work/a"]
)
def test_other_paths_are_left_alone(text):
    assert not MACHINE.search(text)


@pytest.mark.parametrize("host", ["pypi.org/simple", "files.pythonhosted.org/x", "registry.npmjs.org/x"])
def test_a_registry_is_recognised(host):
    assert REGISTRY.search("https:/" + "/" + host)
