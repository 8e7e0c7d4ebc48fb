/** What the API has said of a change after the user had left the week in which it was asked for. */

const late = new Map<number, string>();

export function keepWords(provider: number, words: string): void {
  late.set(provider, words);
}

/** Return what was kept for this provider's week, once. */
export function keptWords(provider: number): string | undefined {
  const words = late.get(provider);
  late.delete(provider);
  return words;
}
