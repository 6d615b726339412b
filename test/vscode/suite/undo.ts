import { commands, workspace } from 'vscode';
import { eventually } from './eventually.ts';
import { open } from './example.ts';

const TAKEN_BACK_WITHIN = 3000;

/**
 * Undoes the last change of a file of the example, and waits until a text is gone from it. Right after a picker closes
 * the keyboard may still be there, and what is undone is what stands in it: then it is asked for again, which is safe as
 * long as the text has not gone.
 */
export async function undoIn(path: string, gone: string): Promise<void> {
  await eventually(
    `${gone} to be undone in ${path}`,
    async () => {
      const { uri } = await open(path);
      const isGone = () =>
        workspace.textDocuments.every(
          (it) => it.uri.toString() !== uri.toString() || !it.getText().includes(gone),
        ) || undefined;
      if (isGone()) return true;
      await commands.executeCommand('workbench.action.focusActiveEditorGroup');
      await commands.executeCommand('undo');
      return eventually(gone, isGone, TAKEN_BACK_WITHIN).catch(() => undefined);
    },
    20_000,
  );
}
