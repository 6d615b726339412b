/**
 * Remembers a function of one object by that object's identity. Everything the core derives is memoised so;
 * since inputs are immutable there is nothing to invalidate.
 */
export function memo<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const results = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    let hit = results.get(key);
    if (hit === undefined) {
      hit = { value: compute(key) };
      results.set(key, hit);
    }
    return hit.value;
  };
}

/** The same for a function of two objects. */
export function memo2<A extends object, B extends object, V>(compute: (a: A, b: B) => V): (a: A, b: B) => V {
  const forFirst = memo((a: A) => memo((b: B) => compute(a, b)));
  return (a, b) => forFirst(a)(b);
}

/**
 * Remembers a function of a compound by the identities of the parts that it reads, so that a new snapshot with the
 * same parts costs one comparison. Keeps the results of the last few distinct lists of parts.
 */
export function memoBy<K, V>(
  parts: (key: K) => readonly unknown[],
  compute: (key: K) => V,
  kept = 4,
): (key: K) => V {
  const recent: { readonly parts: readonly unknown[]; readonly value: V }[] = [];
  return (key) => {
    const now = parts(key);
    const hit = recent.findIndex((it) => sameParts(it.parts, now));
    const result = recent[hit] ?? { parts: now, value: compute(key) };
    if (hit >= 0) recent.splice(hit, 1);
    recent.unshift(result);
    if (recent.length > kept) recent.pop();
    return result.value;
  };
}

/** Lists are the same when their items are; everything else by identity. */
function sameParts(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a === b || (a.length === b.length && a.every((part, index) => samePart(part, b[index])));
}

function samePart(a: unknown, b: unknown): boolean {
  return a === b || (Array.isArray(a) && Array.isArray(b) && sameParts(a, b));
}
