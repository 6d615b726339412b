import assert from 'node:assert/strict';
import { CODE_USES } from '../../server/src/core/migration/code-uses.ts';
import { preflight } from '../../server/src/core/preflight/preflight.ts';
import type { Preflight, ReaderVerdict, ReplicaVerdict } from '../../server/src/core/preflight/report.ts';
import type { Successor } from '../../server/src/core/preflight/successor.ts';
import type { Snapshot } from '../../server/src/core/snapshot.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { workspace } from '../workspace.ts';

export type Files = Readonly<Record<string, string>>;

/** Two versions of a repository, and what lies on disk; files that git does not know are only there. */
export interface Deploy {
  readonly from: Files;
  readonly to: Files;
  /** What lies on disk; default: as `to` has it. */
  readonly disk?: Files;
  readonly untracked?: Files;
  readonly facts?: Partial<Snapshot>;
  readonly environments?: readonly string[];
  readonly applied?: boolean;
  readonly successors?: ReadonlyMap<string, Successor>;
}

function tracked(files: Files, facts: Partial<Snapshot> = {}): Snapshot {
  const all = Object.entries(files).map(
    ([path, text]) => [path, sourceFile(path, text, { tracked: true })] as const,
  );
  return { ...workspace({}, facts), files: new Map(all) };
}

/** The report about a deploy from `v1` to `v2`. */
export function deployOf({ from, to, disk = to, untracked = {}, facts = {}, ...rest }: Deploy): Preflight {
  const onDisk = tracked(disk, facts);
  const files = new Map(onDisk.files);
  for (const [path, text] of Object.entries(untracked))
    files.set(path, sourceFile(path, text, { tracked: false }));
  const answer = preflight({
    today: { ...onDisk, files },
    from: { name: 'v1', snapshot: tracked(from, facts) },
    to: { name: 'v2', snapshot: tracked(to, facts) },
    successors: new Map(),
    uses: CODE_USES,
    ...rest,
  });
  assert.ok(answer.ok, answer.ok ? '' : answer.message);
  return answer.report;
}

/** Verdict and causes of each replica, in short: `new/today no: missing DB_POOL_SIZE`. */
export function replicasOf(report: Preflight): readonly string[] {
  return report.readers.flatMap((reader) => reader.replicas.map((it) => replicaLine(report, reader, it)));
}

function replicaLine(report: Preflight, { environment }: ReaderVerdict, it: ReplicaVerdict): string {
  const several = new Set(report.readers.map((reader) => reader.environment)).size > 1;
  const problems = it.problems.map(
    ({ cause, key, accepted }) =>
      `${cause}${key === undefined ? '' : ` ${key}`}${accepted === undefined ? '' : ' (accepted)'}`,
  );
  const why = problems.length === 0 ? '' : `: ${problems.join(', ')}`;
  return `${several ? `${environment} ` : ''}${it.replica}/${it.values} ${it.verdict}${why}`;
}

/** `before-deploy: set …`. */
export function stepsOf(report: Preflight): readonly string[] {
  return report.readers.flatMap((reader) => reader.steps.map((it) => `${it.when}: ${it.text}`));
}

/** A settings class with these lines as its body. */
export function settingsClass(
  lines: readonly string[],
  configuration = 'env_file=".env", extra="ignore"',
): string {
  return [
    'from datetime import timedelta',
    'from typing import Any, ClassVar',
    '',
    'from pydantic import AliasChoices, Field, SecretStr, field_validator, model_validator',
    'from pydantic_settings import BaseSettings, SettingsConfigDict',
    '',
    '',
    'class Settings(BaseSettings):',
    `    model_config = SettingsConfigDict(${configuration})`,
    '',
    ...lines.map((it) => (it === '' ? '' : `    ${it}`)),
    '',
    '',
    'settings = Settings()',
    '',
  ].join('\n');
}

/** A repository of one settings module. */
export function service(lines: readonly string[], files: Files = {}, configuration?: string): Files {
  return {
    'pyproject.toml': '[project]\nname = "shop"\n',
    'settings.py': settingsClass(lines, configuration),
    ...files,
  };
}
