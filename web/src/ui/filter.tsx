/** Find somebody in a long list by a part of the name. */

interface FilterProps {
  text: string;
  set: (text: string) => void;
}

export function Filter({ text, set }: FilterProps) {
  return (
    <div class="field">
      <label for="filter">Part of the name</label>
      <input
        id="filter"
        type="search"
        autocomplete="off"
        value={text}
        onInput={({ currentTarget }) => set(currentTarget.value)}
        // Within a form, the Enter key would send it.
        onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
      />
    </div>
  );
}

/** Those whose name contains the text, in the order of their names. */
export function namedLike<T extends { name: string }>(items: readonly T[], text: string): T[] {
  const wanted = text.trim().toLocaleLowerCase();
  const found = items.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
  return found.sort((one, other) => ORDER.compare(one.name, other.name));
}

const ORDER = new Intl.Collator();
