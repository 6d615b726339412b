import { basename } from 'node:path';
import type { ExecuteCommandParams } from 'vscode-languageserver/node';
import type { Analysis } from '../../core/analysis.ts';
import { conversionChoices } from '../../core/migration/conversion-choices.ts';
import type { CreateResult } from '../../core/migration/create-migration.ts';
import { kindNamed, type Question } from '../../core/migration/kinds/kinds.ts';
import type { FileEdit } from '../../core/text/file-edit.ts';
import { toOffset, toWorkspaceEdit } from '../convert.ts';
import {
  deployReport,
  listEnvironments,
  listRefs,
  listSettings,
  reportOf,
  schemaReport,
} from '../environment-reports.ts';
import type { Folder } from '../folder.ts';
import type { Handler, ServerContext } from '../handler.ts';
import { migrationKinds } from '../migration-kinds.ts';
import { type MigrationStep, migrationSteps } from '../migration-steps.ts';
import { applyMove, planMove, writeFinalNotes } from '../move-record.ts';
import { planKey, planUri } from '../plan-address.ts';
import type { AskedMigration } from '../planned-migrations.ts';
import { type ReadMigrationAsk, readMigrationAsk } from '../read-migration-ask.ts';
import { migrationStatus } from '../record-commands.ts';
import { identity } from '../workspace.ts';

type Command = (context: ServerContext, argument: Record<string, unknown>) => Promise<unknown>;

/** The server's own commands: one plain object in, one out. Client ids must differ, or both would register them. */
const COMMANDS: Readonly<Record<string, Command>> = {
  'crossfade.server.migrationTargets': migrationTargets,
  'crossfade.server.planMigration': planMigration,
  'crossfade.server.applyMigrationStep': applyMigrationStep,
  'crossfade.server.startMigration': startMigration,
  'crossfade.server.listRecords': listRecords,
  'crossfade.server.migrationStatus': migrationStatus,
  'crossfade.server.planMove': planMove,
  'crossfade.server.applyMove': applyMove,
  'crossfade.server.writeFinalNotes': writeFinalNotes,
  'crossfade.server.listEnvironments': listEnvironments,
  'crossfade.server.compareEnvironments': (context, argument) => reportOf(context, 'environments', argument),
  'crossfade.server.listRefs': listRefs,
  'crossfade.server.checkDeploy': deployReport,
  'crossfade.server.listSettings': listSettings,
  'crossfade.server.exportSchema': schemaReport,
  'crossfade.server.effectiveSettings': (context, argument) => reportOf(context, 'settings', argument),
};

/** `workspace/executeCommand`. */
export const executeCommand: Handler = {
  capabilities: () => ({ executeCommandProvider: { commands: Object.keys(COMMANDS) } }),

  register(context) {
    context.connection.onExecuteCommand((params, token) =>
      context.guard('workspace/executeCommand', token, null, () => run(context, params)),
    );
  },
};

async function run(context: ServerContext, params: ExecuteCommandParams): Promise<unknown> {
  const command = Object.hasOwn(COMMANDS, params.command) ? COMMANDS[params.command] : undefined;
  if (!command) return null;
  const argument: unknown = params.arguments?.[0] ?? {};
  return command(
    context,
    typeof argument === 'object' && argument !== null ? (argument as Record<string, unknown>) : {},
  );
}

/** The keys of every folder, those of the document's folder first. */
async function migrationTargets(
  { workspace }: ServerContext,
  argument: Record<string, unknown>,
): Promise<unknown> {
  const located = workspace.locate(text(argument.uri) ?? '');
  const position = argument.position as { line: number; character: number } | undefined;
  const folders = located
    ? [located.folder, ...workspace.folders.filter((it) => it !== located.folder)]
    : workspace.folders;
  const answers = await Promise.all(
    folders.map(async (folder) => {
      const analysis = await workspace.analysis(folder);
      const here = located?.folder === folder ? located : undefined;
      const at = here && position && { path: here.path, offset: toOffset(analysis, here.path, position) };
      const { targets, preselected } = analysis.migrationTargets(at);
      return { targets: targets.map((it) => ({ ...it, folder: folder.uri })), preselected };
    }),
  );
  const preselected = answers[0]?.preselected;
  return {
    kinds: migrationKinds(),
    targets: answers.flatMap((it) => it.targets),
    ...(preselected === undefined ? {} : { preselected }),
  };
}

async function planMigration(context: ServerContext, argument: Record<string, unknown>): Promise<Planned> {
  const asked = readMigrationAsk(argument);
  if (!asked.ok) return asked;
  let refused: Planned | undefined;
  for (const folder of foldersFor(context, text(argument.uri))) {
    const answer = await planIn(context, folder, asked.ask);
    if (answer.ok) return answer;
    refused ??= answer;
  }
  return refused ?? { ok: false, message: 'No folder is open' };
}

/** What the editor is told about a plan. */
type Planned =
  | {
      readonly ok: true;
      readonly id: string;
      readonly folder: string;
      readonly title: string;
      readonly planUri: string;
      readonly recordUri: string;
      readonly questions: readonly Question[];
      readonly conversions: readonly string[];
      readonly steps: readonly MigrationStep[];
    }
  | {
      readonly ok: false;
      readonly message: string;
      readonly candidates?: readonly string[];
      readonly planUri?: string;
    };

async function planIn(context: ServerContext, folder: Folder, asked: ReadMigrationAsk): Promise<Planned> {
  const analysis = await context.workspace.analysis(folder);
  const planned = analysis.planMigration(asked);
  if (!planned.ok) return refusal(context, folder, analysis, planned);
  const keys = { from: asked.fromKeys, to: asked.toKeys };
  const title = kindNamed(asked.kind).title(keys.from, keys.to);
  const converts = asked.convert !== undefined || asked.answers.has('convert');
  const { id } = planned;
  context.plans.remember(planKey(folder.uri, id), { folder, ask: asked, title });
  return {
    ok: true,
    id,
    folder: folder.uri,
    title,
    planUri: planUri(folder.uri, id),
    recordUri: folder.uriOf(planned.change.record.path),
    questions: planned.questions,
    conversions: converts ? [] : conversionChoices(asked.kind, keys),
    steps: migrationSteps(planned),
  };
}

/** A refusal names settings classes to choose from, or the migration that is in the way. */
function refusal(
  { workspace }: ServerContext,
  folder: Folder,
  analysis: Analysis,
  { message, candidates }: CreateResult & { readonly ok: false },
): Planned {
  const [record] = analysis.records().filter(({ id }) => candidates.includes(id));
  const classes = candidates.filter((it) => it.includes(':'));
  const where = workspace.folders.length > 1 ? `${basename(folder.root)}: ` : '';
  return {
    ok: false,
    message: `${where}${message}`,
    ...(classes.length > 0 ? { candidates: classes } : {}),
    ...(record ? { planUri: planUri(folder.uri, record.id) } : {}),
  };
}

/** The folder of a document or a folder's own; without one, or with one of elsewhere, every folder. */
function foldersFor({ workspace }: ServerContext, uri: string | undefined): readonly Folder[] {
  if (uri === undefined) return workspace.folders;
  const named = workspace.folders.find((it) => identity(it.uri) === identity(uri));
  const folder = named ?? workspace.locate(uri)?.folder;
  return folder ? [folder] : workspace.folders;
}

async function applyMigrationStep(
  context: ServerContext,
  argument: Record<string, unknown>,
): Promise<Applied> {
  const id = text(argument.id) ?? '';
  const step = text(argument.step) ?? '';
  const asked = foldersFor(context, text(argument.folder))
    .map((folder) => context.plans.get(planKey(folder.uri, id)))
    .find((it) => it !== undefined);
  if (!asked)
    return { applied: false, message: 'This plan is no longer known; generate the migration again' };
  return apply(context, asked, id, step);
}

interface Applied {
  readonly applied: boolean;
  readonly message?: string;
}

/** Worked out anew from what the files are now, so that an edit in between cannot be overwritten. */
async function apply(
  context: ServerContext,
  asked: AskedMigration,
  id: string,
  step: string,
): Promise<Applied> {
  const { folder } = asked;
  const analysis = await context.workspace.analysis(folder);
  const found = editsOf(analysis, asked, id, step);
  if (!found.ok) return { applied: false, message: found.message };
  if (found.edits.length === 0) return { applied: true, message: 'There is nothing left to change' };
  const place = { folder, analysis, workspace: context.workspace, client: context.client };
  const edit = toWorkspaceEdit(found.edits, asked.title, place);
  const { applied, failureReason } = await context.connection.workspace.applyEdit({
    label: asked.title,
    edit,
    // What a rename touches is saved with it, where the editor is set up so.
    metadata: { isRefactoring: true },
  });
  if (applied) refreshPlan(context, folder, id);
  return applied
    ? { applied }
    : { applied, message: failureReason ?? 'The editor did not apply the edit; try again' };
}

type FoundEdits =
  | { readonly ok: true; readonly edits: readonly FileEdit[] }
  | { readonly ok: false; readonly message: string };

/** Once the record is written it says what is to be done; before that, the plan does. */
function editsOf(analysis: Analysis, asked: AskedMigration, id: string, step: string): FoundEdits {
  const path = step.startsWith('env:') ? step.slice('env:'.length) : undefined;
  const recorded = analysis.recordsNamed([id]);
  const [record] = recorded.ok ? recorded.records : [];
  if (record) {
    if (path === undefined) return { ok: false, message: `\`${id}\` is already written` };
    const environment = analysis.environmentEdits(record);
    if (!environment.ok) return environment;
    return { ok: true, edits: environment.edits.find((it) => it.path === path)?.edits ?? [] };
  }
  const planned = analysis.planMigration(asked.ask);
  if (!planned.ok) return planned;
  const { code, environment } = planned.change;
  return {
    ok: true,
    edits: path === undefined ? code : (environment.find((it) => it.path === path)?.edits ?? []),
  };
}

/** For editors that cannot ask: the record and the code at once; what is open stays a draft in the record. */
async function startMigration(context: ServerContext, argument: Record<string, unknown>): Promise<unknown> {
  const planned = await planMigration(context, argument);
  if (planned.ok) return applyMigrationStep(context, { ...planned, step: 'code' });
  context.connection.window.showErrorMessage(planned.message);
  return { applied: false };
}

/** A plan that is shown says what is there now. */
function refreshPlan({ connection, client, guard }: ServerContext, folder: Folder, id: string): void {
  if (!client.showsVirtualDocuments) return;
  void guard('workspace/textDocumentContent/refresh', undefined, undefined, () =>
    connection.workspace.textDocumentContent.refresh(planUri(folder.uri, id)),
  );
}

async function listRecords(context: ServerContext): Promise<unknown> {
  const records = await Promise.all(
    context.workspace.folders.map(async (folder) => {
      const analysis = await context.workspace.analysis(folder);
      const records = analysis.records();
      for (const { id } of records) refreshPlan(context, folder, id);
      return records.map(({ id, file, phase, title }) => ({
        id,
        uri: folder.uriOf(file),
        planUri: planUri(folder.uri, id),
        title,
        phase,
      }));
    }),
  );
  return { records: records.flat() };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
