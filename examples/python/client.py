"""An MCP client with the Python SDK: it signs in with an API key or OAuth and does what it is asked to.

python client.py URL
"""

import asyncio
import json
import os
import sys
import webbrowser
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

import httpx2
from mcp import Client
from mcp.client.auth import AuthorizationCodeResult, OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import OAuthClientInformationFull, OAuthClientMetadata, OAuthToken

url = sys.argv[-1]
context = json.loads(os.environ.get("MCP_CONFORMANCE_CONTEXT", "{}"))


class Grant:
    """The registration and the tokens outlive the program, in a file for each server."""

    file = Path.home() / f".mcp-example-{quote(url, safe='')}.json"

    def __init__(self):
        self.kept = json.loads(self.file.read_text()) if self.file.exists() else {}

    def keep(self, **changes):
        self.kept |= changes
        self.file.touch(mode=0o600)
        self.file.write_text(json.dumps(self.kept))

    async def get_tokens(self):
        return OAuthToken(**self.kept["tokens"]) if "tokens" in self.kept else None

    async def set_tokens(self, tokens):
        self.keep(tokens=tokens.model_dump(mode="json", exclude_none=True))

    async def get_client_info(self):
        return OAuthClientInformationFull(**self.kept["client"]) if "client" in self.kept else None

    async def set_client_info(self, client):
        self.keep(client=client.model_dump(mode="json", exclude_none=True))


async def sign_in():
    """OAuth. The browser comes back to a free port of this machine, which stays the one that was registered."""
    grant, answers = Grant(), asyncio.Queue()

    async def hear(reader, writer):
        request = await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nYou can close this window.")
        writer.close()
        answers.put_nowait(dict(parse_qsl(urlsplit(request.split()[1].decode()).query)))

    async def open_browser(page):
        if not await asyncio.to_thread(webbrowser.open, page):  # it looks at BROWSER first
            print(f"Open this page: {page}", file=sys.stderr)

    async def wait_for_answer():
        answer = await answers.get()
        if "error" in answer:
            raise RuntimeError(answer.get("error_description", answer["error"]))
        return AuthorizationCodeResult(code=answer["code"], state=answer.get("state"), iss=answer.get("iss"))

    listener = await asyncio.start_server(hear, "127.0.0.1", grant.kept.get("port", 0))
    grant.keep(port=listener.sockets[0].getsockname()[1])
    redirect_uri = f"http://127.0.0.1:{grant.kept['port']}/callback"
    metadata = OAuthClientMetadata(
        client_name="Python example", redirect_uris=[redirect_uri], token_endpoint_auth_method="none"
    )
    return OAuthClientProvider(url, metadata, grant, open_browser, wait_for_answer)


def words_of(error):
    """The SDK raises groups of errors, and a group says only how many it holds."""
    return "; ".join(map(words_of, error.exceptions)) if isinstance(error, ExceptionGroup) else str(error)


async def call_tool(client, call):
    result = await client.call_tool(call["tool"], call["arguments"])
    text = "\n".join(getattr(part, "text", f"({part.type})") for part in result.content)
    if result.is_error:
        raise RuntimeError(text)
    print(text)


async def perform(client, intent):
    if intent["intent"] == "list_tools":
        page = await client.list_tools(cursor=intent.get("cursor"))
        print("\n".join(tool.name for tool in page.tools))
        if page.next_cursor is not None:  # an empty text is a cursor too
            await perform(client, intent | {"cursor": page.next_cursor})
    elif intent["intent"] == "call_tool":
        await call_tool(client, intent)
    elif intent["intent"] == "call_at_once":
        await asyncio.gather(*(call_tool(client, call) for call in intent["calls"]))
    elif intent["intent"] != "connect":  # whoever enters the client has connected
        print(f"I do not know how to {intent['intent']}.", file=sys.stderr)


async def main():
    failed = False
    key = context.get("api_key", "").strip()  # a line break is easily copied along
    http_options = {"headers": {"Authorization": f"Bearer {key}"}} if key else {"auth": await sign_in()}
    intents = context.get("intents", [{"intent": "connect"}, {"intent": "list_tools"}])
    async with httpx2.AsyncClient(**http_options, timeout=httpx2.Timeout(30, read=300)) as http:
        while intents:
            async with Client(streamable_http_client(url, http_client=http)) as client:
                while intents and (intent := intents.pop(0))["intent"] != "disconnect":
                    try:
                        await perform(client, intent)
                    except Exception as error:
                        print(f"error: {words_of(error)}", file=sys.stderr)
                        failed = True
    return failed


if __name__ == "__main__":
    try:
        sys.exit(asyncio.run(main()))
    except Exception as error:
        sys.exit(f"error: {words_of(error)}")
