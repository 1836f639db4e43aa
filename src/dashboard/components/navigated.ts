let isNavigated = false;

// The router fires these in the same turn, before the next screen renders.
for (const name of ["pushState", "popstate"]) {
  globalThis.addEventListener?.(name, () => {
    isNavigated = true;
  });
}

/** Whether the user came here by navigating within the app, not by loading the page. */
export function hasNavigated(): boolean {
  return isNavigated;
}
