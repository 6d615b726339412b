import type { Finding } from './finding.ts';

/** A finding and the file that it stands in. */
export interface Placed {
  readonly path: string;
  readonly finding: Finding;
}

/** Findings about a whole workspace by the file they stand in; the first of those at one place that say the same. */
export function byPath(placed: Iterable<Placed>): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, Map<string, Finding>>();
  for (const { path, finding } of placed) {
    const here = found.get(path) ?? new Map<string, Finding>();
    found.set(path, here);
    const id = `${finding.span.start} ${finding.span.end} ${finding.message}`;
    if (!here.has(id)) here.set(id, finding);
  }
  return new Map([...found].map(([path, findings]) => [path, [...findings.values()]]));
}
