"""The page for a browser, which shows and does by the control API what there is to see and to do."""

from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

import smsc

FOLDER: Final = Path(smsc.__file__).parent / "page"
START: Final = "/"
FILES: Final = "/page"
_SAFE: Final = {
    # It runs its own scripts and nobody else's, whatever strangers write, and is shown in nobody else's frame (CSP 3).
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'; trusted-types 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",  # who has opened it has no hold of it
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class _Files(StaticFiles):
    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """Serve a file with the headers that say how it may be used."""
        response = super().file_response(*args, **kwargs)
        response.headers.update(_SAFE)
        return response


def install(app: FastAPI) -> None:
    """Serve the page at the root."""

    @app.api_route(START, methods=["GET", "HEAD"], include_in_schema=False, response_class=FileResponse)
    async def page() -> FileResponse:
        return FileResponse(FOLDER / "index.html", headers=_SAFE)

    app.mount(FILES, _Files(directory=FOLDER))


def is_of_page(path: str) -> bool:
    """Whether a path is part of the page, whose files tell nothing of the simulator."""
    return path == START or path.startswith(f"{FILES}/")
