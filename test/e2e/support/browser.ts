/** The fields of an HTML form, by name. */
export type Fields = Record<string, string>;

const MAX_REDIRECTS = 5;

/** A loaded page, with the hidden fields of its forms. */
export interface LoadedPage {
  status: number;
  url: URL;
  text: string;
  hidden: Fields;
}

/** A browser without scripts: keeps the site's cookies, follows redirects, submits forms. */
export class TestBrowser {
  readonly #site: string;
  readonly #cookies = new Map<string, string>();

  constructor(site: string) {
    this.#site = site;
  }

  open(url: string): Promise<LoadedPage> {
    return this.#load(new URL(url), { method: "GET" });
  }

  /** Submits a page's form: its hidden fields, and those that a person enters or presses. */
  submit(page: LoadedPage, path: string, entered: Fields): Promise<LoadedPage> {
    const body = new URLSearchParams({ ...page.hidden, ...entered });
    return this.#load(new URL(path, page.url), { method: "POST", body });
  }

  async #load(start: URL, init: RequestInit): Promise<LoadedPage> {
    let [url, response] = [start, await this.#send(start, init)];
    for (let count = 0; count < MAX_REDIRECTS; count++) {
      const location = response.headers.get("location");
      if (location === null) break;
      await response.body?.cancel();
      url = new URL(location, url);
      response = await this.#send(url, { method: "GET" });
    }
    const text = await response.text();
    return { status: response.status, url, text, hidden: hiddenFields(text) };
  }

  /** Cookies go only to the origin that set them. */
  async #send(url: URL, init: RequestInit): Promise<Response> {
    const headers = new Headers();
    if (init.method === "POST") headers.set("origin", this.#site);
    if (url.origin === this.#site) headers.set("cookie", [...this.#cookies.values()].join("; "));
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";", 1);
      this.#cookies.set(pair.split("=", 1)[0] ?? "", pair);
    }
    return response;
  }
}

function hiddenFields(html: string): Fields {
  const inputs = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name = "", value = ""]) => [name, value]));
}
