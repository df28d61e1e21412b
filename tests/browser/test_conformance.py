"""Each register in the browser: its list, a record and its form, in both languages, themes and widths."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import DESK, PHONE, ROOT, Open, check_chinese, check_page
from tests.registers.conformance import custom

LOOKS = {"desk light en": ("light", "en", DESK), "phone dark zh": ("dark", "zh", PHONE)}


def registers() -> list[str]:
    from uptake.registers.spec import BUILT_IN  # noqa: PLC0415 - known once Django is set up

    return [*BUILT_IN, custom.KEY]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "key" in metafunc.fixturenames:
        metafunc.parametrize("key", registers())


@pytest.fixture(scope="module")
def filled(serve: Callable[..., tuple[str, Path]]) -> dict[str, Any]:
    """Serve an installation in whose project every register has three records."""
    told: dict[str, Any] = {}

    def fill(folder: Path) -> None:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("UPTAKE_", "DJANGO_"))
        }
        own = {"UPTAKE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "uptake.platform.settings"}
        done = subprocess.run(
            [sys.executable, "-m", "tests.browser.seed_registers"],
            env=kept | own | {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
            check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        told.update(json.loads(done.stdout.splitlines()[-1]))

    address, _folder = serve(fill)
    return told | {"address": address}


@pytest.mark.parametrize("look", list(LOOKS))
def test_a_register_is_fit_to_be_seen(filled: dict[str, Any], visit: Open, key: str, look: str) -> None:
    theme, language, size = LOOKS[look]
    page = visit(filled["address"], session=filled["session"], theme=theme, language=language, size=size)
    for path in ("", "1", "new", "1/edit"):
        page.goto(f"/projects/{filled['project']}/registers/{key}/{path}")
        page.wait_for_load_state("networkidle")
        check_page(page)
        if language == "zh":
            check_chinese(page)


@pytest.mark.parametrize("look", list(LOOKS))
def test_tokens(filled: dict[str, Any], visit: Open, look: str) -> None:
    theme, language, size = LOOKS[look]
    page = visit(filled["address"], session=filled["session"], theme=theme, language=language, size=size)
    for path in ("/settings/tokens", "/settings/tokens/new"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        check_page(page)
        if language == "zh":
            check_chinese(page)
    page.fill("#id_name", "PMO")
    page.click("main form.up-form button.btn-primary")
    page.wait_for_selector("#secret")
    check_page(page)
    assert page.input_value("#secret").startswith("upt_")
    page.goto("/settings/tokens")
    check_page(page)
    assert "PMO" in page.inner_text("main")
