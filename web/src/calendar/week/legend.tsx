/** What the blocks of the week look like, while nothing else is beside it. */

const KINDS = [
  ["open", "Open"],
  ["soon", "Open, but too soon for clients"],
  ["booked", "Booked"],
  ["held", "Held, and how long for"],
  ["buffer", "Buffer before or after a visit"],
  ["closed", "Closed"],
] as const;

export function Legend() {
  return (
    <section class="legend" aria-labelledby="legend">
      <h2 id="legend">What is what</h2>
      <ul>
        {KINDS.map(([kind, words]) => (
          <li key={kind}>
            <span class={`block is-${kind}`} aria-hidden="true" /> {words}
          </li>
        ))}
        <li>
          <span class="outside" aria-hidden="true">
            ⚠
          </span>
          Booked outside open time
        </li>
      </ul>
      <p class="hint">Choose a block to see or change it, or drag over a range of time.</p>
    </section>
  );
}
