"""`/docs`: the OpenAPI description as a page that needs no script and nothing from elsewhere."""

import hashlib
import json
from base64 import b64encode
from html import escape
from typing import Any

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

_STYLE = """
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:60rem;margin:2rem auto;padding:0 1rem}
details{border:1px solid #8886;border-radius:.5rem;margin:.5rem 0;padding:.5rem 1rem}
summary{cursor:pointer}code,pre{font:13px/1.5 ui-monospace,monospace}
pre{overflow:auto;background:#8881;padding:.75rem;border-radius:.5rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.25rem .75rem .25rem 0;
vertical-align:top}b.m{display:inline-block;min-width:4.5rem}
"""


def mount(app: FastAPI) -> None:
    """Serve the page at ``/docs``."""
    digest = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    headers = {
        "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{digest}'; "
        "base-uri 'none'; frame-ancestors 'none'",
        "Cache-Control": "no-cache",
    }

    async def show_docs() -> HTMLResponse:
        return HTMLResponse(render(app.openapi()), headers=headers)

    app.add_api_route("/docs", show_docs, include_in_schema=False)


def render(schema: dict[str, Any]) -> str:
    """Give an OpenAPI description as HTML."""
    info = schema["info"]
    routes = "".join(
        _route(method, path, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    )
    shapes = "".join(
        f'<details id="{escape(name)}"><summary><code>{escape(name)}</code> '
        f"{escape(shape.get('description', '').splitlines()[0] if shape.get('description') else '')}"
        f"</summary><pre>{_json(shape)}</pre></details>"
        for name, shape in sorted(schema.get("components", {}).get("schemas", {}).items())
    )
    return (
        "<!doctype html><html lang=en><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width"><title>Reelwright API</title>'
        f"<style>{_STYLE}</style><h1>{escape(info['title'])} {escape(info['version'])}</h1>"
        f"<p>{escape(info['description'])}</p>"
        '<p>For programs: <a href="/openapi.json">openapi.json</a>.</p>'
        f"<h2>Routes</h2>{routes}<h2>Shapes</h2>{shapes}</html>"
    )


def _route(method: str, path: str, operation: dict[str, Any]) -> str:
    parameters = "".join(
        f"<tr><td><code>{escape(p['name'])}</code><td>{escape(p['in'])}"
        f"<td>{escape(p.get('description', ''))}<td><code>{_json(p.get('schema', {}))}</code>"
        for p in operation.get("parameters", ())
    )
    answers = "".join(
        f"<tr><td>{escape(status)}<td>{escape(answer.get('description', ''))}"
        f"<td>{' '.join(_content(kind, body) for kind, body in answer.get('content', {}).items())}"
        for status, answer in operation["responses"].items()
    )
    body = operation.get("requestBody", {}).get("content", {})
    asked = "".join(f"<p>Body: {_content(kind, value)}</p>" for kind, value in body.items())
    return (
        f"<details><summary><b class=m>{method.upper()}</b> <code>{escape(path)}</code> "
        f"{escape(operation.get('summary', ''))}</summary>"
        f"<p>{escape(operation.get('description', ''))}</p>"
        f"<table>{parameters}</table>{asked}<table>{answers}</table></details>"
    )


def _content(kind: str, body: dict[str, Any]) -> str:
    name = str(body.get("schema", {}).get("$ref", "")).rpartition("/")[2]
    shape = f'<a href="#{escape(name)}">{escape(name)}</a>' if name else ""
    examples = "".join(f"<pre>{_json(e)}</pre>" for e in body.get("examples", {}).values())
    return f"<code>{escape(kind)}</code> {shape}{examples}"


def _json(value: object) -> str:
    return escape(json.dumps(value, indent=1, ensure_ascii=False))
