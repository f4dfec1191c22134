"""An application around the Python SDK of MCP: a host on its standard streams asks it for initialize,
tools/list and tools/call, one JSON-RPC message a line, and it asks the server.

python python_sdk.py PORT URL [API_KEY]
"""

import asyncio
import contextlib
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

port, url, *key = sys.argv[1:]
redirect_uri = f"http://127.0.0.1:{port}/callback"


class Grant:
    """What the application remembers beyond its own life."""

    def __init__(self):
        self.folder = pathlib.Path(os.environ["HOME"])

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
        return self.read("client.json", OAuthClientInformationFull)

    async def set_client_info(self, client_info):
        self.write("client.json", client_info)


class Browser:
    """Shows the authorization page, and listens for the redirect only while the person is asked."""

    def __init__(self):
        self.answer = None
        self.server = None

    async def show(self, page):
        self.answer = asyncio.get_running_loop().create_future()
        self.server = await asyncio.start_server(self.hear, "127.0.0.1", int(port))
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
    if key:
        return create_mcp_http_client(headers={"Authorization": f"Bearer {key[0]}"})
    browser = Browser()
    metadata = OAuthClientMetadata(client_name="Python SDK", redirect_uris=[redirect_uri])
    return create_mcp_http_client(
        auth=OAuthClientProvider(url, metadata, Grant(), browser.show, browser.redirect)
    )


async def answer(client, method, params):
    if method == "initialize":
        await client.__aenter__()
        return {"protocolVersion": "2025-11-25", "capabilities": {}, "serverInfo": {"name": "python-sdk", "version": "1"}}
    if method == "tools/list":
        result = await client.list_tools()
    else:
        result = await client.call_tool(params["name"], params.get("arguments", {}))
    return result.model_dump(mode="json", by_alias=True, exclude_none=True)


def words_of(error):
    """An exception group says only how many it holds."""
    if isinstance(error, BaseExceptionGroup):
        return "; ".join(words_of(one) for one in error.exceptions)
    return f"{type(error).__name__}: {error}"


async def main():
    loop = asyncio.get_running_loop()
    async with http_client() as http:
        client = Client(streamable_http_client(url, http_client=http))
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            request = json.loads(line)
            if "id" not in request:
                continue
            reply = {"jsonrpc": "2.0", "id": request["id"]}
            try:
                reply["result"] = await answer(client, request["method"], request.get("params") or {})
            except Exception as error:
                reply["error"] = {"code": -32000, "message": words_of(error)}
            print(json.dumps(reply), flush=True)
        with contextlib.suppress(Exception):
            await client.__aexit__(None, None, None)


asyncio.run(main())
