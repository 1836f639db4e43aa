import { expect, it } from "vitest";
import type { EndpointRow } from "../../../src/client/index.ts";
import { findEndpoints } from "../../../src/dashboard/screens/endpoints/find-endpoints.ts";

function named(id: string, alias: string | null): EndpointRow {
  const nothing = { user_id: "", is_permanent: false, is_paused: false, response: null };
  const times = { expires_at: null, last_request_at: null, created_at: "", updated_at: "" };
  return { id, alias, ...nothing, ...times, handshakes: [], request_count: 0, stored_bytes: 0 };
}

const orders = named("3b497878-cb2a-86a9-acbf-375f7551b08b", "Orders");
const nameless = named("feb7b1ec-7b7e-8bb1-897a-2bb86e301f78", null);

it.each([
  ["", [orders, nameless]],
  ["  ", [orders, nameless]],
  ["oRDer", [orders]],
  ["7b7e", [nameless]],
  ["https://hooks.example/h/FEB7B1EC-7b7e-8bb1-897a-2bb86e301f78/path?x=1", [nameless]],
  ["nothing", []],
])("finds by alias or address: %j", (text, found) => {
  expect(findEndpoints([orders, nameless], text)).toEqual(found);
});
