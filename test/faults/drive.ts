import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Analysis } from '../../server/src/core/analysis.ts';
import type { Snapshot } from '../../server/src/core/snapshot.ts';
import { lineIndex } from '../../server/src/core/text/line-index.ts';
import { buildSnapshot } from '../../server/src/host/build-snapshot.ts';
import { type BuiltServer, startBuilt } from './built-server.ts';

/** A file that something is wrong with, and what is said of it. */
export interface Fault {
  readonly path: string;
  readonly text: string | Uint8Array;
  /** Findings as `LINE:COLUMN severity[rule] message`, one-based, in order. */
  readonly says: readonly string[];
}

export interface DriveOptions {
  /** How often each text is edited. */
  readonly edits?: number;
  /** Texts of further files. */
  readonly more?: Readonly<Record<string, string>>;
  /** The `crossfade` section of the editor's settings. */
  readonly settings?: unknown;
}

const HEALTHY = { path: 'healthy.env', text: 'PORT=many\n' };
const HEALTHY_SAYS = ['1:6 error[type-mismatch] `PORT` is not an integer'];

/** One tolerant class for each of these files, which reads nothing else. */
function settingsFor(paths: readonly string[]): string {
  return `from pydantic_settings import (
    BaseSettings, JsonConfigSettingsSource, SettingsConfigDict, TomlConfigSettingsSource, YamlConfigSettingsSource,
)
${paths.map(classFor).join('')}`;
}

function classFor(path: string, index: number): string {
  const kind = path.endsWith('.env') ? 'env' : path.slice(path.lastIndexOf('.') + 1);
  const source = `${kind[0]?.toUpperCase()}${kind.slice(1)}ConfigSettingsSource(settings_cls)`;
  return `

class Settings${index}(BaseSettings):
    model_config = SettingsConfigDict(${kind}_file="${path}", extra="ignore")

    port: int = 1
    name: str = ""

    @classmethod
    def settings_customise_sources(
        cls, settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings
    ):
        return (init_settings, ${kind === 'env' ? 'dotenv_settings' : source})
`;
}

/**
 * Gives all the faults to the core and to the built server, as files and again as open texts that are edited; both
 * have to say what is stated, and the server has to answer about another file after each of them.
 */
export async function drive(
  given: readonly Fault[],
  { edits = 3, more = {}, settings = null }: DriveOptions = {},
): Promise<void> {
  // A folder for each: files that stand side by side can be one service's for several environments.
  const faults = given.map((it, index) => ({ ...it, path: `fault${index}/${it.path}` }));
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'crossfade-faults-')));
  try {
    const files = [...faults, HEALTHY];
    for (const { path, text } of files) put(root, path, text);
    put(root, 'settings.py', settingsFor(files.map((it) => it.path)));
    for (const [path, text] of Object.entries(more)) put(root, path, text);
    const snapshot = await buildSnapshot(root, { trusted: false });
    for (const { path, says } of faults) assert.deepEqual(coreSays(snapshot, path), says, path);
    const server = await startBuilt(root, settings);
    try {
      for (const fault of faults) await driveServer(server, fault, snapshot, edits);
      await server.stop();
    } finally {
      server.kill();
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  assert.equal(({} as { x?: unknown }).x, undefined);
}

async function driveServer(
  server: BuiltServer,
  { path, text, says }: Fault,
  snapshot: Snapshot,
  edits: number,
): Promise<void> {
  assert.deepEqual(await serverSays(server, path), says, `the server, of ${path}`);
  if (typeof text === 'string' && text.length < 100_000) {
    // As an editor hands it over.
    const shown = text.replace(/^\uFEFF/, '');
    await server.open(path, shown);
    for (let turn = 1; turn <= edits; turn++) {
      await server.change(path, shown + '\n'.repeat(turn));
      const found = await serverSays(server, path);
      assert.equal(found.length, says.length, `the server, of ${path} in edit ${turn}: ${found.join('\n')}`);
    }
    const last = lineIndex(snapshot.files.get(path) ?? assert.fail()).position(text.length);
    for (const [line, column] of [
      [0, 0],
      [Math.floor(last.line / 2), 1],
      [last.line, last.column],
    ])
      await server.hover(path, line as number, column as number);
  }
  assert.deepEqual(await serverSays(server, HEALTHY.path), HEALTHY_SAYS, `after ${path}`);
}

const SEVERITIES = ['', 'error', 'warning', 'info', 'hint'];

async function serverSays(server: BuiltServer, path: string): Promise<readonly string[]> {
  return (await server.pull(path)).map(
    ({ range, severity, code, message }) =>
      `${range.start.line + 1}:${range.start.character + 1} ${SEVERITIES[severity ?? 0]}[${code}] ${String(message).replace(/ \([\w-]+(, [\w-]+)*\)$/, '')}`,
  );
}

function coreSays(snapshot: Snapshot, path: string): readonly string[] {
  const { diagnostics, failures } = new Analysis(snapshot).report(path);
  for (const { error } of failures) throw error;
  const file = snapshot.files.get(path) ?? assert.fail(`${path} is not read`);
  for (const { span } of diagnostics) assert.ok(span.start <= span.end && span.end <= file.text.length, path);
  return diagnostics.map(({ span, severity, rule, message }) => {
    const { line, column } = lineIndex(file).position(span.start);
    return `${line + 1}:${column + 1} ${severity}[${rule}] ${message}`;
  });
}

function put(root: string, path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
