/** Variables as a tool prints them. */
export interface GivenVariables {
  /** `undefined`: the name is known and the value is not. */
  readonly variables: ReadonlyMap<string, string | undefined>;
  /** What they refer to and what is not among them: `Secret/api`. */
  readonly unresolved: readonly string[];
}

/** One list; a name with several values that differ counts without a value, since it is not known which one wins. */
export function joined(
  entries: Iterable<readonly [string, string | undefined]>,
  unresolved: readonly string[] = [],
): GivenVariables {
  const variables = new Map<string, string | undefined>();
  for (const [name, value] of entries) {
    if (name === '') continue;
    variables.set(name, variables.has(name) && variables.get(name) !== value ? undefined : value);
  }
  return { variables, unresolved };
}
