import { URI } from 'vscode-uri';

/** What the address of a report about environments asks for. */
export interface ReportAddress {
  /** `environments`: the matrix; `settings`: what the settings hold. */
  readonly kind: 'environments' | 'settings';
  /** URI of the workspace folder. */
  readonly folder: string;
  /** For `settings` exactly one. */
  readonly environments: readonly string[];
}

/** The read-only document that shows a report; everything that it shows is worked out when it is asked for. */
export function reportUri({ kind, folder, environments }: ReportAddress): string {
  const names = environments.map((it) => encodeURIComponent(it)).join(',');
  return URI.from({ scheme: 'crossfade', path: `/${kind}/${names}.md`, query: folder }).toString();
}

/** The opposite of `reportUri`; undefined for anything else. */
export function reportAddress(uri: string): ReportAddress | undefined {
  const { scheme, path, query } = URI.parse(uri);
  const match = /^\/?(environments|settings)\/([^/]+)\.md$/.exec(path);
  if (scheme !== 'crossfade' || !match) return undefined;
  const environments = (match[2] ?? '').split(',').map(decoded);
  return { kind: match[1] as ReportAddress['kind'], folder: query, environments };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
