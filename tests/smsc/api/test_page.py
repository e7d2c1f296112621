"""The page's files as they are served; ``tests/smsc/page`` looks at them in a browser."""

import pytest

from smsc.api.app import create
from smsc.api.page import FOLDER
from tests.smsc.api.conftest import Served, client_of, problem

MEDIA_TYPES = {"css": "text/css", "html": "text/html", "js": "text/javascript", "svg": "image/svg+xml"}
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"


@pytest.mark.parametrize("name", sorted(file.name for file in FOLDER.iterdir()))
async def test_a_file_comes_as_what_it_is_and_may_use_nothing_from_elsewhere(served: Served, name: str) -> None:
    answer = await served.client.get(f"/page/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == MEDIA_TYPES[name.rpartition(".")[2]]
    assert answer.headers["content-security-policy"].startswith(POLICY)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "http://" not in answer.text.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in answer.text
    again = await served.client.get(f"/page/{name}", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


async def test_the_page_is_at_the_root(served: Served) -> None:
    answer = await served.client.get("/")
    assert answer.text == (await served.client.get("/page/index.html")).text
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "require-trusted-types-for 'script'; trusted-types 'none'" in policy  # the browser takes no text for HTML


@pytest.mark.parametrize("path", ["/page/none.js", "/page/", "/page", "/page/../api/page.py", "/page/%2e%2e/config.py"])
async def test_there_is_nothing_else(served: Served, path: str) -> None:
    assert (await served.client.get(path)).status_code in (307, 404)


async def test_what_there_is_not_is_a_problem_as_everywhere(served: Served) -> None:
    said = "there is nothing at /page/none.js; /api/v1/openapi.json says what there is"
    assert problem(await served.client.get("/page/none.js")) == (404, said)


async def test_whoever_may_see_the_page_sees_nothing_else_without_the_token(served: Served) -> None:
    async with client_of(create(served.desk, token="opensesame")) as client:
        found = {
            path: (await client.get(path)).status_code for path in ("/", "/page/page.js", "/pages", "/api/v1/clock")
        }
    assert found == {"/": 200, "/page/page.js": 200, "/pages": 401, "/api/v1/clock": 401}


async def test_a_link_to_the_page_may_be_followed_and_no_more(served: Served) -> None:
    """Another site may send a person here, but can neither read nor embed what is here."""
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    for path, headers, status in (
        ("/", followed, 200),
        ("/", {**followed, "Sec-Fetch-Mode": "no-cors"}, 403),
        ("/page/page.js", followed, 403),
        ("/api/v1/clock", followed, 403),
    ):
        assert (await served.client.get(path, headers=headers)).status_code == status
