"""An application around the Python SDK of MCP: a host on its standard streams asks it for initialize,
tools/list and tools/call, one JSON-RPC message a line, and it asks the server.

python python_sdk.py PORT URL [--key API_KEY | --client-id ID]
"""

import argparse
import asyncio
import contextlib
import hashlib
import json
import os
import pathlib
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

from mcp.client import Client
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client
from mcp.shared.auth import (
    AuthorizationCodeResult,
    OAuthClientInformationFull,
    OAuthClientMetadata,
    OAuthToken,
)

arguments = argparse.ArgumentParser()
arguments.add_argument("port", type=int)
arguments.add_argument("url")
arguments.add_argument("--key")
arguments.add_argument("--client-id")
given = arguments.parse_args()
redirect_uri = f"http://127.0.0.1:{given.port}/callback"


class Grant:
    """What the application remembers beyond its own life, of each server apart."""

    def __init__(self):
        self.folder = pathlib.Path(os.environ["HOME"]) / hashlib.sha256(given.url.encode()).hexdigest()
        self.folder.mkdir(exist_ok=True)

    def read(self, name, model):
        file = self.folder / name
        return model.model_validate_json(file.read_text()) if file.exists() else None

    def write(self, name, value):
        (self.folder / name).write_text(value.model_dump_json(exclude_none=True))

    async def get_tokens(self):
        return self.read("tokens.json", OAuthToken)

    async def set_tokens(self, tokens):
        self.write("tokens.json", tokens)

    async def get_client_info(self):
        known = self.read("client.json", OAuthClientInformationFull)
        if known is None and given.client_id:
            return OAuthClientInformationFull(
                client_id=given.client_id, redirect_uris=[redirect_uri], token_endpoint_auth_method="none"
            )
        return known

    async def set_client_info(self, client_info):
        self.write("client.json", client_info)


class Browser:
    """Shows the authorization page, and listens for the redirect only while the person is asked."""

    def __init__(self):
        self.answer = None
        self.server = None

    async def show(self, page):
        self.answer = asyncio.get_running_loop().create_future()
        self.server = await asyncio.start_server(self.hear, "127.0.0.1", given.port)
        subprocess.Popen(["xdg-open", page], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    async def hear(self, reader, writer):
        request = (await reader.readuntil(b"\r\n\r\n")).decode()
        query = {name: values[0] for name, values in parse_qs(urlsplit(request.split(" ")[1]).query).items()}
        body = "You can close this window."
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode())
        await writer.drain()
        writer.close()
        if not self.answer.done():
            self.answer.set_result(query)

    async def redirect(self):
        try:
            query = await self.answer
        finally:
            self.server.close()
        if "error" in query:
            raise RuntimeError(f"{query['error']}: {query.get('error_description', '')}")
        return AuthorizationCodeResult(code=query["code"], state=query.get("state"), iss=query.get("iss"))


def http_client():
    if given.key is not None:
        return create_mcp_http_client(headers={"Authorization": f"Bearer {given.key}"})
    browser = Browser()
    metadata = OAuthClientMetadata(client_name="Python SDK", redirect_uris=[redirect_uri])
    return create_mcp_http_client(
        auth=OAuthClientProvider(
            given.url,
            metadata,
            Grant(),
            browser.show,
            browser.redirect,
            client_metadata_url="https://omni-conform.example/client.json",
        )
    )


async def answer(client, method, params):
    if method == "initialize":
        await client.__aenter__()
        return {"protocolVersion": "2025-11-25", "capabilities": {}, "serverInfo": {"name": "python-sdk", "version": "1"}}
    if method == "tools/list":
        result = await client.list_tools(cursor=params.get("cursor"))
    else:
        result = await client.call_tool(params["name"], params.get("arguments", {}))
    return result.model_dump(mode="json", by_alias=True, exclude_none=True)


def words_of(error):
    """An exception group says only how many it holds."""
    if isinstance(error, BaseExceptionGroup):
        return "; ".join(words_of(one) for one in error.exceptions)
    return f"{type(error).__name__}: {error}"


async def act(requests):
    """Where the SDK lives. It cancels the task that it lives in when it loses its connection."""
    async with http_client() as http:
        client = Client(streamable_http_client(given.url, http_client=http))
        while task := await requests.get():
            request, reply = task
            try:
                reply.set_result(await answer(client, request["method"], request.get("params") or {}))
            except Exception as error:
                reply.set_exception(error)
        with contextlib.suppress(Exception):
            await client.__aexit__(None, None, None)


async def outcome(reply, actor):
    await asyncio.wait({reply, actor}, return_when=asyncio.FIRST_COMPLETED)
    try:
        if reply.done():
            return {"result": reply.result()}
        reply.cancel()
        actor.result()
    except (Exception, asyncio.CancelledError) as error:
        return {"error": {"code": -32000, "message": words_of(error)}}


async def main():
    loop = asyncio.get_running_loop()
    requests = asyncio.Queue()
    actor = asyncio.create_task(act(requests))
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        request = json.loads(line)
        if "id" not in request:
            continue
        reply = loop.create_future()
        requests.put_nowait((request, reply))
        print(json.dumps({"jsonrpc": "2.0", "id": request["id"], **await outcome(reply, actor)}), flush=True)
    requests.put_nowait(None)
    with contextlib.suppress(Exception, asyncio.CancelledError):
        await actor


asyncio.run(main())
