import type { Analysis } from '../core/analysis.ts';
import type { MigrationStatus } from '../core/features/migration-status.ts';
import type { GateVerdict } from '../core/migration/gates.ts';
import type { RecordFile } from '../core/migration/record.ts';
import { lineIndex } from '../core/text/line-index.ts';
import type { Folder } from './folder.ts';
import type { ServerContext } from './handler.ts';
import { planUri } from './plan-address.ts';
import { identity } from './workspace.ts';

/** A record that a command names. */
export interface FoundRecord {
  readonly folder: Folder;
  readonly analysis: Analysis;
  readonly record: RecordFile;
}

/** The record of an id in a folder; without a folder, in the first that has it. */
export async function findRecord(
  { workspace }: ServerContext,
  argument: Record<string, unknown>,
): Promise<FoundRecord | undefined> {
  const id = String(argument.id);
  const uri = typeof argument.folder === 'string' ? identity(argument.folder) : undefined;
  for (const folder of workspace.folders) {
    if (uri !== undefined && identity(folder.uri) !== uri) continue;
    const analysis = await workspace.analysis(folder);
    const found = analysis.recordsNamed([id]);
    const record = found.ok ? found.records[0] : undefined;
    if (record) return { folder, analysis, record };
  }
  return undefined;
}

/** Open migrations of all folders: how far they are, whose turn it is, and every gate of the next phase. */
export async function migrationStatus({ workspace }: ServerContext): Promise<unknown> {
  const migrations = await Promise.all(
    workspace.folders.map(async (folder) => {
      const analysis = await workspace.analysis(folder);
      return analysis.migrationStatus().map((it) => statusOf(folder, analysis, it));
    }),
  );
  return { migrations: migrations.flat() };
}

function statusOf(folder: Folder, analysis: Analysis, state: MigrationStatus) {
  const { record } = state;
  const answer = analysis.recordState(record, 'next');
  const gates = answer.ok ? answer.state.gates : [];
  return {
    id: record.id,
    folder: folder.uri,
    uri: folder.uriOf(record.file.path),
    planUri: planUri(folder.uri, record.id),
    title: state.title,
    phase: state.phase,
    next: state.next ?? null,
    owner: record.owner ?? null,
    turn: state.turn,
    reason: state.reason,
    blocked: state.blocking.length > 0,
    gates: gates.map((it) => gateOf(folder, analysis, it)),
  };
}

function gateOf(folder: Folder, analysis: Analysis, gate: GateVerdict) {
  const { id, environment, verdict, reason, path, waived } = gate;
  const file = path === undefined ? undefined : analysis.snapshot.files.get(path);
  const line =
    gate.line !== undefined
      ? gate.line - 1
      : file && gate.offset !== undefined
        ? lineIndex(file).position(gate.offset).line
        : 0;
  return {
    id,
    environment,
    verdict,
    reason,
    waived: waived !== undefined,
    ...(path === undefined ? {} : { uri: folder.uriOf(path), line }),
  };
}
