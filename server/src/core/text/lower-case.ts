/** How many names are remembered before all of them are forgotten. */
const KEPT = 100_000;

const known = new Map<string, string>();

/** A name in lower case: the same names are asked for with every key press, and are not made anew each time. */
export function lowerCase(name: string): string {
  let lower = known.get(name);
  if (lower === undefined) {
    lower = name.toLowerCase();
    if (known.size >= KEPT) known.clear();
    known.set(name, lower);
  }
  return lower;
}
