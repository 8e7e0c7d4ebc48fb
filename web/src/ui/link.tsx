/** A link within a page: it changes the address, and nothing is loaded again. */

import type { ComponentChildren } from "preact";
import { framed, visit } from "./address";

export interface LinkProps {
  /** The query of the place to go to. */
  to: string;
  /** Leave the frame, if there is one, for a tab of its own. */
  out?: boolean;
  class?: string;
  "aria-current"?: "page";
  children: ComponentChildren;
}

export function Link({ to, out = false, children, ...rest }: LinkProps) {
  const leaves = out && framed;
  const follow = (event: MouseEvent) => {
    if (leaves || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    visit(to);
  };
  return (
    <a href={to} onClick={follow} {...(leaves ? { target: "_blank", rel: "noopener" } : {})} {...rest}>
      {children}
    </a>
  );
}
