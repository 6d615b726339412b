/**
 * The owners of a path by a CODEOWNERS text: those of the last pattern that matches, as GitHub and GitLab read it.
 * Patterns: `*`, `*.py`, `/folder/`, `folder/`, `/folder/*`, `/path/**`. Undefined when nobody is named.
 */
export function ownersOf(codeowners: string, path: string): string | undefined {
  let owners: string | undefined;
  for (const line of codeowners.split(/\r\n|\r|\n/)) {
    const text = line.replace(/(^|\s)#.*$/, '').trim();
    if (text === '' || text.startsWith('[') || text.startsWith('^[')) continue;
    const [pattern = '', ...names] = text.split(/\s+/);
    if (patternMatches(pattern, path)) owners = names[0];
  }
  return owners;
}

function patternMatches(pattern: string, path: string): boolean {
  const anchored = pattern.startsWith('/') || pattern.slice(0, -1).includes('/');
  const body = pattern.replace(/^\//, '').replace(/\/$/, '');
  const source = body
    .split('**')
    .map((part) => part.split('*').map(escaped).join('[^/]*'))
    .join('.*')
    .replaceAll('\\?', '[^/]');
  const start = anchored ? '^' : '(?:^|/)';
  // `folder/*` names the files directly in the folder, all other patterns whatever is below.
  const end = pattern.endsWith('/*') ? '$' : pattern.endsWith('/') ? '/' : '(?:/|$)';
  return new RegExp(start + source + end).test(path);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
