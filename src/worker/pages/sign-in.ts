import { html } from "hono/html";
import { problemLine, type Page } from "./page.ts";

/** The step after sign-in, passed from page to page. Empty for an ordinary sign-in. */
export interface Continuation {
  /** The loopback URL where the CLI waits for its token. */
  cliCallback: string | undefined;
  /** The code of the device to allow, or a marker that the user has yet to enter one. */
  device: string | undefined;
}

/** The path of the first sign-in page, with the continuation in its query. */
export function signInPath(continuation: Continuation): string {
  return withContinuation("/sign-in", continuation);
}

function withContinuation(path: string, continuation: Continuation): string {
  const query = continuationFields(continuation).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return query.length > 0 ? `${path}?${query.join("&")}` : path;
}

function hidden(continuation: Continuation) {
  return continuationFields(continuation).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
}

function continuationFields({
  cliCallback,
  device,
}: Continuation): [name: string, value: string][] {
  const fields: [string, string | undefined][] = [
    ["cli_callback", cliCallback],
    ["device", device],
  ];
  return fields.flatMap(([name, value]) => (value ? [[name, value]] : []));
}

export function emailPage(
  details: Continuation & { hasGithub: boolean; isLocal: boolean; problem?: string },
): Page {
  // A link, not a form: browsers apply our CSP's form-action to a form's redirects, too, which
  // would block GitHub.
  const github = html`<p class="or">or</p>
    <a class="button second" href="${withContinuation("/auth/github", details)}">
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

/** When running locally, no email is sent, so any address works. */
function localHint() {
  return html`<p class="local">
    No email is sent: the code is printed in the terminal running <code>npm start</code>.
  </p>`;
}

export function codePage(
  details: Continuation & { email: string; isLocal: boolean; problem?: string },
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
 * Redirects to the dashboard. Used after a sign-in on another site: browsers do not send a
 * SameSite=Strict cookie on a redirect from there, but they do on a navigation from our own page.
 */
export function signedInPage(email: string): Page {
  return {
    title: "Signed in",
    content: html`<h1>You are signed in</h1>
      <p>Signed in as <strong>${email}</strong>. Redirecting to the dashboard…</p>
      <a class="button" href="/">Open the dashboard</a>`,
    redirectTo: "/",
  };
}

/** Only the form's POST sends a token. Any site can make a browser open this page. */
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

/** @param continuation is passed to the next attempt */
export function signInFailedPage(problem: string, continuation: Continuation): Page {
  return {
    title: "Sign-in failed",
    content: html`<h1>Sign-in failed</h1>
      <p>${problem}</p>
      <a class="button second" href="${signInPath(continuation)}">Back to sign-in</a>`,
    status: 401,
  };
}

/**
 * Shown after an account was deleted.
 * @param pending how many endpoints could not be reached yet
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
