"""The process in which Typst runs: reads one order, writes one file, ends. Started by `typesetting`."""

import json
import sys
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

from uptake.interchange.chart.typesetting import FAILED


def main() -> int:
    """Carry out the order that comes by standard input."""
    order = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(
        include_embedded_fonts=False, font_paths=[str(pylopdf_fonts_zh_cn.sans_path().parent)]
    )
    template = Path(__file__).with_name("chart.typ").read_bytes()
    compiler = typst.Compiler(
        template, root=Path.cwd(), font_paths=fonts, sys_inputs={"chart": order["chart"]}
    )
    try:
        made = compiler.compile(format=order["format"], ppi=order["ppi"])
    except typst.TypstError as error:
        sys.stderr.write(str(error))
        return FAILED
    sys.stdout.buffer.write(made if isinstance(made, bytes) else b"".join(made or ()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
