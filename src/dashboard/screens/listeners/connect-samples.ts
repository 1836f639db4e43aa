/** A complete program that listens. It runs unchanged once the key is set. */
export interface Sample {
  name: "cli" | "node" | "python" | "websocat";
  label: string;
  /** Prerequisites, in a sentence. */
  needs: string;
  setup?: string;
  code: string;
}

/** The server stores only a hash of each key, so the page has none to show. */
const KEY_PLACEHOLDER = "hnx_…";

/*
 * The samples ping with exactly this text, which the server answers without waking up. The first
 * ping is sent immediately: the runtime is slow to close a socket that has never sent anything.
 */
const node = (url: string) => `// node listener.mjs
const key = process.env.HOOKNEXUS_API_KEY;
const socket = new WebSocket(\`${url}?apikey=\${key}\`);
const ping = () => socket.send('{"type":"ping"}');

socket.onopen = () => {
  ping();
  setInterval(ping, 25_000);
};
socket.onmessage = ({ data }) => {
  const { type, payload } = JSON.parse(data);
  if (type === "connected") console.log("Waiting for webhooks…");
  if (type === "new_request") console.log(payload.method, payload.path, payload.body);
};
socket.onclose = ({ code }) => process.exit(code === 1000 ? 0 : 1);`;

const python = (url: string) => `# python listener.py
import asyncio, json, os
import websockets

URL = "${url}?apikey=" + os.environ["HOOKNEXUS_API_KEY"]

async def ping(socket):
    while True:
        await socket.send('{"type":"ping"}')
        await asyncio.sleep(25)

async def listen():
    async with websockets.connect(URL, ping_interval=None, max_size=None) as socket:
        pinging = asyncio.create_task(ping(socket))
        async for message in socket:
            frame = json.loads(message)
            if frame["type"] == "new_request":
                request = frame["payload"]
                print(request["method"], request["path"], request["body"])
        pinging.cancel()

asyncio.run(listen())`;

/** The samples for one endpoint of the server at `origin`. */
export function connectSamples(origin: string, endpointId: string): readonly Sample[] {
  const url = `${origin.replace(/^http/, "ws")}/ws/${endpointId}`;
  const setup = `export HOOKNEXUS_API_KEY=${KEY_PLACEHOLDER}`;
  return [
    {
      name: "cli",
      label: "CLI",
      needs:
        "No API key needed: it uses your login. In a checkout, run npm run -s hooknexus -- instead of hooknexus.",
      code: `hooknexus login --url ${origin}
hooknexus listen ${endpointId}

# or forward each request, byte for byte
hooknexus forward ${endpointId} --to http://localhost:3000`,
    },
    {
      name: "node",
      label: "Node",
      needs: "Requires Node 22 or newer and an API key. No packages to install.",
      setup,
      code: node(url),
    },
    {
      name: "python",
      label: "Python",
      needs: "Requires Python 3.9 or newer, the websockets package and an API key.",
      setup: `pip install websockets\n${setup}`,
      code: python(url),
    },
    {
      name: "websocat",
      label: "websocat",
      needs: "Requires websocat and an API key. Prints each frame as it arrives.",
      setup,
      code: `websocat "${url}?apikey=$HOOKNEXUS_API_KEY"`,
    },
  ];
}
