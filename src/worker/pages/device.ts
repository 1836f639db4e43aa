import { html } from "hono/html";
import { problemLine, type Page } from "./page.ts";

/** Where a person types what a machine shows. A mere visit, code and all, asks nothing of it. */
export function userCodePage(details: {
  email: string;
  userCode: string;
  problem?: string;
  status?: 400 | 429;
}): Page {
  return {
    title: "Sign a device in",
    content: html`<h1>Sign a device in</h1>
      <p>Enter the code that it shows. You are signed in as <strong>${details.email}</strong>.</p>
      ${problemLine(details.problem)}
      <form method="post" action="/device">
        <label>
          Code
          <input
            name="user_code"
            class="spaced"
            value="${details.userCode}"
            placeholder="XXXX-XXXX"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            required
            autofocus
          />
        </label>
        <button>Continue</button>
      </form>`,
    status: details.status ?? 200,
  };
}

/** A machine that wants in, as a person may recognise it. */
export interface ShownDevice {
  userCode: string;
  network: string;
  /** Whether this browser is in the same network. */
  isSameNetwork: boolean;
  userAgent: string | null;
  askedAt: Date;
  minutesAgo: number;
}

/**
 * RFC 8628 section 5.4: somebody may have sent this page's visitor a code of a machine of their
 * own. Whoever looks at where it comes from and when has a chance to notice.
 */
export function deviceConsentPage(email: string, device: ShownDevice): Page {
  return {
    title: "Allow a device",
    content: html`<h1>Sign this device in?</h1>
      <p>
        It would act for <strong>${email}</strong>. Allow it only if you have just started this
        yourself and see the same code on it. If somebody sent you the code, deny it.
      </p>
      ${facts(device)}
      <form method="post" action="/device/decision">
        <input type="hidden" name="user_code" value="${device.userCode}" />
        <div class="row">
          <button class="second" name="decision" value="deny">Deny</button>
          <button name="decision" value="allow">Allow</button>
        </div>
      </form>`,
  };
}

function facts({ userCode, network, isSameNetwork, userAgent, askedAt, minutesAgo }: ShownDevice) {
  const time = askedAt.toISOString();
  const ago = minutesAgo === 0 ? "just now" : `${minutesAgo} min ago`;
  const named: [string, ReturnType<typeof html> | string][] = [
    ["Code", userCode],
    [
      "Asked from",
      html`${network},
      ${isSameNetwork ? "the network that you are on" : "not the network that you are on"}`,
    ],
    ["Calls itself", userAgent ?? "nothing"],
    ["Asked at", html`<time datetime="${time}">${time.slice(11, 16)} UTC, ${ago}</time>`],
  ];
  return html`<dl>
    ${named.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

export function deviceDonePage(isAllowed: boolean): Page {
  const [title, text] = isAllowed
    ? ["The device is allowed in", "Go back to it: it signs in within seconds."]
    : ["The device was turned away", "It got nothing. You can close this page."];
  return {
    title,
    content: html`<h1>${title}</h1>
      <p>${text}</p>`,
  };
}
