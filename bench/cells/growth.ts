import { measureAllowance } from "../measure/allowance.ts";
import { onFilledEndpoint, onManyEndpoints } from "../measure/growth.ts";
import { measureThroughput } from "../measure/throughput.ts";
import type { Subject } from "../subjects.ts";
import { onServer, type Cell, type Contestant, type Group } from "./cell.ts";
import { parseShape, THROUGHPUT_COLUMNS } from "./throughput.ts";

/** Does a request cost more if much is stored already, or if there are many endpoints? */
export function growthGroup(): Group {
  const title = "Growth, on bare workerd: with many stored requests, and over many endpoints";
  return {
    name: "growth",
    title,
    columns: THROUGHPUT_COLUMNS,
    cells: [storedCell("16c-0l-1e"), endpointsCell("1c-0l-1e")],
  };
}

function storedCell(text: string): Cell {
  const full = onFilledEndpoint(parseShape(text));
  return {
    name: "growth/stored",
    contestants: [newEndpoint("empty", text), { label: "full", against: "empty", ...full }],
  };
}

/** Includes the floor, because each object has a file of its own, which costs time on any machine. */
function endpointsCell(text: string): Cell {
  const shape = parseShape(text);
  return {
    name: "growth/endpoints",
    contestants: [
      newEndpoint("one", text),
      { label: "many", against: "one", ...onManyEndpoints("ours@workerd", shape) },
      newEndpoint("floor, one", text, "floor@workerd"),
      { label: "floor, many", against: "floor, one", ...onManyEndpoints("floor@workerd", shape) },
    ],
  };
}

function newEndpoint(label: string, text: string, subject: Subject = "ours@workerd"): Contestant {
  const measured = onServer(subject, (server, scale) =>
    measureThroughput(server, parseShape(text), scale),
  );
  return { label, ...measured };
}

/** Calls that a webhook makes in addition to the one to its hub. */
export function hopsGroup(): Group {
  return {
    name: "hops",
    title:
      "Calls to the account's object on plus. No database is bound, so a webhook can't use one",
    columns: { requests: "requests", calls: "calls", callsPerRequest: "calls per request" },
    cells: [
      {
        name: "hops/allowance",
        contestants: [{ label: "ours@workerd", ...onServer("ours@workerd", measureAllowance) }],
        // A count, which does not depend on how busy the machine is.
        rounds: 1,
      },
    ],
  };
}
