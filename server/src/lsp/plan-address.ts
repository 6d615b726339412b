import { URI } from 'vscode-uri';

/** What a report's URI asks for: the plan of a migration, by the id of its record. */
export interface PlanAddress {
  /** URI of the workspace folder; without it the first folder that knows the id answers. */
  readonly folder?: string;
  readonly id: string;
}

/** The read-only document that shows a plan; two folders can hold records of the same id. */
export function planUri(folder: string, id: string): string {
  return URI.from({ scheme: 'crossfade', path: `/plan/${id}.md`, query: folder }).toString();
}

/** The opposite of `planUri`; undefined for anything else. */
export function planAddress(uri: string): PlanAddress | undefined {
  const { scheme, path, query } = URI.parse(uri);
  const id = /^\/?plan\/(.+)\.md$/.exec(path)?.[1];
  if (scheme !== 'crossfade' || id === undefined) return undefined;
  return query === '' ? { id } : { folder: query, id };
}

/** Under what a plan is remembered. */
export function planKey(folder: string, id: string): string {
  return `${folder} ${id}`;
}
