import { html } from "hono/html";
import { problemLine, type Page } from "./page.ts";

/** The form for the code that a device shows. Opening it changes nothing, even with a code. */
export function userCodePage(details: {
  email: string;
  userCode: string;
  problem?: string;
  status?: 400 | 429;
}): Page {
  return {
    title: "Sign in a device",
    content: html`<h1>Sign in a device</h1>
      <p>
        Enter the code shown on the device. You are signed in as <strong>${details.email}</strong>.
      </p>
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

/** A device that requests a sign-in, described so that its owner can recognise it. */
export interface ShownDevice {
  userCode: string;
  network: string;
  /** Whether this browser is in the same network. */
  isSameNetwork: boolean;
  userAgent: string | null;
  requestedAt: Date;
  minutesAgo: number;
}

/**
 * An attacker may send a victim the code of the attacker's own device (RFC 8628, section 5.4). The
 * network and the time give the victim a chance to notice.
 */
export function deviceConsentPage(email: string, device: ShownDevice): Page {
  return {
    title: "Allow a device",
    content: html`<h1>Sign this device in?</h1>
      <p>
        It will have access to your account, <strong>${email}</strong>. Allow it only if you started
        this yourself and the device shows the same code. If somebody sent you the code, deny it.
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

function facts({
  userCode,
  network,
  isSameNetwork,
  userAgent,
  requestedAt,
  minutesAgo,
}: ShownDevice) {
  const time = requestedAt.toISOString();
  const ago = minutesAgo === 0 ? "just now" : `${minutesAgo} min ago`;
  const named: [string, ReturnType<typeof html> | string][] = [
    ["Code", userCode],
    ["Network", html`${network}, ${isSameNetwork ? "same as yours" : "different from yours"}`],
    ["User agent", userAgent ?? "None"],
    ["Requested", html`<time datetime="${time}">${time.slice(11, 16)} UTC, ${ago}</time>`],
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
    ? ["Device allowed", "Return to the device. It signs in within seconds."]
    : ["Device denied", "It has no access to your account. You can close this page."];
  return {
    title,
    content: html`<h1>${title}</h1>
      <p>${text}</p>`,
  };
}
