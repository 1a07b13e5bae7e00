"""Commands that do movewatch's work: demo, worker."""

from pathlib import Path
from typing import Annotated

import typer

from movewatch.commands.shared import REFUSED, end, settings_here
from schemas.topics import STAGES

_NAMES = ", ".join(stage.name for stage in STAGES)


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("demo", rich_help_panel="Start here")(_demo)
    app.command("worker", rich_help_panel="Run")(_worker)


def _demo(
    leave: Annotated[
        bool, typer.Option("--exit", help="End when the story is told: 0 if it came out as expected, 1 if not.")
    ] = False,
    home: Annotated[
        Path, typer.Option(help="Everything written goes there; what an earlier demo left there is removed.")
    ] = Path(".movewatch") / "demo",
) -> None:
    """Start a Kafka and all stages on this machine, play a story into them, and show what comes out."""
    from movewatch.demo.run import demo  # noqa: PLC0415 - heavy, and only needed here

    raise typer.Exit(demo(leave=leave, home=home))


def _worker(
    stages: Annotated[
        list[str] | None, typer.Argument(metavar="[STAGE]...", help=f"Only these stages: {_NAMES}.")
    ] = None,
) -> None:
    """Run the stages, each in a process of its own, until a signal or the first stage that ends.

    Settings, broker, topics, policy and templates are checked first, and everything wrong is listed at once. Nothing is
    restarted here: when one stage ends, the others are stopped and the exit code is 1, for a service manager to see.
    """
    from movewatch.operations.start import check_start  # noqa: PLC0415 - heavy, and only needed here
    from movewatch.operations.workers import run_workers  # noqa: PLC0415

    known = [stage.name for stage in STAGES]
    wanted = list(dict.fromkeys(stages or known))
    if unknown := [name for name in wanted if name not in known]:
        end(REFUSED, f"There is no stage {', '.join(unknown)}. Stages are: {_NAMES}.")
    if problems := check_start(settings_here(), [stage for stage in STAGES if stage.name in wanted]):
        end(REFUSED, f"The worker cannot start; {len(problems)} thing(s) to put right:", *(f"  {p}" for p in problems))
    raise typer.Exit(run_workers(wanted))
