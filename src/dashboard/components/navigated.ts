let isNavigated = false;

// The router says so in the same turn, before the next screen is there.
for (const name of ["pushState", "popstate"]) {
  globalThis.addEventListener?.(name, () => {
    isNavigated = true;
  });
}

/** Whether what is shown was reached from within, rather than loaded. */
export function hasNavigated(): boolean {
  return isNavigated;
}
