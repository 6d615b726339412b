import { window } from 'vscode';
import type { LanguageServer } from '../language-server.ts';
import { recordTarget } from './record-target.ts';

const TITLE = 'Write Final Notes';

/** Asks for the reason; files, commits, tag, dates and figures are found out. */
export async function writeFinalNotes(server: LanguageServer, argument: unknown): Promise<void> {
  const target = await recordTarget(server, argument, TITLE);
  if (!target) return;
  const reason = await window.showInputBox({
    title: TITLE,
    prompt: 'Why was it done? Everything else is found out.',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'A reason is needed' : undefined),
  });
  if (reason === undefined) return;
  const { applied, message } = await server.execute('crossfade.server.writeFinalNotes', {
    ...target,
    reason: reason.trim(),
  });
  if (!applied) throw new Error(message ?? 'The notes were not written');
}
