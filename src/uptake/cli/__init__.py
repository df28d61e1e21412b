"""The `uptake` command: project files and the planning engine, without the web application."""


def main() -> None:
    """Run the command line and exit."""
    try:
        from uptake.cli.app import app  # noqa: PLC0415 - importing a part of the package must not start Typer

        app()
    except KeyboardInterrupt:  # before there are words, or after them
        raise SystemExit(130) from None
