"""harness view: show the kept runs as a small site on this machine."""

from __future__ import annotations

import click

from .console import say
from .options import settings_from, store_option

__all__ = ["command"]


@click.command("view")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8470,
    show_default=True,
    help="The port on 127.0.0.1; 0 takes any that is free.",
)
@click.option("--open", "open_it", is_flag=True, help="Open it in the browser.")
@store_option
def command(port: int, store: str | None, *, open_it: bool) -> None:
    """Show the kept runs in a browser: a list with trends, each run, any two compared.

    Only this machine can reach it, and it changes nothing. Ctrl+C ends it.

    \b
    Example:
      harness view --open
    """
    from harness.store.store import Store
    from harness.viewer.server import HOST, listen, serve
    from harness.viewer.site import make_site

    settings = settings_from(store=store)
    with Store(settings.store) as kept:
        listener = listen(port)
        address = f"http://{HOST}:{listener.getsockname()[1]}/"
        say(f"The kept runs are at {address}   (Ctrl+C ends this)")
        if open_it:
            click.launch(address)
        try:
            serve(make_site(kept, settings.gate), listener)
        except KeyboardInterrupt:
            say("Ended.")
