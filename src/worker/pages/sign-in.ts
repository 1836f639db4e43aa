import { html } from "hono/html";
import { problemLine, type Page } from "./page.ts";

/** Carried from page to page: what the sign-in is for, where it is for more than itself. */
export interface Carried {
  /** Where the command line waits. */
  cliCallback: string | undefined;
  /** The code of a device that a person came to allow, or that there is none yet. */
  device: string | undefined;
}

/** The first page, with what is carried along. */
export function signInPath(carried: Carried): string {
  return carrying("/sign-in", carried);
}

function carrying(path: string, carried: Carried): string {
  const query = carriedFields(carried).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return query.length > 0 ? `${path}?${query.join("&")}` : path;
}

function hidden(carried: Carried) {
  return carriedFields(carried).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
}

function carriedFields({ cliCallback, device }: Carried): [name: string, value: string][] {
  const fields: [string, string | undefined][] = [
    ["cli_callback", cliCallback],
    ["device", device],
  ];
  return fields.flatMap(([name, value]) => (value ? [[name, value]] : []));
}

export function emailPage(
  details: Carried & { hasGithub: boolean; isLocal: boolean; problem?: string },
): Page {
  // A link, not a form: browsers hold a form's redirects against our form-action as well.
  const github = html`<p class="or">or</p>
    <a class="button second" href="${carrying("/auth/github", details)}">
      Continue with GitHub
    </a>`;
  return {
    title: "Sign in",
    content: html`<h1>Sign in</h1>
      <p>
        We email you a six-digit code. No password needed. If you are new, this creates an account.
      </p>
      ${problemLine(details.problem)}
      <form method="post" action="/sign-in">
        ${hidden(details)}
        <label>
          Email address
          <input
            name="email"
            type="email"
            autocomplete="email"
            placeholder="you@example.com"
            required
            autofocus
          />
        </label>
        <button>Send code</button>
      </form>
      ${details.hasGithub ? github : ""} ${details.isLocal ? localHint() : ""}`,
    status: details.problem === undefined ? 200 : 400,
  };
}

/** On one machine nothing is mailed, so that any address will do. */
function localHint() {
  return html`<p class="local">
    No email is sent: the code is printed in the terminal running <code>npm start</code>.
  </p>`;
}

export function codePage(
  details: Carried & { email: string; isLocal: boolean; problem?: string },
): Page {
  const where = details.isLocal
    ? html`The code for <strong>${details.email}</strong> is printed in the terminal running
        <code>npm start</code>.`
    : html`We sent it to <strong>${details.email}</strong>. It works once, within ten minutes, in
        this browser.`;
  return {
    title: "Enter code",
    content: html`<h1>Enter the code</h1>
      <p>${where}</p>
      ${problemLine(details.problem)}
      <form method="post" action="/sign-in/code">
        ${hidden(details)}<input type="hidden" name="email" value="${details.email}" />
        <label>
          Six-digit code
          <input
            name="code"
            class="spaced"
            inputmode="numeric"
            autocomplete="one-time-code"
            pattern="[0-9]{6}"
            maxlength="6"
            required
            autofocus
          />
        </label>
        <button>Sign in</button>
      </form>
      <p class="other">
        <a href="${signInPath(details)}">Send a new code or use another email</a>
      </p>`,
    status: details.problem === undefined ? 200 : 401,
  };
}

/**
 * Goes on to the dashboard by itself. It is for who comes back from another site, whose redirect
 * a strict cookie would not go along with; from a page of ours it does.
 */
export function signedInPage(email: string): Page {
  return {
    title: "Signed in",
    content: html`<h1>You are signed in</h1>
      <p>Signed in as <strong>${email}</strong>. Redirecting to the dashboard…</p>
      <a class="button" href="/">Open the dashboard</a>`,
    goesOnTo: "/",
  };
}

/** Only the button's POST sends a token out: a mere visit, which any page can cause, never does. */
export function consentPage(email: string, callback: URL): Page {
  return {
    title: "Allow the CLI",
    content: html`<h1>Sign in the CLI?</h1>
      <p>
        A program on this computer, at <strong>${callback.host}</strong>, requests access to your
        account, <strong>${email}</strong>. Allow it only if you just started this sign-in.
      </p>
      <form method="post" action="/auth/cli">
        <input type="hidden" name="cli_callback" value="${callback.href}" />
        <div class="row">
          <button class="second" name="decision" value="deny">Deny</button>
          <button name="decision" value="allow">Allow</button>
        </div>
      </form>`,
  };
}

/** @param carried what the next attempt is for */
export function signInFailedPage(problem: string, carried: Carried): Page {
  return {
    title: "Sign-in failed",
    content: html`<h1>Sign-in failed</h1>
      <p>${problem}</p>
      <a class="button second" href="${signInPath(carried)}">Back to sign-in</a>`,
    status: 401,
  };
}

/**
 * Where a deleted account's browser ends up.
 * @param pending how many endpoints are still to be reached; 0: none
 */
export function goodbyePage(pending: number): Page {
  const later = `${pending} of your endpoints could not be reached yet and will be deleted automatically.`;
  return {
    title: "Account deleted",
    content: html`<h1>Your account is deleted</h1>
      <p>
        Your endpoints, requests, API keys and sessions have been deleted, and you are signed out.
        ${pending > 0 ? later : ""}
      </p>
      <a class="button second" href="/">Go to the home page</a>`,
  };
}
