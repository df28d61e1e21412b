"""What the browser is given: the bundled charts and the plans, in build/bench-gantt, served on loopback."""

import contextlib
import functools
import hashlib
import http.server
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

from bench.gantt import plans
from bench.workers import ROOT

HERE = Path(__file__).resolve().parent
PAGES = HERE / "pages"
HOME = ROOT / "build" / "bench-gantt"
NODE = HOME / "node"
SITE = HOME / "site"
PICTURES = HOME / "pictures"
FRONTEND = ROOT / "frontend"
LIMIT = 600
PEERS = {"dhtmlx": "dhtmlx.js", "svar": "svar.jsx", "nothing": "nothing.js"}
"""Bundled from here, with the packages of package-lock.json."""


FONT_FACE = re.compile(r"@font-face\s*\{[^}]*https?:[^}]*\}")
"""A font that is to be fetched from elsewhere."""


class MissingError(Exception):
    """Something that the measurement needs is not there."""


def _run(command: list[str], cwd: Path) -> None:
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MissingError(f"{command[0]}: {type(error).__name__}") from None
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["failed without a word"]
        telling = [line for line in said if "rror" in line] or said
        raise MissingError(f"{command[0]}: {telling[0][:200]}")


def _packages(source: Path, target: Path) -> None:
    """Install the packages of a lock file into `target`, unless they are there."""
    lock = source / "package-lock.json"
    stamp = target / "node_modules" / ".installed"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    target.mkdir(parents=True, exist_ok=True)
    if source != target:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copyfile(source / name, target / name)
    _run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], target)
    stamp.write_text(wanted, encoding="utf-8")


def bundle_peers() -> None:
    """Install the peers, and bundle each with its page; the smallest code and React's production build."""
    _packages(HERE, NODE)
    sources = NODE / "pages"
    shutil.rmtree(sources, ignore_errors=True)
    shutil.copytree(PAGES, sources)
    for name, source in PEERS.items():
        _run([*_esbuild(name), str(sources / source)], NODE)
        _page(name)


def bundle_ours(frontend: Path = FRONTEND) -> None:
    """Build the product's chart as the product does, but here, and bundle our page beside it."""
    if not (frontend / "gantt" / "index.ts").exists():
        raise MissingError(f"there is no gantt/index.ts in {frontend.name}/ to measure")
    _packages(HERE, NODE)  # its build needs esbuild, and finds it a folder higher
    built = NODE / "frontend"
    shutil.rmtree(built, ignore_errors=True)
    shutil.copytree(frontend, built, ignore=shutil.ignore_patterns("node_modules"))
    shutil.copyfile(PAGES / "build-ours.mjs", NODE / "build-ours.mjs")
    _run(["node", "build-ours.mjs", str(SITE)], NODE)
    _run([*_esbuild("ours"), str(NODE / "pages" / "ours.js")], NODE)
    _page("ours", '<script type="module" src="gantt.js"></script>\n')


def _esbuild(name: str) -> list[str]:
    return [
        str(NODE / "node_modules" / ".bin" / "esbuild"),
        "--bundle",
        "--minify",
        "--format=iife",
        "--target=es2022",
        "--jsx=automatic",
        '--define:process.env.NODE_ENV="production"',
        "--log-level=error",
        f"--outfile={SITE / name}.js",
    ]


def _page(name: str, scripts: str = "") -> None:
    sheet = SITE / f"{name}.css"
    if sheet.exists():  # a font from elsewhere would come, or fail to come, in the middle of a measurement
        sheet.write_text(FONT_FACE.sub("", sheet.read_text(encoding="utf-8")), encoding="utf-8")
    page = (PAGES / "page.html").read_text(encoding="utf-8")
    style = f'<link rel="stylesheet" href="{name}.css">\n' if sheet.exists() else ""
    page = (
        page.replace("<style>", f"{style}<style>", 1)
        + scripts
        + f'<script type="module" src="{name}.js"></script>\n'
    )
    (SITE / f"{name}.html").write_text(page, encoding="utf-8")


def write_plans(plan: plans.Plan, size: int, changes: int) -> dict[str, float]:
    """Write what the charts load and apply; return how many MB each loads."""
    SITE.mkdir(parents=True, exist_ok=True)
    PICTURES.mkdir(parents=True, exist_ok=True)
    found = {}
    for name, parts in plans.texts(plan, changes).items():
        for kind, part in zip(("plan", "changes"), parts, strict=True):
            text = json.dumps(part, separators=(",", ":"), ensure_ascii=False)
            (SITE / f"{kind}-{name}-{size}.json").write_text(text, encoding="utf-8")
            if kind == "plan":
                found[name] = len(text.encode()) / 1e6
    return found


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is http.server's
        """Say nothing: the terminal shows what is measured."""


@contextlib.contextmanager
def served() -> Iterator[str]:
    """Serve the site on a free port of this machine for as long as it is needed."""
    handler = functools.partial(_Quiet, directory=str(SITE))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
