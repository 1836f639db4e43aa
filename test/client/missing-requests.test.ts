import { describe, expect, it } from "vitest";
import { Inbox } from "../../src/client/inbox.ts";
import type { ReceivedRequest } from "../../src/client/listen-options.ts";

const request = (seq: number) => ({ seq, body: "", replay: null }) as unknown as ReceivedRequest;

/** The numbers that are delivered, if a page is fetched whenever something is missing. */
function deliver(inbox: Inbox, pageAfter: (after: number) => ReceivedRequest[]): number[] {
  const seqs: number[] = [];
  for (;;) {
    const next = inbox.shift();
    const { missingAfter: after, missingThrough } = inbox;
    if (next) seqs.push(next.seq);
    else if (after !== null) inbox.fill(pageAfter(after), missingThrough);
    else return seqs;
  }
}

describe("an inbox whose missing requests no longer exist", () => {
  it("keeps a request that arrives while an empty page is on its way", () => {
    const inbox = new Inbox(0);
    inbox.start(5);
    inbox.noteGap(5);
    const stored: ReceivedRequest[] = [];
    const pages: number[] = [];
    const seqs = deliver(inbox, (after) => {
      pages.push(after);
      const page = stored.filter(({ seq }) => seq > after);
      // The server has read the page, and its reply has not arrived yet.
      if (stored.length === 0) {
        stored.push(request(6));
        inbox.receive(request(6));
      }
      return page;
    });
    expect(seqs).toEqual([6]);
    expect(pages).toEqual([0, 5]);
  });

  it("does not skip new requests after the endpoint's history was reset", () => {
    const inbox = new Inbox(0);
    inbox.start(100);
    inbox.noteGap(100);
    inbox.start(10);
    inbox.receive(request(11));
    expect(deliver(inbox, (after) => (after < 11 ? [request(11)] : []))).toEqual([11]);
    inbox.receive(request(12));
    expect(deliver(inbox, () => [])).toEqual([12]);
  });
});
