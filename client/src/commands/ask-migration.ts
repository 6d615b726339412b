import { type QuickPickItem, Uri, window, workspace } from 'vscode';
import type { LanguageServer } from '../language-server.ts';
import type { MigrationKind, MigrationRequest, MigrationTarget } from '../protocol.ts';
import { type Answer, askChoice, askText, BACK, type Choice } from './ask.ts';
import { keyProblem } from './key-problem.ts';

const TITLE = 'Generate Migration';
const TOTAL = 3;

/**
 * Asks which key changes and how, starting from the key at the cursor.
 * @returns nothing when the user gave up
 */
export async function askMigration(server: LanguageServer): Promise<MigrationRequest | undefined> {
  const { targets, preselected } = await server.execute('crossfade.server.migrationTargets', cursor());
  if (targets.length === 0) throw new Error('No settings class is found in this workspace');
  let active = preselected;
  for (;;) {
    const target = await askTarget(targets, active);
    if (target === undefined || target === BACK) return undefined;
    const request = await askChange(target);
    if (request !== BACK) return request;
    active = target.key;
  }
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

async function askChange(target: MigrationTarget): Promise<Answer<MigrationRequest>> {
  const { key: from, settings, folder: uri } = target;
  for (;;) {
    const kind = await askKind(target);
    if (kind === undefined || kind === BACK) return kind;
    if (kind === 'remove') return { kind, from, settings, uri };
    const to = await askNewName(target);
    if (to === undefined) return undefined;
    if (to !== BACK) return { kind, from, to, settings, uri };
  }
}

const KINDS: Readonly<Record<MigrationKind, QuickPickItem>> = {
  rename: { label: 'Rename', detail: 'The old key stays alive until no replica needs it' },
  remove: { label: 'Remove', detail: 'The key goes once no replica reads it' },
};

function askKind({ key }: MigrationTarget): Promise<Answer<MigrationKind>> {
  const choices: Choice<MigrationKind>[] = [
    { ...KINDS.rename, value: 'rename' },
    { ...KINDS.remove, value: 'remove' },
  ];
  return askChoice(
    { title: TITLE, placeholder: `What happens to ${key}?`, step: 2, totalSteps: TOTAL },
    choices,
  );
}

function askNewName({ key, replacement }: MigrationTarget): Promise<Answer<string>> {
  const question = { title: TITLE, placeholder: `The new name of ${key}`, step: 3, totalSteps: TOTAL };
  return askText(question, replacement ?? key, (name) => keyProblem(name, key));
}
