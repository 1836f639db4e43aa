/** Where the pages find their style sheet. Not below /assets/, which is served without the worker. */
export const STYLES_PATH = "/pages.css";

export const STYLES = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#16202b, #e7ecf1);
  --quiet: light-dark(#5b6875, #9aa7b4);
  --paper: light-dark(#f6f7f9, #10161c);
  --card: light-dark(#fff, #18212a);
  --line: light-dark(#dfe3e8, #2a3642);
  --accent: light-dark(#0a6b57, #4fd1ae);
  --on-accent: light-dark(#fff, #08241d);
  --bad: light-dark(#a3262b, #ff9b96);
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px;
  font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
}
main {
  width: 100%; max-width: 440px; padding: 32px; background: var(--card);
  border: 1px solid var(--line); border-radius: 12px;
}
.brand { margin: 0 0 24px; font-weight: 650; letter-spacing: -0.01em; color: var(--accent); }
h1 { margin: 0 0 8px; font-size: 22px; line-height: 1.3; letter-spacing: -0.01em; }
p { margin: 0 0 16px; color: var(--quiet); }
strong { color: var(--ink); font-weight: 600; overflow-wrap: anywhere; }
form { display: grid; gap: 12px; margin: 0; }
label { display: grid; gap: 6px; font-size: 14px; font-weight: 600; }
input {
  font: inherit; width: 100%; padding: 10px 12px; color: inherit; background: var(--paper);
  border: 1px solid var(--line); border-radius: 8px;
}
input[inputmode="numeric"], .spaced { font-size: 22px; letter-spacing: 0.3em; }
button, .button {
  font: inherit; font-weight: 600; padding: 10px 16px; border-radius: 8px; cursor: pointer;
  border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent);
  text-align: center; text-decoration: none;
}
.button { display: block; }
.second { background: transparent; color: var(--ink); border-color: var(--line); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.row { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 6px 16px; margin: 0 0 20px; font-size: 15px; }
dt { color: var(--quiet); }
dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
.bad { color: var(--bad); }
code {
  display: block; padding: 10px 12px; background: var(--paper); border: 1px solid var(--line);
  border-radius: 8px; font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere;
}
a { color: var(--accent); }
`.trim();
