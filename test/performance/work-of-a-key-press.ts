import { Session } from 'node:inspector';
import type { Snapshot } from '../../server/src/core/snapshot.ts';

/**
 * Counts what code of the core does, block by block, as V8 counts it: the same on every machine and in every run, as
 * time is not. Code that is loaded before the first count is not counted block by block, so everything that is measured
 * is imported afterwards.
 */
export class WorkCounter {
  readonly #session = new Session();

  constructor() {
    this.#session.connect();
    this.#post('Profiler.enable', {});
    this.#post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** How often blocks of the core were entered while `work` ran. */
  of(work: () => void): number {
    this.#take();
    work();
    return this.#take();
  }

  end(): void {
    this.#session.disconnect();
  }

  #take(): number {
    let sum = 0;
    const { result } = this.#post('Profiler.takePreciseCoverage', {}) as Coverage;
    for (const { url, functions } of result) {
      if (!url.includes('/server/src/core/')) continue;
      for (const { ranges } of functions) for (const { count } of ranges) sum += count;
    }
    return sum;
  }

  /** Sessions of the own thread answer before they return. */
  #post(method: string, params: object): unknown {
    let answer: unknown;
    let failure: Error | null = null;
    this.#session.post(method, params, (error, result) => {
      failure = error;
      answer = result;
    });
    if (failure) throw failure;
    return answer;
  }
}

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
  }[];
}

/** Texts of a service with so many settings, in three environments and a YAML file, with one open migration. */
export function filesOf(settings: number): Record<string, string> {
  const names = Array.from({ length: settings }, (_, index) => `option_${index}`);
  const set = (value: string) => names.map((name) => `${name.toUpperCase()}=${value}\n`).join('');
  return {
    'pyproject.toml': '[project]\nname = "large"\ndependencies = ["pydantic-settings>=2.7"]\n',
    'app/__init__.py': '',
    'app/settings.py': [
      'from pydantic_settings import BaseSettings, SettingsConfigDict\n\n\n',
      'class Settings(BaseSettings):\n',
      '    model_config = SettingsConfigDict(env_file=".env", yaml_file="config.yaml", extra="ignore")\n\n',
      '    db_pool: int = 5\n',
      ...names.map((name) => `    ${name}: int = 5\n`),
      '\n\nsettings = Settings()\n',
    ].join(''),
    '.env': `DB_POOL=5\n${set('1')}`,
    '.env.staging': `DB_POOL=6\n${set('2')}`,
    '.env.production': `DB_POOL=7\n${set('3')}`,
    '.env.example': `DB_POOL=7\n${set('3')}`,
    'config.yaml': names.map((name) => `${name}: 4\n`).join(''),
    'settings-migrations/20260923-db-pool-size.md': RECORD,
  };
}

const RECORD = `---
schema: 1
id: "20260923-db-pool-size"
kind: rename
owner: "@orders-team"
plan: env-first
phase: expand
from: [DB_POOL]
to: [DB_POOL_SIZE]
expect:
  result: same value in every environment
  command: crossfade gates 20260923-db-pool-size
---
# Rename DB_POOL to DB_POOL_SIZE

## Rollback
- expand: delete DB_POOL_SIZE from the environment. No deploy.
`;

/** The snapshot after one key: a digit more in the first value of a file. */
export function pressed(
  snapshot: Snapshot,
  path: string,
  version: (path: string, text: string) => NonNullable<ReturnType<Snapshot['files']['get']>>,
): Snapshot {
  const before = snapshot.files.get(path)?.text ?? '';
  const text = before.replace(/([=:] ?)(\d+)/, '$1$21');
  return { ...snapshot, files: new Map(snapshot.files).set(path, version(path, text)) };
}
