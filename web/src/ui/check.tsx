/** A checkbox with its words. */

import type { ComponentChildren } from "preact";

interface CheckProps {
  checked: boolean;
  set: (checked: boolean) => void;
  children: ComponentChildren;
}

export function Check({ checked, set, children }: CheckProps) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={({ currentTarget }) => set(currentTarget.checked)} />
      <span>{children}</span>
    </label>
  );
}
