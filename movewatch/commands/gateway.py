"""The commands of the gateway: gateway, gateway key."""

import json
import secrets

import typer

from movewatch.commands.shared import AsJson, errors, settings_here

_gateway = typer.Typer(help="Take webhooks and events over HTTP, until a signal.", invoke_without_command=True)


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_gateway, name="gateway", rich_help_panel="Run")


@_gateway.callback()
def _run(context: typer.Context) -> None:
    """Take webhooks and events over HTTP, until a signal.

    What is accepted lies in Kafka. Settings, senders, topics and rights are checked first, and everything wrong is
    listed at once.
    """
    if context.invoked_subcommand is not None:
        return
    from movewatch.gateway.server import run_gateway  # noqa: PLC0415 - heavy, and only needed here

    run_gateway(settings_here(), ready=lambda address: errors.print(f"movewatch gateway: listening on {address}"))


@_gateway.command("key")
def _key(as_json: AsJson = False) -> None:
    """Make an API key: the key is for the sender and shown once, its digest for the file of senders.

    --json: `key`, `digest`.
    """
    from movewatch.gateway.signatures import hashed_key  # noqa: PLC0415 - takes a while to load

    key = f"mw_{secrets.token_urlsafe(32)}"
    if as_json:
        typer.echo(json.dumps({"key": key, "digest": hashed_key(key)}))
        return
    errors.print("The key, for the sender; it is not kept anywhere:")
    typer.echo(key)
    errors.print(f"Its digest, for [api.<tenant>] keys in the file of senders:\n{hashed_key(key)}")
