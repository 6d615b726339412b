/**
 * What generated code logs once per process when an old key is used. `countShimLines` finds these lines in logs again.
 */
export function deprecatedMessage(from: readonly string[], to: readonly string[]): string {
  return `${from.join(', ')} ${areOrIs(from)} deprecated, set ${to.join(', ')}`;
}

/** Old and new keys are set and say different things; `used` are those that count, where the process goes on. */
export function differMessage(
  from: readonly string[],
  to: readonly string[],
  used: readonly string[] = [],
): string {
  const differ = `${from.join(', ')} and ${to.join(', ')} differ`;
  return used.length === 0 ? differ : `${differ}; ${usedWords(used)}`;
}

/** Some of the new keys are set and others are not, so that the old ones count. */
export function incompleteMessage(from: readonly string[], to: readonly string[]): string {
  return `${to.join(', ')} are not complete; ${usedWords(from)}`;
}

/** Every key that has to be set now, for the message of what is raised where none is. */
export function missingMessage(from: readonly string[], to: readonly string[]): string {
  return `set ${to.join(', ')} (was ${from.join(', ')})`;
}

function usedWords(keys: readonly string[]): string {
  return `${keys.join(', ')} ${areOrIs(keys)} used`;
}

function areOrIs(keys: readonly string[]): string {
  return keys.length === 1 ? 'is' : 'are';
}
