/** Names that people have chosen, in sentences. */

const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/** The name, kept apart from the words beside it if it has characters that could turn those around. */
export function named(name: string): string {
  const plain = name.replace(TURNING, "");
  return plain === name ? name : `\u2068${plain}\u2069`;
}
