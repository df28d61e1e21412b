"""The commands and their options; an error becomes one sentence and an exit code, never a traceback."""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer import rich_utils
from typer.core import TyperGroup

from uptake.cli import words
from uptake.cli.catalogue import CATALOGUE
from uptake.cli.errors import NoSuchCommand, NotTogether
from uptake.cli.fail_on import FailOn
from uptake.cli.terminal import complain
from uptake.cli.words import Language, say, speak

DONE, DIFFERENT, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
LANGUAGE = "--lang"


class Uptake(TyperGroup):
    """The whole command: speaks the user's language and turns every error into a sentence."""

    def main(
        self, args: Sequence[str] | None = None, *_: Any, prog_name: str | None = None, **__: Any
    ) -> NoReturn:
        """Run a command line and exit."""
        given = list(sys.argv[1:] if args is None else args)
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        speak(words.preferred(os.environ))
        given = _language_first(given)
        _translate(self)
        sys.exit(
            _guarded(lambda: super(Uptake, self).main(given, prog_name or "uptake", standalone_mode=False))
        )

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Find the command that was asked for."""
        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            raise NoSuchCommand(name, get_close_matches(name, self.commands))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise _ReaderGone from None
        except KeyboardInterrupt:
            raise _Interrupted from None


class _ReaderGone(Exception):
    """Whoever read the output had enough. Not an OSError, which Typer would answer with exit code 1."""


class _Interrupted(Exception):
    """The user had enough. Not a KeyboardInterrupt, which Typer would answer without a word."""


def _language_first(args: list[str]) -> list[str]:
    """Move ``--lang`` to the front, so that it may stand anywhere, and speak that language from now on."""
    for k, arg in enumerate(args):
        if arg == "--":
            break
        name, _, value = arg.partition("=")
        if name == LANGUAGE:
            taken = 1 if "=" in arg else 2
            value = value if "=" in arg else next(iter(args[k + 1 : k + 2]), "")
            if value in Language.__members__:
                speak(Language(value))
            return args[k : k + taken] + args[:k] + args[k + taken :]
    return args


def _translate(command: Any) -> None:
    """Put the texts of a command, of its options and of its parts into the language in use."""
    command.help = _text(command.help)
    command.epilog = _text(command.epilog)
    for param in command.params:
        if getattr(param, "help", None):
            param.help = _text(param.help)
        _untyped(param)
    _translate_own(command)
    for part in getattr(command, "commands", {}).values():
        _translate(part)
    rich_utils.REQUIRED_LONG_STRING = say("help.required")
    rich_utils.ARGUMENTS_PANEL_TITLE = say("help.panel.arguments")
    rich_utils.OPTIONS_PANEL_TITLE = say("help.panel.options")
    rich_utils.COMMANDS_PANEL_TITLE = say("help.panel.commands")


def _translate_own(command: Any) -> None:
    """Put what Typer itself adds to the help of a command into the language in use."""
    ask = command.get_help_option

    def help_option(ctx: Any) -> Any:
        found = ask(ctx)
        if found is not None:
            found.help = say("help.help")
            _untyped(found)
        return found

    def usage(ctx: Any, formatter: Any) -> None:
        pieces = " ".join(command.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces.replace("{", "").replace("}", ""), say("help.usage"))

    command.get_help_option = help_option
    command.format_usage = usage


def _untyped(param: Any) -> None:
    """Show no type where it tells nothing: of arguments, which have a help text, and of switches."""
    if param.param_type_name == "argument" or getattr(param, "is_flag", False):
        param.display_type_rich = lambda ctx: None  # noqa: ARG005 - Typer passes it by name


def _text(key: str | None) -> str | None:
    if key not in CATALOGUE:
        return key
    from uptake.cli.columns import COLUMNS  # noqa: PLC0415 - needs the engine, which --version does not
    from uptake.interchange.agreement import GATE  # noqa: PLC0415

    bars = words.listed([f"{name} {share:.1%}" for name, share in GATE.items()])
    return say(key, names=", ".join(COLUMNS), bars=bars)


def _guarded(run: Callable[[], Any]) -> int:
    """Run, and return the exit code, whatever happens."""
    try:
        code = run()
        sys.stdout.flush()
    except (KeyboardInterrupt, _Interrupted, typer.Abort):
        complain(say("error.interrupted"))
        return INTERRUPTED
    except (_ReaderGone, BrokenPipeError):
        # Nothing may be written at exit any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except typer.Exit as done:
        return done.exit_code
    except typer.TyperException as error:
        if said := _usage(error):
            complain(said)
        return UNUSABLE
    except Exception as error:  # noqa: BLE001 - the last resort: a sentence instead of a traceback
        complain(_said(error))
        return UNUSABLE
    return code if isinstance(code, int) else DONE


def _usage(error: typer.TyperException) -> str:
    """Return a mistake in the command line as a sentence; empty when the help has just been shown."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "uptake"
    if param := getattr(error, "param", None):
        name = next((opt for opt in param.opts if opt.startswith("-")), param.metavar or param.name)
        if type(error).__name__ == "MissingParameter":
            return say("usage.missing", name=name, command=command)
        return say("usage.value", name=name, text=_reason(error), command=command)
    if type(error).__name__ == "NoSuchOption":
        return say("usage.option", name=getattr(error, "option_name", ""), command=command)
    text = error.format_message() if hasattr(error, "format_message") else str(error)
    said = " ".join(line.strip() for line in text.strip().splitlines())
    said = said if said.endswith((".", "?")) else f"{said}."
    return say("error.usage", text=said, command=command) if text.strip() else ""


def _reason(error: typer.TyperException) -> str:
    """Return why a value of an option or argument does not fit."""
    parts = getattr(error.__cause__, "errors", tuple)
    for part in parts():
        if (key := f"usage.{part['type']}") in CATALOGUE:
            return say(key, given=str(part["input"])[:60], **part.get("ctx", {}))
    return str(error).removeprefix("Value error, ").rstrip(".")


def _said(error: Exception) -> str:
    from uptake.cli.sentences import sentence  # noqa: PLC0415 - only when something went wrong

    return sentence(error)


app = typer.Typer(
    name="uptake",
    cls=Uptake,
    help="help.app",
    epilog="help.exit",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)

File = Annotated[Path, typer.Argument(metavar="FILE", help="help.file", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="help.json")]


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"uptake {installed_version('uptake')}")
        raise typer.Exit


@app.callback()
def options(
    _version_asked: Annotated[
        bool, typer.Option("--version", help="help.version", callback=_version, is_eager=True)
    ] = False,
    lang: Annotated[Language | None, typer.Option(LANGUAGE, help="help.lang", show_default=False)] = None,
) -> None:
    if lang is not None:
        speak(lang)


@app.command(help="help.schedule")
def schedule(
    file: File,
    as_json: Json = False,
    compare: Annotated[bool, typer.Option("--compare", help="help.schedule.compare")] = False,
    critical: Annotated[bool, typer.Option("--critical", help="help.schedule.critical")] = False,
    columns: Annotated[str, typer.Option("--columns", help="help.schedule.columns", show_default=False)] = "",
) -> int:
    from uptake.cli.schedule_view import show_schedule  # noqa: PLC0415 - --help must not wait for the engine

    return show_schedule(file, as_json=as_json, compare=compare, critical=critical, columns=columns)


@app.command(help="help.why")
def why(
    file: File,
    task: Annotated[str, typer.Argument(metavar="TASK", help="help.why.task", show_default=False)],
    uid: Annotated[bool, typer.Option("--uid", help="help.why.uid")] = False,
    as_json: Json = False,
) -> int:
    from uptake.cli.why_view import show_why  # noqa: PLC0415 - as above

    return show_why(file, task, by_uid=uid, as_json=as_json)


@app.command(help="help.level")
def level(
    file: File,
    target: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="OUT", help="help.level.out", show_default=False)
    ] = None,
    seconds: Annotated[float, typer.Option("--seconds", min=0, max=86_400, help="help.level.seconds")] = 5,
    effort: Annotated[
        int | None,
        typer.Option("--effort", min=1, max=1_000_000_000, help="help.level.effort", show_default=False),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, max=2**31 - 1, help="help.level.seed")] = 1,
    within_slack: Annotated[bool, typer.Option("--within-slack", help="help.level.slack")] = False,
    after: Annotated[
        str | None,
        typer.Option("--after", metavar="YYYY-MM-DD", help="help.level.after", show_default=False),
    ] = None,
    split: Annotated[bool, typer.Option("--split", help="help.level.split")] = False,
    as_json: Json = False,
) -> int:
    from uptake.cli.instants import day  # noqa: PLC0415 - as above
    from uptake.cli.level_view import show_level  # noqa: PLC0415
    from uptake.engine.instants import instant  # noqa: PLC0415
    from uptake.engine.levelling import Options  # noqa: PLC0415

    options = Options(
        seconds=seconds,
        effort=effort,
        seed=seed,
        within_slack=within_slack,
        after=None if after is None else instant(day("--after", after)),
        split=split,
    )
    return show_level(file, options, target=target, as_json=as_json)


@app.command(help="help.review")
def review(
    file: File,
    as_json: Json = False,
    as_sarif: Annotated[bool, typer.Option("--sarif", help="help.review.sarif")] = False,
    everything: Annotated[bool, typer.Option("--all", help="help.review.all")] = False,
    waive: Annotated[
        list[str] | None,
        typer.Option("--waive", metavar="RULE", help="help.review.waive", show_default=False),
    ] = None,
    rule: Annotated[
        list[str] | None, typer.Option("--rule", metavar="RULE", help="help.review.rule", show_default=False)
    ] = None,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="help.review.fail")] = FailOn.error,
    today: Annotated[
        str | None,
        typer.Option("--today", metavar="YYYY-MM-DD", help="help.review.today", show_default=False),
    ] = None,
) -> int:
    from uptake.cli.instants import day  # noqa: PLC0415 - as above
    from uptake.cli.review_view import show_review  # noqa: PLC0415
    from uptake.engine.instants import instant  # noqa: PLC0415

    if as_json and as_sarif:
        raise NotTogether("--json", "--sarif")
    now = datetime.now(UTC).astimezone().replace(tzinfo=None)
    return show_review(
        file,
        as_json=as_json,
        as_sarif=as_sarif,
        everything=everything,
        waive=waive or (),
        rules=rule or (),
        fail_on=fail_on,
        today=instant(now if today is None else day("--today", today)),
    )


@app.command(help="help.convert")
def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="help.convert.source", show_default=False)],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="help.convert.target", show_default=False)],
    as_json: Json = False,
) -> int:
    from uptake.cli.convert_view import convert as run  # noqa: PLC0415 - as above

    return run(source, target, as_json=as_json)


@app.command(help="help.agreement")
def agreement(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="help.agreement.folder", show_default=False)],
    as_json: Json = False,
    from_files: Annotated[bool, typer.Option("--files", help="help.agreement.files")] = False,
    gate: Annotated[bool, typer.Option("--gate", help="help.agreement.gate")] = False,
) -> int:
    from uptake.cli.agreement_view import show_agreement  # noqa: PLC0415 - as above

    return show_agreement(folder, as_json=as_json, from_files=from_files, gate=gate)


Data = Annotated[Path | None, typer.Option("--data", help="help.data", show_default=False)]
Port = Annotated[int, typer.Option("--port", help="help.port", min=1, max=65535)]


@app.command(help="help.serve")
def serve(
    host: Annotated[str, typer.Option("--host", help="help.serve.host")] = "127.0.0.1",
    port: Port = 8000,
    data: Data = None,
) -> int:
    from uptake.cli.web import run_server  # noqa: PLC0415 - as above

    return run_server(host, port, data)


@app.command(help="help.worker")
def worker(
    processes: Annotated[
        int | None,
        typer.Option("--processes", help="help.worker.processes", min=1, max=64, show_default=False),
    ] = None,
    data: Data = None,
) -> int:
    from uptake.cli.web import run_worker  # noqa: PLC0415 - as above

    return run_worker(processes, data)


@app.command(help="help.demo")
def demo(
    port: Port = 8000,
    data: Data = None,
    stay: Annotated[bool, typer.Option("--serve/--no-serve", help="help.demo.serve")] = True,
) -> int:
    from uptake.cli.web import run_demo  # noqa: PLC0415 - as above

    return run_demo(port, data, stay=stay)


@app.command(help="help.generate")
def generate(
    tasks: Annotated[int, typer.Option("--tasks", help="help.generate.tasks", min=1, max=100_000)] = 10_000,
    name: Annotated[str, typer.Option("--name", help="help.generate.name", show_default=False)] = "",
    seed: Annotated[int, typer.Option("--seed", help="help.generate.seed")] = 1,
    data: Data = None,
) -> int:
    from uptake.cli.web import run_generate  # noqa: PLC0415 - as above

    return run_generate(tasks, name, seed, data)
