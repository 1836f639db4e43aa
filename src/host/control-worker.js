import { WorkerEntrypoint } from "cloudflare:workers";

/**
 * Runs beside our worker on one machine. `npm start` calls it to migrate the database, to call the
 * worker before its port is open, and to run the cron trigger. Every program on the machine can reach
 * its port, so each call must carry the secret.
 */
export default {
  async fetch(request, env) {
    if (request.headers.get("authorization") !== env.SECRET) {
      return new Response("Only npm start may call this.\n", { status: 403 });
    }
    const input = await request.json();
    switch (new URL(request.url).pathname) {
      case "/database":
        return Response.json(await resultsOf(env.DB, input));
      case "/worker":
        return env.WORKER.fetch(input.url, input);
      case "/cron":
        return Response.json(await env.WORKER.scheduled({ cron: input.cron }));
      default:
        return new Response("There is no such call.\n", { status: 404 });
    }
  },
};

/** Runs statements in one transaction. */
async function resultsOf(database, statements) {
  try {
    const prepared = statements.map(({ sql, values }) => database.prepare(sql).bind(...values));
    return { results: (await database.batch(prepared)).map(({ results }) => results) };
  } catch (error) {
    return { error: String(error) };
  }
}

/** The worker's MAILBOX binding: passes each mail to `npm start`. */
export class Mailbox extends WorkerEntrypoint {
  async fetch(request) {
    const headers = { authorization: this.env.SECRET };
    const body = await request.text();
    return this.env.HOST.fetch("http://host/mail", { method: "POST", headers, body });
  }
}
