/** Go to what has just been opened. */

/** Focus its heading and, where it opens below the rest, show it from there on. */
export function arrive(heading: HTMLElement | null): void {
  const isBeside = matchMedia("(min-width: 64rem)").matches;
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: isBeside ? "nearest" : "start" });
}
