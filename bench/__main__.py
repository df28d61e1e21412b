"""All benchmarks: figures, tables, and the page in docs/reference.

python -m bench [--sizes 1000,10000,100000] [--no-peers] [--json] [--no-page]
"""

import argparse
import json

from bench import machine, reading, report, scheduling


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Run all benchmarks.")
    scheduling.options(parser)
    parser.add_argument("--no-page", action="store_true", help="leave docs/reference/performance.md as it is")
    chosen = parser.parse_args()
    run = {
        "machine": machine.facts(),
        "scheduling": scheduling.run_chosen(chosen),
        "reading": reading.run(),
    }
    if not chosen.no_page:
        report.write(run)
    if chosen.json:
        print(json.dumps(run, indent=2))
        return
    found = run["scheduling"]
    tables = (
        report.scheduling_table(found),
        report.growth_table(found),
        report.memory_table(found),
        report.edit_table(found),
        report.reading_table(run["reading"]),
        report.bar_table(run),
    )
    print("\n\n".join(tables))
    for note in report.notes(found):
        print(note)


if __name__ == "__main__":
    main()
