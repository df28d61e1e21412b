"""Our chart against others, in one run, in one browser: `python -m bench.gantt`."""
