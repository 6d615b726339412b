/** Spellings of one environment; the first is the canonical one. */
const ALIASES: readonly (readonly string[])[] = [
  ['development', 'dev', 'devel', 'develop'],
  ['production', 'prod', 'prd', 'live'],
  ['staging', 'stage', 'stg'],
];
const PERSONAL: ReadonlySet<string> = new Set(['local']);
const TESTS: ReadonlySet<string> = new Set(['test', 'tests', 'testing', 'pytest']);
const TEMPLATES: ReadonlySet<string> = new Set([
  'example',
  'examples',
  'template',
  'tpl',
  'sample',
  'dist',
  'default',
  'defaults',
  'skeleton',
  'tmpl',
]);
const NOTHING: ReadonlySet<string> = new Set([
  'keys',
  'vault',
  'me',
  'bak',
  'backup',
  'old',
  'orig',
  'swp',
  'swo',
  'tmp',
  'save',
  'enc',
  'encrypted',
  'gpg',
  'age',
  'sops',
]);
/** Names before or after `.env` that say what the file holds, not where it holds. */
const SUBJECTS: ReadonlySet<string> = new Set([
  'app',
  'api',
  'web',
  'worker',
  'backend',
  'frontend',
  'server',
  'client',
  'common',
  'base',
  'shared',
  'config',
  'settings',
  'secrets',
  'secret',
  'docker',
  'compose',
  'db',
  'database',
  'postgres',
  'redis',
  'celery',
  'build',
]);

/** What the name of a dotenv file says of it. */
export type DotenvRole =
  | { readonly kind: 'environment'; readonly name: string; readonly personal: boolean }
  /** Compared with the schema, never an environment. */
  | { readonly kind: 'template' }
  | { readonly kind: 'tests' }
  /** Looks like a dotenv file and is none: backups, key stores. */
  | { readonly kind: 'nothing' };

/** The spelling that stands for all spellings of an environment. */
export function canonicalName(name: string): string {
  const folded = name.toLowerCase();
  return ALIASES.find((names) => names.includes(folded))?.[0] ?? folded;
}

/** True when two names mean the same environment: `prod` and `production`. */
export function sameEnvironment(a: string, b: string): boolean {
  return canonicalName(a) === canonicalName(b);
}

/** True for a name of the alias table. */
export function isKnownName(name: string): boolean {
  return ALIASES.some((names) => names.includes(name.toLowerCase()));
}

/** True when a name says that the environment serves users: `production`, `prod-eu`, `live`. */
export function isProductionName(name: string): boolean {
  return name.split(/[^A-Za-z0-9]+/).some((part) => canonicalName(part) === 'production');
}

/** What the name of a file (without its folder) says when it is a dotenv file; undefined for any other name. */
export function dotenvRole(base: string): DotenvRole | undefined {
  if (base === '.env') return { kind: 'environment', name: 'development', personal: false };
  const after = /^\.env[._-](.+)$/.exec(base)?.[1];
  const before = /^\.?(.+)\.env$/.exec(base)?.[1];
  const name = after ?? before;
  if (name === undefined) return undefined;
  if (name.endsWith('~') || /^[\d._-]+$/.test(name)) return { kind: 'nothing' };
  const parts = name.split('.');
  const words = parts.map((part) => part.toLowerCase());
  if (words.some((word) => NOTHING.has(word) || /^\d{4}-?\d{2}-?\d{2}/.test(word)))
    return { kind: 'nothing' };
  if (words.some((word) => TEMPLATES.has(word))) return { kind: 'template' };
  if (words.some((word) => TESTS.has(word))) return { kind: 'tests' };
  const rest = parts.filter((part) => !PERSONAL.has(part.toLowerCase()));
  const personal = rest.length < parts.length;
  if (rest.every((part) => SUBJECTS.has(part.toLowerCase())) && rest.length > 0) return { kind: 'nothing' };
  return { kind: 'environment', name: rest.join('.') || 'development', personal };
}

/**
 * The environment that settings code is written for, by the names of its module and class: `settings/production.py`,
 * `class ProdSettings`. `tests` for those of tests; undefined where the names say nothing.
 */
export function writtenFor(path: string, className: string | undefined): string | undefined {
  const module = path.slice(path.lastIndexOf('/') + 1).replace(/\.py$/, '');
  const words = (className ?? '').match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
  for (const word of [module, ...words].map((it) => it.toLowerCase())) {
    if (TESTS.has(word)) return 'tests';
    if (PERSONAL.has(word)) return 'development';
    if (isKnownName(word)) return canonicalName(word);
  }
  return undefined;
}

/** The environment that a folder or file of a deployment names: `k8s/overlays/NAME/…`, `compose.NAME.yaml`. */
export function deploymentName(path: string): string | undefined {
  const overlay = /(?:^|\/)overlays\/([^/]+)\//.exec(path)?.[1];
  const compose = /(?:^|\/)(?:docker-)?compose[.-]([^/]+)\.ya?ml$/.exec(path)?.[1];
  const name = overlay ?? compose;
  return name === undefined ? undefined : overlayName(name);
}

/** The environment that the name of an overlay or of a variant of a compose file stands for; undefined for none. */
export function overlayName(name: string): string | undefined {
  const folded = name.toLowerCase();
  if (PERSONAL.has(folded) || folded === 'override') return 'development';
  return TESTS.has(folded) || TEMPLATES.has(folded) || NOTHING.has(folded) || SUBJECTS.has(folded)
    ? undefined
    : name;
}

/** True for a name that says: for tests only. */
export function isTestsName(name: string): boolean {
  return TESTS.has(name.toLowerCase());
}

/** True for a name that says: to be copied, used by nothing as it is. */
export function isTemplateName(name: string): boolean {
  return TEMPLATES.has(name.toLowerCase());
}
