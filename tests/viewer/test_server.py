from __future__ import annotations

import threading
import urllib.request

import pytest
import uvicorn

from harness.errors import SettingsError
from harness.store.store import Store
from harness.viewer.server import HOST, listen, serve
from harness.viewer.site import make_site


def test_it_listens_on_this_machine_alone_and_ends_when_told(store: Store) -> None:
    """The site is there as long as the server runs."""
    listener = listen(0)
    port = listener.getsockname()[1]
    assert HOST == "127.0.0.1" == listener.getsockname()[0]
    servers: list[uvicorn.Server] = []
    thread = threading.Thread(target=serve, args=(make_site(store), listener, servers.append))
    thread.start()
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/", timeout=10) as page:
            assert b"Kept runs" in page.read()
    finally:
        servers[0].should_exit = True
        thread.join(10)
    assert not thread.is_alive()


def test_a_taken_port_is_wrong_usage() -> None:
    """The message names it."""
    with listen(0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"port {port}"):
            listen(port)
