/** How a program comes to listen; each is complete, and runs as it is once the key is set. */
export interface Sample {
  name: "cli" | "node" | "python" | "websocat";
  label: string;
  /** What must be there first: a sentence, and what says the key where it takes one. */
  needs: string;
  setup?: string;
  code: string;
}

/** What stands for a key: the page never has one to show. */
const KEY_PLACEHOLDER = "hnx_…";

/*
 * Each but websocat pings in exactly these words, which the server answers without waking up, and
 * the first at once: the runtime is slow to hang up on a socket that has never said anything.
 */
const node = (address: string) => `// node listener.mjs
const key = process.env.HOOKNEXUS_API_KEY;
const socket = new WebSocket(\`${address}?apikey=\${key}\`);
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

const python = (address: string) => `# python listener.py
import asyncio, json, os
import websockets

ADDRESS = "${address}?apikey=" + os.environ["HOOKNEXUS_API_KEY"]

async def ping(socket):
    while True:
        await socket.send('{"type":"ping"}')
        await asyncio.sleep(25)

async def listen():
    async with websockets.connect(ADDRESS, ping_interval=None, max_size=None) as socket:
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
  const address = `${origin.replace(/^http/, "ws")}/ws/${endpointId}`;
  const setup = `export HOOKNEXUS_API_KEY=${KEY_PLACEHOLDER}`;
  return [
    {
      name: "cli",
      label: "Command line",
      needs:
        "No key: it signs in as you. From a checkout, write npm run -s hooknexus -- for hooknexus.",
      code: `hooknexus login --url ${origin}
hooknexus listen ${endpointId}

# or send each on, exact to the byte
hooknexus forward ${endpointId} --to http://localhost:3000`,
    },
    {
      name: "node",
      label: "Node",
      needs: "Takes Node 22 or newer, nothing installed, and a key.",
      setup,
      code: node(address),
    },
    {
      name: "python",
      label: "Python",
      needs: "Takes Python 3.9 or newer with the websockets package, and a key.",
      setup: `pip install websockets\n${setup}`,
      code: python(address),
    },
    {
      name: "websocat",
      label: "websocat",
      needs: "Takes websocat, and a key. It prints the frames as they come.",
      setup,
      code: `websocat "${address}?apikey=$HOOKNEXUS_API_KEY"`,
    },
  ];
}
