import { Uri, window, workspace } from 'vscode';
import type { LanguageServer } from '../language-server.ts';
import type { MigrationKind, MigrationRequest, MigrationTarget } from '../protocol.ts';
import { type Answer, askChoice, BACK, type Choice } from './ask.ts';
import { askKeys } from './ask-keys.ts';

const TITLE = 'Generate Migration';
const TOTAL = 3;

/**
 * Asks which key changes and how, starting from the key at the cursor.
 * @param given what a quick fix knows already; a request that names its new keys is not asked about
 * @returns nothing when the user gave up
 */
export async function askMigration(
  server: LanguageServer,
  given?: MigrationRequest,
): Promise<MigrationRequest | undefined> {
  if (given?.to !== undefined || given?.toKeys !== undefined) return given;
  const { kinds, targets, preselected } = await server.execute(
    'crossfade.server.migrationTargets',
    given?.uri === undefined ? cursor() : { uri: given.uri },
  );
  if (given) return completed(given, kinds, targets);
  if (targets.length === 0) throw new Error('No settings class is found in this workspace');
  let active = preselected;
  for (;;) {
    const target = await askTarget(targets, active);
    if (target === undefined || target === BACK) return undefined;
    const request = await askChange(kinds, targets, target);
    if (request !== BACK) return request;
    active = target.key;
  }
}

/** A request with the keys that its kind needs. The server says what is wrong with one that no question would mend. */
async function completed(
  given: MigrationRequest,
  kinds: readonly MigrationKind[],
  targets: readonly MigrationTarget[],
): Promise<MigrationRequest | undefined> {
  const kind = kinds.find((it) => it.kind === given.kind);
  const { from, settings } = given;
  const isMeant = ({ key }: MigrationTarget) => key.toLowerCase() === from.toLowerCase();
  const target = targets.find((it) => isMeant(it) && (!settings || it.settings === settings));
  if (!kind || !target || kind.takes === 'key') return given;
  const keys = await askKeys(kind, target, targets);
  return keys === undefined || keys === BACK ? undefined : { ...given, ...keys };
}

function cursor(): { uri?: string; position?: { line: number; character: number } } {
  const editor = window.activeTextEditor;
  if (!editor) return {};
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}

function askTarget(
  targets: readonly MigrationTarget[],
  active: string | undefined,
): Promise<Answer<MigrationTarget>> {
  const choices = targets.map(targetChoice);
  const question = { title: TITLE, placeholder: 'Which key changes?', step: 1, totalSteps: TOTAL };
  return askChoice(
    question,
    choices,
    choices.find(({ value }) => value.key === active),
  );
}

function targetChoice(target: MigrationTarget): Choice<MigrationTarget> {
  const environments = target.environments.join(', ');
  const facts = [target.deprecated ? 'deprecated' : '', environments].filter((fact) => fact !== '');
  const folder = workspace.getWorkspaceFolder(Uri.parse(target.folder, true));
  const several = (workspace.workspaceFolders?.length ?? 0) > 1;
  const place = several && folder ? `${folder.name}/${target.path}` : target.path;
  return {
    label: target.key,
    description: facts.join(' · '),
    detail: `${target.settings.split(':').at(-1)}.${target.field} in ${place}`,
    value: target,
  };
}

async function askChange(
  kinds: readonly MigrationKind[],
  targets: readonly MigrationTarget[],
  target: MigrationTarget,
): Promise<Answer<MigrationRequest>> {
  for (;;) {
    const kind = await askKind(kinds, target);
    if (kind === undefined || kind === BACK) return kind;
    const keys = await askKeys(kind, target, targets);
    if (keys === undefined) return undefined;
    if (keys !== BACK) return { kind: kind.kind, ...keys, settings: target.settings, uri: target.folder };
  }
}

function askKind(kinds: readonly MigrationKind[], { key }: MigrationTarget): Promise<Answer<MigrationKind>> {
  return askChoice(
    { title: TITLE, placeholder: `What happens to ${key}?`, step: 2, totalSteps: TOTAL },
    kinds.map((kind) => ({ label: kind.title, detail: kind.summary, value: kind })),
  );
}
