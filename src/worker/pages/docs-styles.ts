/*
 * The reference: its chapters with a list of them beside, and beside each route what to paste.
 * On a phone all of it is one column, and the list a bar on top that is moved sideways.
 */
export const DOCS_STYLES = `
.reference {
  --get: light-dark(#0a6b57, #4fd1ae);
  --post: light-dark(#1d5fae, #7db7f5);
  --patch: light-dark(#8a5a00, #e5b567);
  --code: light-dark(#f2f4f7, #0f151b);
  display: block; padding: 0; background: var(--card);
}
.reference main {
  display: grid; grid-template-columns: 216px minmax(0, 1fr); column-gap: 48px; align-items: start;
  max-width: 1320px; margin: 0 auto; padding: 0 32px 96px; background: none; border: 0;
}
.reference main > * { grid-column: 2; }
.reference main > .brand { grid-area: 1 / 1; margin: 28px 0 0; font-size: 17px; }
.reference header { grid-row: 1 / span 2; max-width: 720px; padding-top: 24px; }
.reference h1 { margin-bottom: 16px; font-size: 32px; }
.reference h1 small { font-size: 14px; font-weight: 400; color: var(--quiet); }
.reference h2 { margin: 0 0 8px; font-size: 22px; letter-spacing: -0.01em; }
.reference h3 { margin: 0 0 8px; font-size: 17px; letter-spacing: -0.01em; }
.reference h4 { display: flex; gap: 8px; align-items: baseline; margin: 24px 0 8px; font-size: 14px; font-weight: 600; }
.reference h4 > span:last-child { font-weight: 400; }
.reference h4 small { font: 12px/1.5 ui-monospace, monospace; color: var(--quiet); }
.reference h4 .status { font-weight: 600; }
.reference :is(h2, h3) a { color: inherit; text-decoration: none; }
.reference :is(h2, h3) a:hover { text-decoration: underline; text-decoration-color: var(--line); }
.reference p { margin-bottom: 12px; max-width: 68ch; }
.reference ul { margin: 0 0 12px; padding-left: 20px; color: var(--quiet); }
.reference code {
  display: inline; padding: 1px 3px; background: var(--code); border: 0; border-radius: 4px;
  font-size: 0.875em; color: var(--ink);
}
.reference header h2 { margin-top: 32px; }
.reference pre {
  margin: 0 0 12px; padding: 14px 16px; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--code);
  border: 1px solid var(--line); border-radius: 8px; font: 12px/1.6 ui-monospace, monospace; tab-size: 2;
}
.reference [id] { scroll-margin-top: 24px; }

.reference main > nav {
  grid-area: 2 / 1 / span 99; position: sticky; top: 0; max-height: 100vh; overflow-y: auto;
  padding: 24px 12px 48px 0; font-size: 13px; scrollbar-width: thin; scrollbar-color: var(--line) transparent;
}
.reference nav a { text-decoration: none; color: var(--quiet); }
.reference nav a:hover { color: var(--ink); }
.reference nav .to { display: block; margin: 16px 0 4px; font-weight: 650; color: var(--ink); }
.reference nav .to:first-child { margin-top: 0; }
.reference nav ul { margin: 0; padding: 0; list-style: none; }
.reference nav li a { display: flex; gap: 8px; justify-content: space-between; align-items: baseline; padding: 3px 0; }
.reference nav .method { background: none; padding: 0; font-size: 10px; }

.chapter { padding-top: 24px; margin-bottom: 40px; }
.operation {
  display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 400px); gap: 40px;
  padding: 32px 0; border-top: 1px solid var(--line);
}
.chapter > p + .operation { margin-top: 24px; }
.shown { position: sticky; top: 24px; align-self: start; }
.shown h4 { margin: 16px 0 8px; }
.address { display: flex; gap: 8px; align-items: baseline; }
.address code { background: none; padding: 0; font-size: 14px; overflow-wrap: anywhere; }
.method { padding: 2px 7px; border-radius: 5px; font: 650 11px/1.5 ui-monospace, monospace; color: var(--get); background: color-mix(in srgb, currentColor 12%, transparent); }
.method.post, .method.any { color: var(--post); }
.method.patch { color: var(--patch); }
.method.delete { color: var(--bad); }
.methods { font: 11px/1.5 ui-monospace, monospace; }
.callers { display: flex; flex-wrap: wrap; gap: 6px; font-size: 12px; }
.callers a { padding: 1px 9px; border: 1px solid var(--line); border-radius: 999px; color: var(--quiet); text-decoration: none; }
.callers a:hover { color: var(--ink); border-color: currentColor; }

.reference .fields { margin-bottom: 12px; font-size: 14px; table-layout: fixed; }
.reference .fields :is(th, td) { padding: 8px 12px 8px 0; text-align: left; vertical-align: top; white-space: normal; overflow-wrap: anywhere; }
.reference .fields th { width: 32%; font-weight: 400; color: var(--ink); }
.reference .fields th code { background: none; padding: 0; font-size: 13px; }
.reference .fields em { font-size: 11px; font-style: normal; color: var(--accent); white-space: nowrap; }
.reference .fields td { color: var(--quiet); }
.reference .fields .type { width: 28%; font: 12px/1.75 ui-monospace, monospace; }
.reference header .fields .type { width: 12%; }
.reference .fields small { display: block; font: 12px/1.5 system-ui, sans-serif; opacity: 0.85; }
.reference .fields tr:first-child > * { border-top: 1px solid var(--line); }
.reference .fields tr:last-child > * { border-bottom: 1px solid var(--line); }
.reference .fields tr:target { background: color-mix(in srgb, var(--accent) 10%, transparent); }
.status { font: 600 12px/1.5 ui-monospace, monospace; color: var(--accent); }
.status.bad { color: var(--bad); }
.reference .errors { padding: 0; list-style: none; font-size: 13px; }
.errors li { display: flex; gap: 12px; align-items: baseline; padding: 3px 0; }
.errors a { margin-right: 6px; font: 12px/1.6 ui-monospace, monospace; color: var(--quiet); }
.shape { padding-top: 24px; }
.chapter > .fields, .shape .fields { max-width: 760px; }
.frame { margin: 16px 0; padding-left: 16px; border-left: 2px solid var(--line); }

@media (max-width: 1100px) {
  .operation { grid-template-columns: minmax(0, 1fr); gap: 8px; }
  .shown { position: static; }
}
@media (max-width: 760px) {
  .reference main { display: block; padding: 0 16px 64px; }
  .reference main > .brand { margin: 16px 0 12px; }
  .reference main > nav {
    display: flex; gap: 6px; z-index: 1; margin: 0 -16px; padding: 10px 16px; overflow: auto hidden;
    background: var(--card); border-block: 1px solid var(--line); scrollbar-width: none;
  }
  .reference nav ul { display: none; }
  .reference nav .to { margin: 0; padding: 4px 12px; white-space: nowrap; border: 1px solid var(--line); border-radius: 999px; font-weight: 500; }
  .reference [id] { scroll-margin-top: 64px; }
  .reference .fields, .reference .fields tbody { display: block; }
  .reference .fields tr { display: grid; grid-template-columns: auto 1fr; gap: 2px 12px; padding: 8px 0; border-bottom: 1px solid var(--line); }
  .reference .fields tr:first-child { border-top: 1px solid var(--line); }
  .reference .fields :is(th, td), .reference .fields .type { width: auto; padding: 0; border: 0; }
  .reference .fields tr:is(:first-child, :last-child) > * { border: 0; }
  .reference .fields td:last-child { grid-column: 1 / -1; }
}
`.trim();
