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
