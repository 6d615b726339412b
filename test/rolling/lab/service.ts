import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCEPTED, DOTENV, PROCESS } from './repository.ts';

/** How the example service is changed before a migration of it begins. */
export interface ServiceShape {
  /** Expression over `settings`: what the service uses, as `/in-use` answers it. */
  readonly inUse: string;
  /** True: unknown keys of `.env` are ignored, which the example does not. */
  readonly tolerant?: boolean;
  /** Replaces one text of `app/settings.py` by another. */
  readonly settings?: readonly (readonly [string, string])[];
  /** Lines that production's `.env` and process environment get besides their own. */
  readonly dotenv?: readonly string[];
  readonly process?: readonly string[];
  /** Lines that `.env` of development gets. */
  readonly development?: readonly string[];
  /** Keys that are taken out of the dotenv files of the example first. */
  readonly without?: readonly string[];
  /** More files, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Lines that `app/main.py` imports more with, and its further endpoints, indented as the others are. */
  readonly imports?: string;
  readonly endpoints?: string;
  /** What the other side of the service accepts as a credential. */
  readonly accepted?: readonly string[];
}

const EXAMPLE = 'examples/orders-api';
const COPIED = [
  'pyproject.toml',
  'config.yaml',
  'app/__init__.py',
  'app/main.py',
  'app/settings.py',
  'app/store.py',
  'tests/test_orders.py',
  '.env',
  DOTENV,
];

/** What Crossfade cannot see by itself: which files production runs on, and how its deployments are marked. */
const CONFIGURATION = `[environments.production]
dotenv = ["${DOTENV}"]
process = ["file:${PROCESS}"]
coupling = "external"
deployed = "tag:deployed/production"

[environments.development]
dotenv = [".env"]
process = ["file:deploy/development.env"]
deployed = "tag:deployed/development"
`;

/** The files of the example service, changed so, that say what they use and run in one environment. */
export function serviceFiles(shape: ServiceShape): Readonly<Record<string, string>> {
  const files = Object.fromEntries(COPIED.map((path) => [path, readFileSync(join(EXAMPLE, path), 'utf8')]));
  const settings = [
    ...(shape.tolerant
      ? ([['        yaml_file=', '        extra="ignore",\n        yaml_file=']] as const)
      : []),
    ...(shape.settings ?? []),
  ].reduce((text, [from, to]) => replaced(text, from, to), files['app/settings.py'] ?? '');
  const without = (text: string) =>
    text
      .split('\n')
      .filter((line) => !(shape.without ?? []).some((key) => line.startsWith(`${key}=`)))
      .join('\n');
  return {
    ...files,
    'app/settings.py': settings,
    ...shape.files,
    'app/main.py': mainFile(files['app/main.py'] ?? '', shape),
    '.env': lines(without(files['.env'] ?? ''), shape.development),
    [DOTENV]: lines(without(files[DOTENV] ?? ''), shape.dotenv),
    'deploy/development.env': 'ORDERS_BUILD=local\n',
    [PROCESS]: lines('ORDERS_BUILD=rolling\n', shape.process),
    'crossfade.toml': CONFIGURATION,
    ...(shape.accepted === undefined ? {} : { [ACCEPTED]: lines('', shape.accepted) }),
  };
}

function mainFile(text: string, { inUse, imports = '', endpoints }: ServiceShape): string {
  const more = endpoints === undefined ? '' : `\n${endpoints}`;
  const served = replaced(text, '    return app\n', `${endpoint(inUse)}${more}\n    return app\n`);
  return replaced(
    served,
    'from app.store import OrderStore\n',
    `from app.store import OrderStore\n${imports}`,
  );
}

function endpoint(expression: string): string {
  return `    @app.get("/in-use")\n    def in_use() -> dict[str, object]:\n        return {"value": ${expression}}\n`;
}

function lines(text: string, more: readonly string[] = []): string {
  return more.reduce((all, line) => `${all}${line}\n`, text);
}

function replaced(text: string, from: string, to: string): string {
  assert.ok(text.includes(from), `the example no longer has ${JSON.stringify(from)}`);
  return text.replace(from, () => to);
}
