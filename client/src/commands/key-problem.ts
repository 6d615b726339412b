const KEY = /^[A-Za-z_][A-Za-z0-9_]*(?:[.-][A-Za-z0-9_]+)*$/;

/**
 * What keeps `name` from being the new name of the keys `from`, or nothing. Names in settings files are
 * compared without regard to case, as most readers do.
 */
export function keyProblem(name: string, ...from: readonly string[]): string | undefined {
  if (name === '') return 'Type the new name';
  if (from.includes(name)) return `\`${name}\` is the name it has now`;
  if (!KEY.test(name)) return 'A name starts with a letter or `_` and holds letters, digits and `_`';
  if (from.some((it) => it.toLowerCase() === name.toLowerCase()))
    return 'A name that differs only in case is the same to most readers';
  return undefined;
}

/** What keeps `names` from being the several keys that `from` becomes, or that become another, or nothing. */
export function keysProblem(names: readonly string[], ...from: readonly string[]): string | undefined {
  const problem = names.map((name) => keyProblem(name, ...from)).find((it) => it !== undefined);
  if (problem !== undefined) return problem;
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return `\`${twice}\` stands here twice`;
  return names.length < 2 ? 'At least two names, separated by commas' : undefined;
}

/** What keeps `pairs` from being old names and their new ones, or nothing. */
export function pairsProblem(pairs: readonly (readonly string[])[]): string | undefined {
  for (const [old, next, ...rest] of pairs) {
    if (!old || next === undefined || rest.length > 0) return 'Type OLD=NEW, separated by commas';
    const problem = keyProblem(next, old);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
