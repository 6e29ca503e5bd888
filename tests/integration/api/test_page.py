"""The page is served as files that cannot be left, under a strict policy."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api import page
from tests.support.api import served

SECRET = "not for anyone"


def make_thing() -> str:
    return "made"


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "static"
    for name in ("index.html", "signin/index.html", "assets/app-1a2b.js", "icon.svg"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"this is {name}")
    (tmp_path / "secret").write_text(SECRET)
    (folder / "assets" / "out.txt").symlink_to(tmp_path / "secret")
    app = FastAPI()
    app.add_api_route("/v1/things", make_thing, methods=["POST"])
    page.mount(app, folder=folder)
    with served(app) as address:
        yield address


@pytest.mark.parametrize(
    ("path", "file"),
    [("/", "index.html"), ("/signin/", "signin/index.html"), ("/icon.svg", "icon.svg")],
)
def test_the_page_is_asked_for_each_time_and_runs_nothing_foreign(
    url: str, path: str, file: str
) -> None:
    answer = httpx.get(url + path)

    assert answer.text == f"this is {file}"
    assert answer.headers["cache-control"] == "no-cache"
    policy = dict(
        part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; ")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in str(policy)
    again = httpx.get(url + path, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_the_link_to_sign_in_leads_to_its_page(url: str) -> None:
    answer = httpx.get(f"{url}/signin", follow_redirects=True)

    assert answer.text == "this is signin/index.html"


def test_a_file_with_a_hash_in_its_name_is_kept_and_one_that_is_missing_is_not(url: str) -> None:
    kept = httpx.get(f"{url}/assets/app-1a2b.js").headers["cache-control"]
    missing = httpx.get(f"{url}/assets/app-0000.js")

    assert "immutable" in kept
    assert missing.status_code == 404
    assert "immutable" not in missing.headers.get("cache-control", "")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret",
        "/assets/../../secret",
        "/%2e%2e/secret",
        "/assets/%2e%2e/%2e%2e/secret",
        "/..%2fsecret",
        "/..%5csecret",
        "//etc/passwd",
        "/%00",
        "/assets/out.txt",
    ],
)
def test_nothing_outside_the_page_is_served(url: str, path: str) -> None:
    # httpx would tidy the path up; a raw target arrives as an attacker sends it.
    with httpx.Client(base_url=url) as http:
        request = http.build_request("GET", "/", extensions={"target": path.encode()})
        answer = http.send(request)

    assert answer.status_code in {400, 404}
    assert SECRET not in answer.text
    assert "root:" not in answer.text


def test_the_page_does_not_answer_for_the_api(url: str) -> None:
    assert httpx.get(f"{url}/v1/things").status_code == 405
    assert httpx.get(f"{url}/v1/nothing").json() == {"detail": "Not Found"}
