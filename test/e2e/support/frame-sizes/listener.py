"""Prints a line for each frame. Takes the name of a library, whose default limits apply, and a URL."""

import asyncio
import json
import sys


def show(message):
    frame = json.loads(message)
    payload = frame["payload"]
    fields = [frame["type"], payload.get("seq", "-"), len(message.encode())]
    fields += [payload.get("bodyEncoding", "-"), payload.get("headOmitted", False)]
    print(*(str(field).lower() for field in fields), flush=True)


async def with_websockets(url):
    import websockets

    async with websockets.connect(url) as socket:
        async for message in socket:
            show(message)


async def with_aiohttp(url):
    import aiohttp

    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as socket:
            async for message in socket:
                show(message.data)


library, url = sys.argv[1:]
asyncio.run({"websockets": with_websockets, "aiohttp": with_aiohttp}[library](url))
