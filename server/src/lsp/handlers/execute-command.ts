import type { ExecuteCommandParams } from 'vscode-languageserver/node';
import type { Analysis } from '../../core/analysis.ts';
import type { MigrationAsk } from '../../core/features/migrations.ts';
import type { CreateResult } from '../../core/migration/create-migration.ts';
import type { FileEdit } from '../../core/text/file-edit.ts';
import { toOffset, toWorkspaceEdit } from '../convert.ts';
import type { Handler, ServerContext } from '../handler.ts';
import type { AskedMigration } from '../planned-migrations.ts';

type Command = (context: ServerContext, argument: Record<string, unknown>) => Promise<unknown>;

/** The server's own commands: one plain object in, one out. Client ids must differ, or both would register them. */
const COMMANDS: Readonly<Record<string, Command>> = {
  'crossfade.server.migrationTargets': migrationTargets,
  'crossfade.server.planMigration': planMigration,
  'crossfade.server.applyMigrationStep': applyMigrationStep,
  'crossfade.server.startMigration': startMigration,
  'crossfade.server.listRecords': listRecords,
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

async function migrationTargets(context: ServerContext, argument: Record<string, unknown>): Promise<unknown> {
  const { workspace } = context;
  const uri = text(argument.uri);
  const located = uri === undefined ? undefined : workspace.locate(uri);
  const position = argument.position as { line: number; character: number } | undefined;
  const folders = located ? [located.folder] : workspace.folders;
  const answers = await Promise.all(
    folders.map(async (folder) => {
      const analysis = await workspace.analysis(folder);
      if (!located || !position) return analysis.migrationTargets();
      return analysis.migrationTargets({
        path: located.path,
        offset: toOffset(analysis, located.path, position),
      });
    }),
  );
  const preselected = answers.find((it) => it.preselected !== undefined)?.preselected;
  return {
    targets: answers.flatMap((it) => it.targets),
    ...(preselected === undefined ? {} : { preselected }),
  };
}

async function planMigration(context: ServerContext, argument: Record<string, unknown>): Promise<unknown> {
  const asked = readAsk(argument);
  if (!asked) return { ok: false, message: 'a migration needs a kind and a key' };
  let refused: (CreateResult & { readonly ok: false }) | undefined;
  for (const folder of context.workspace.folders) {
    const analysis = await context.workspace.analysis(folder);
    const planned = analysis.planMigration(asked);
    if (!planned.ok) {
      refused ??= planned;
      continue;
    }
    const title = titleOf(asked);
    context.plans.remember(planned.id, { folder, ask: asked, title });
    return {
      ok: true,
      id: planned.id,
      title,
      planUri: `crossfade:/plan/${planned.id}.md`,
      questions: planned.questions,
      steps: steps(planned),
    };
  }
  return {
    ok: false,
    message: refused?.message ?? 'no folder is open',
    candidates: refused?.candidates ?? [],
  };
}

function steps(planned: CreateResult & { readonly ok: true }) {
  const { code, environment } = planned.change;
  const files = [...new Set(code.map((edit) => edit.path))];
  return [
    { id: 'code', title: `Write ${files.join(', ')}`, needsConfirmation: false },
    ...environment.map((it) => ({
      id: `env:${it.path}`,
      title: `Edit ${it.path} (${it.environments.join(', ')})`,
      needsConfirmation: it.needsConfirmation,
      ...(it.needsConfirmation
        ? { reason: it.production ? 'it is a production file' : 'git does not track it' }
        : {}),
    })),
  ];
}

async function applyMigrationStep(
  context: ServerContext,
  argument: Record<string, unknown>,
): Promise<unknown> {
  const asked = context.plans.get(text(argument.id) ?? '');
  const step = text(argument.step) ?? '';
  if (!asked) return { applied: false, message: 'the plan is no longer known; generate the migration again' };
  return apply(context, asked, text(argument.id) ?? '', step);
}

/** Worked out anew from what the files are now, so that an edit in between cannot be overwritten. */
async function apply(
  context: ServerContext,
  asked: AskedMigration,
  id: string,
  step: string,
): Promise<unknown> {
  const { folder } = asked;
  const analysis = await context.workspace.analysis(folder);
  const found = editsOf(analysis, asked, id, step);
  if (!found.ok) return { applied: false, message: found.message };
  if (found.edits.length === 0) return { applied: true, message: 'there is nothing left to change' };
  const place = { folder, analysis, workspace: context.workspace, client: context.client };
  const edit = toWorkspaceEdit(found.edits, asked.title, place);
  const { applied, failureReason } = await context.connection.workspace.applyEdit({
    label: asked.title,
    edit,
  });
  return applied
    ? { applied }
    : { applied, message: failureReason ?? 'the editor did not apply the edit; try again' };
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
  const planned = (await planMigration(context, argument)) as { ok: boolean; id?: string; message?: string };
  if (!planned.ok || planned.id === undefined) {
    context.connection.window.showErrorMessage(planned.message ?? 'the migration cannot be worked out');
    return { applied: false };
  }
  return applyMigrationStep(context, { id: planned.id, step: 'code' });
}

async function listRecords(context: ServerContext): Promise<unknown> {
  const records = await Promise.all(
    context.workspace.folders.map(async (folder) => {
      const analysis = await context.workspace.analysis(folder);
      return analysis.records().map(({ id, file, phase, title }) => ({ id, path: file, title, phase }));
    }),
  );
  return { records: records.flat() };
}

function readAsk(argument: Record<string, unknown>): MigrationAsk | undefined {
  const from = text(argument.from);
  const kind = argument.kind;
  if (from === undefined || (kind !== 'rename' && kind !== 'remove')) return undefined;
  const to = text(argument.to);
  const settings = text(argument.settings);
  const given = argument.answers;
  const answers = typeof given === 'object' && given !== null ? Object.entries(given) : [];
  return {
    kind,
    from,
    ...(to === undefined ? {} : { to }),
    ...(settings === undefined ? {} : { settings }),
    answers: new Map(answers.map(([id, answer]) => [id, String(answer)])),
  };
}

function titleOf(asked: MigrationAsk): string {
  return asked.kind === 'rename' ? `Rename ${asked.from} to ${asked.to ?? '…'}` : `Remove ${asked.from}`;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
