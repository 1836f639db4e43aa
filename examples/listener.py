"""Listens on an endpoint with an API key, from any server that runs Python 3.9 or newer.

    pip install websockets
    ENDPOINT_ID=… HOOKNEXUS_API_KEY=hnx_… python listener.py
"""

import asyncio
import json
import os
import random
import sys
from urllib.parse import urlencode

import websockets

API_URL = os.environ.get("HOOKNEXUS_API_URL", "http://127.0.0.1:8787").rstrip("/")
PING_EVERY_S = 25
PING_EVERY_BYTES = 4 * 1024 * 1024
FINAL_CLOSE_CODES = {1000, 4401, 4403, 4404}
FINAL_STATUSES = {400, 401, 404, 410}


class Listener:
    def __init__(self, endpoint_id, api_key):
        self.endpoint_id = endpoint_id
        self.api_key = api_key
        self.attempts = 0
        self.last_seq = None  # the last number we saw; on reconnect the server sends what follows

    def url(self):
        query = {"apikey": self.api_key}
        if self.last_seq is not None:
            query["since"] = self.last_seq
        base = API_URL.replace("http", "ws", 1)
        return f"{base}/ws/{self.endpoint_id}?{urlencode(query)}"

    async def run(self):
        while True:
            try:
                await self.listen_once()
            except websockets.ConnectionClosed as closed:
                code = closed.rcvd.code if closed.rcvd else 1006
                if code in FINAL_CLOSE_CODES:
                    sys.exit(f"Closed for good ({code}).")
            except Exception as error:  # the handshake's exception depends on the version
                status = refusal_status(error)
                # Not the error's text: it may contain the URL, and so the key.
                reason = status or type(error).__name__
                print(f"Connection failed: {reason}", file=sys.stderr, flush=True)
                if status in FINAL_STATUSES:
                    sys.exit(f"Refused with status {status}.")
            # Exponential backoff with full jitter: many listeners must not reconnect together.
            delay = random.random() * min(30, 0.5 * 2**self.attempts)
            self.attempts += 1
            await asyncio.sleep(delay)

    async def listen_once(self):
        # JSON pings, not protocol pings: the server answers these without waking up.
        async with websockets.connect(self.url(), ping_interval=None) as socket:
            pinging = asyncio.create_task(ping(socket))
            unpinged = 0
            try:
                async for message in socket:
                    # This ping shows that we read: the server omits bodies if it has sent 32 MiB
                    # without one.
                    unpinged += len(message)
                    if unpinged >= PING_EVERY_BYTES:
                        unpinged = 0
                        await socket.send('{"type":"ping"}')
                    self.handle(json.loads(message))
            finally:
                pinging.cancel()
            # Leaving the loop without an exception is a normal close: 1000 or 1001.
            if socket.close_code in FINAL_CLOSE_CODES:
                sys.exit(f"Closed for good ({socket.close_code}).")

    def handle(self, frame):
        kind, payload = frame["type"], frame["payload"]
        if kind == "connected":
            self.attempts = 0
            if self.last_seq is None:
                self.last_seq = payload["lastSeq"]
            print(f"Connected as {payload['connectionId']}. Waiting for webhooks…", flush=True)
        elif kind == "new_request":
            self.last_seq = payload["seq"]
            show("new", payload)
        elif kind == "replay_request":
            show("replay", payload["request"])
        elif kind == "gap":
            page = f"{API_URL}/api/endpoints/{self.endpoint_id}/requests?after={payload['from'] - 1}"
            missed = f"Missed {payload['from']} to {payload['to']}; fetch them from:\n  {page}"
            print(missed, file=sys.stderr, flush=True)
        # Newer servers may send other types. Ignore them.


async def ping(socket):
    # Ping immediately: the runtime is slow to close a socket that has never sent anything.
    while True:
        await socket.send('{"type":"ping"}')
        await asyncio.sleep(PING_EVERY_S)


def refusal_status(error):
    response = getattr(error, "response", None)
    return getattr(error, "status_code", None) or getattr(response, "status_code", None)


def show(kind, request):
    text = request["body"]
    if request["bodyEncoding"] == "base64":
        text = f"({len(text)} characters of base64)"
    text = request.get("bodyUrl", text)
    print(f"[{kind}] {request['method']} {request['path']} {text}", flush=True)


if __name__ == "__main__":
    try:
        endpoint, key = os.environ["ENDPOINT_ID"], os.environ["HOOKNEXUS_API_KEY"]
    except KeyError:
        sys.exit("Set ENDPOINT_ID and HOOKNEXUS_API_KEY first.")
    if not API_URL.startswith(("http://", "https://")):
        sys.exit("Set HOOKNEXUS_API_URL to the server's origin, such as http://127.0.0.1:8787.")
    try:
        asyncio.run(Listener(endpoint, key).run())
    except KeyboardInterrupt:
        pass
