import { measureAllowance } from "../measure/allowance.ts";
import { onFilledEndpoint, onManyEndpoints } from "../measure/growth.ts";
import { measureThroughput } from "../measure/throughput.ts";
import type { Subject } from "../subjects.ts";
import { onServer, type Cell, type Contestant, type Group } from "./cell.ts";
import { parseShape, THROUGHPUT_COLUMNS } from "./throughput.ts";

/** Whether a request costs as much where there is much already. */
export function growthGroup(): Group {
  const title = "Growth, on bare workerd: many requests stored, and many endpoints in turn";
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

/** The floor as well: a file of its own for each object has its price on any machine. */
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

/** Calls that a webhook makes beside the one to its hub. */
export function hopsGroup(): Group {
  return {
    name: "hops",
    title: "Calls to the account's object on plus. No database is bound: a webhook asks none",
    columns: { requests: "requests", calls: "calls", callsARequest: "calls a request" },
    cells: [
      {
        name: "hops/allowance",
        contestants: [{ label: "ours@workerd", ...onServer("ours@workerd", measureAllowance) }],
        // A count, and the same whatever the machine does.
        rounds: 1,
      },
    ],
  };
}
