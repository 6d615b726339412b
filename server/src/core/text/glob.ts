/**
 * A test for paths that match a pattern: `*` and `?` within one name, `**` across folders, `{a,b}` for one of several.
 * A pattern without them is a path.
 */
export function globTest(pattern: string): (path: string) => boolean {
  if (!isGlob(pattern)) return (path) => path === pattern;
  const expression = new RegExp(`^${translated(pattern)}$`);
  return (path) => path === pattern || expression.test(path);
}

/** True for a path that names several. */
export function isGlob(pattern: string): boolean {
  return /[*?{]/.test(pattern);
}

function translated(pattern: string): string {
  return pattern.replace(/\*\*\/|\*\*|\*|\?|\{([^{}]*)\}|[\\^$.|+()[\]{}]/g, (token, choices) => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    if (choices === undefined) return `\\${token}`;
    const each = (choices as string).split(',').map(translated);
    return `(?:${each.join('|')})`;
  });
}
