const KEY = /^[A-Za-z_][A-Za-z0-9_]*(?:[.-][A-Za-z0-9_]+)*$/;

/**
 * What keeps `name` from being the new name of the key `from`, or nothing. Names in settings files are
 * compared without regard to case, as most readers do.
 */
export function keyProblem(name: string, from: string): string | undefined {
  if (name === '') return 'Type the new name';
  if (name === from) return `\`${name}\` is the name it has now`;
  if (!KEY.test(name)) return 'A name starts with a letter or `_` and holds letters, digits and `_`';
  if (name.toLowerCase() === from.toLowerCase())
    return 'A name that differs only in case is the same to most readers';
  return undefined;
}
