"""The commands that need the web application."""

import os
from pathlib import Path

from rich.text import Text

from uptake.cli.serving import NotStarted, check_port, prepare, serve, work
from uptake.cli.terminal import print_line, working
from uptake.cli.words import count, say

DEMO = Path("uptake-demo")


def run_server(host: str, port: int, data: Path | None) -> int:
    """Start the product; never as the demonstration, which asks nobody for a password."""
    check_port(host, port)
    os.environ["UPTAKE_DEMO"] = "0"
    os.environ.setdefault("UPTAKE_URL", f"http://{host}:{port}")
    prepare(data)

    def ready(address: str) -> None:
        print_line(Text(say("serve.ready", address=address)))
        from uptake.accounts.first_run import welcome_url  # noqa: PLC0415 - needs Django

        first = welcome_url()
        if first:
            print_line(Text(say("serve.first", address=first)))

    return serve(host, port, ready=ready)


def run_worker(processes: int | None, data: Path | None) -> int:
    """Do the jobs of a server that runs elsewhere, or beside it."""
    prepare(data, only_read=True)
    return work(processes, ready=lambda number: print_line(Text(count("worker.ready", number))))


def run_demo(port: int, data: Path | None, *, stay: bool) -> int:
    """Start the product with the demo project in it, for this machine only."""
    if stay:
        check_port("127.0.0.1", port)
    os.environ["UPTAKE_DEMO"] = "1"
    os.environ.setdefault("UPTAKE_URL", f"http://127.0.0.1:{port}")
    folder = data or DEMO
    with working("progress.demo", str(folder)):
        prepare(folder)
        from uptake.site.demo import load_demo  # noqa: PLC0415 - needs Django

        made = load_demo()
    if made:
        print_line(Text(count("demo.made", made)))
    if not stay:
        return 0

    def ready(address: str) -> None:
        print_line(Text(say("demo.ready", address=address)))

    return serve("127.0.0.1", port, ready=ready)


def run_generate(tasks: int, name: str, seed: int, data: Path | None) -> int:
    """Put a large project into an installation, to try it with."""
    prepare(data)
    from uptake.accounts.models import Person  # noqa: PLC0415 - needs Django
    from uptake.packs.generate import generate  # noqa: PLC0415
    from uptake.projects.services import create_project  # noqa: PLC0415
    from uptake.schedule.services import start_plan  # noqa: PLC0415

    owner = Person.objects.filter(is_superuser=True).order_by("pk").first()
    if owner is None:
        raise NotStarted((say("generate.nobody"),))
    project = create_project(owner, name=name or say("generate.name", n=tasks))
    start_plan(project, generate(tasks, seed=seed))
    print_line(Text(count("generate.made", tasks, name=project.name, id=project.pk)))
    return 0
