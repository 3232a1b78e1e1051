"""The files of pages: ours, Solara's, and what was installed; to be imported once Solara's settings are set."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any

from solara.server import starlette
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from ..draw import SCRIPTS
from .asgi import said_with
from .lighter import STYLE, lighter_file
from .offline import folder


class Installed(starlette.StaticCdn):
    """Only what is installed is there: Solara would look for the rest on a content network, for seconds."""

    lookup_path = StaticFiles.lookup_path

    async def get_response(self, path: str, scope: Any) -> Response:
        """Return a file, the style of Solara made lighter."""
        answer = await super().get_response(path, scope)
        if answer.status_code != HTTPStatus.OK or not STYLE.fullmatch(path):
            return answer
        style = await asyncio.to_thread(lighter_file, folder() / path)
        kept = {"cache-control": answer.headers["cache-control"]}  # its address names its version
        return Response(style, media_type="text/css", headers=kept)


class Fresh(StaticFiles):
    """Our own scripts: a browser asks whether they are still the same, so that they fit the page that they draw."""

    def file_response(self, *args: Any, **options: Any) -> Response:
        """Return a file."""
        answer = super().file_response(*args, **options)
        answer.headers["cache-control"] = "no-cache"
        return answer


async def _refused(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 404)
    return HTMLResponse(said_with(status), status)


def files() -> Starlette:
    """Return what answers for all files."""
    routes = [
        Mount("/draw", app=Fresh(directory=SCRIPTS)),
        Mount("/_solara/cdn", app=Installed(directory=folder())),
        Mount("/static/assets", app=starlette.StaticAssets()),
        Mount("/jupyter/nbextensions", app=starlette.StaticNbFiles()),
    ]
    refusing = {HTTPException: _refused}
    return Starlette(
        routes=routes, middleware=starlette.middleware, lifespan=starlette.lifespan, exception_handlers=refusing
    )
