/** Bring what has just been opened into view. */

const WIDE = "(min-width: 64rem)"; // as in the style sheets: there is room beside

/** Show it from its top, unless it is beside what one looks at, and can be seen already. */
export function reveal(element: Element | null | undefined): void {
  element?.scrollIntoView({ block: matchMedia(WIDE).matches ? "nearest" : "start" });
}
