import { URI } from 'vscode-uri';

/** What the address of a report asks for. */
export interface ReportAddress {
  /**
   * `environments`: the matrix; `settings`: what the settings hold; `schema`: a JSON Schema of settings; `deploy`: whether
   * a deploy is safe.
   */
  readonly kind: 'environments' | 'settings' | 'schema' | 'deploy';
  /** URI of the workspace folder. */
  readonly folder: string;
  /** Environments, for `settings` exactly one; for `schema` the name of the settings, for `deploy` the two versions. */
  readonly names: readonly string[];
}

/** What kind of document a report is. */
const ENDINGS: Readonly<Record<ReportAddress['kind'], string>> = {
  environments: 'md',
  settings: 'md',
  schema: 'json',
  deploy: 'md',
};

/** The read-only document that shows a report; everything that it shows is worked out when it is asked for. */
export function reportUri({ kind, folder, names }: ReportAddress): string {
  const name = names.map((it) => encodeURIComponent(it)).join(',');
  const path = `/${kind}/${name}.${ENDINGS[kind]}`;
  return URI.from({ scheme: 'crossfade', path, query: folder }).toString();
}

/** The opposite of `reportUri`; undefined for anything else. */
export function reportAddress(uri: string): ReportAddress | undefined {
  const { scheme, path, query } = URI.parse(uri);
  const match = /^\/?(environments|settings|schema|deploy)\/([^/]+)\.(md|json)$/.exec(path);
  const kind = match?.[1] as ReportAddress['kind'] | undefined;
  if (scheme !== 'crossfade' || kind === undefined || match?.[3] !== ENDINGS[kind]) return undefined;
  return { kind, folder: query, names: (match[2] ?? '').split(',').map(decoded) };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
