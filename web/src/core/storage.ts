/** This tab's session storage. Where the browser refuses it, as in some frames, nothing is kept. */

/** Return what was kept under this name, or null. */
export function kept<Value>(name: string): Value | null {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}

export function keep<Value>(name: string, value: Value): void {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // The user will not be signed in after the login. There is no other safe place.
  }
}

export function forget(name: string): void {
  try {
    sessionStorage.removeItem(name);
  } catch {
    // Nothing was kept.
  }
}

/** Forget all that the pages have kept, also what was entered and not sent. */
export function forgetAll(): void {
  try {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith("holdfast.")) forget(name);
  } catch {
    // Nothing was kept.
  }
}
