"""An application around FastMCP's client: a host on its standard streams asks it for initialize,
tools/list and tools/call, one JSON-RPC message a line, and it asks the server.

python fastmcp_client.py PORT URL [--key API_KEY | --client-id ID]
"""

import argparse
import asyncio
import json
import os
import sys

from fastmcp import Client
from fastmcp.client.auth import BearerAuth, OAuth
from key_value.aio.stores.filetree import (
    FileTreeStore,
    FileTreeV1CollectionSanitizationStrategy,
    FileTreeV1KeySanitizationStrategy,
)

arguments = argparse.ArgumentParser()
arguments.add_argument("port", type=int)
arguments.add_argument("url")
arguments.add_argument("--key")
arguments.add_argument("--client-id")
given = arguments.parse_args()


def credential():
    if given.key is not None:
        return BearerAuth(given.key)
    folder = os.path.join(os.environ["HOME"], "grant")
    os.makedirs(folder, exist_ok=True)
    store = FileTreeStore(
        data_directory=folder,
        key_sanitization_strategy=FileTreeV1KeySanitizationStrategy(folder),
        collection_sanitization_strategy=FileTreeV1CollectionSanitizationStrategy(folder),
    )
    return OAuth(
        token_storage=store,
        callback_host="127.0.0.1",
        callback_port=given.port,
        client_metadata_url="https://omni-conform.example/client.json",
        client_id=given.client_id,
    )


async def answer(client, method, params):
    if method == "initialize":
        await client.__aenter__()
        return {"protocolVersion": "2025-11-25", "capabilities": {}, "serverInfo": {"name": "fastmcp", "version": "1"}}
    if method == "tools/list":
        result = await client.list_tools_mcp(cursor=params.get("cursor"))
    else:
        result = await client.call_tool_mcp(params["name"], params.get("arguments", {}))
    return result.model_dump(mode="json", by_alias=True, exclude_none=True)


async def main():
    client = Client(given.url, auth=credential())
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        request = json.loads(line)
        if "id" not in request:
            continue
        reply = {"jsonrpc": "2.0", "id": request["id"]}
        try:
            reply["result"] = await answer(client, request["method"], request.get("params") or {})
        except Exception as error:
            reply["error"] = {"code": -32000, "message": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)
    await client.close()


asyncio.run(main())
