import { window } from 'vscode';
import type { LanguageServer } from '../language-server.ts';
import type { ListedRef } from '../protocol.ts';
import { askChoice, BACK, type Choice } from './ask.ts';
import { pickFolder } from './pick-environment.ts';
import { showReport } from './show-report.ts';

const TITLE = 'Check Deploy';
const HEAD: Choice<string> = { label: 'HEAD', description: 'the last commit', value: 'HEAD' };
const WORKING_TREE: Choice<string> = {
  label: 'Working tree',
  description: 'the files as they are',
  value: '.',
};

/** Asks for two versions, and shows whether a deploy from one to the other is safe. */
export async function checkDeploy(server: LanguageServer): Promise<void> {
  const { folders } = await server.execute('crossfade.server.listRefs', {});
  const names = folders.map((it) => it.folder);
  const folder = names.length > 1 ? await pickFolder(names, TITLE) : names[0];
  const refs = folders.find((it) => it.folder === folder)?.refs;
  if (folder === undefined || !refs) {
    if (names.length === 0) void window.showInformationMessage('No folder is open');
    return;
  }
  const versions = await askVersions(refs);
  if (!versions) return;
  const report = await server.execute('crossfade.server.checkDeploy', { folder, ...versions });
  if (!report.ok) throw new Error(report.message);
  await showReport(report.uri);
}

/** What runs, and what is to run; the second question leads back to the first. */
async function askVersions(
  refs: readonly ListedRef[],
): Promise<{ readonly from: string; readonly to: string } | undefined> {
  const known = refs.map((it): Choice<string> => ({ label: it.name, description: it.kind, value: it.name }));
  const tag = known.find((it) => it.description === 'tag');
  const question = { title: TITLE, totalSteps: 2 };
  for (;;) {
    const running = [...known, HEAD, WORKING_TREE];
    const from = await askChoice(
      { ...question, step: 1, placeholder: 'What runs now?' },
      running,
      tag ?? HEAD,
    );
    if (from === undefined || from === BACK) return undefined;
    const next = [WORKING_TREE, HEAD, ...known];
    const to = await askChoice({ ...question, step: 2, placeholder: 'What is to run?' }, next, WORKING_TREE);
    if (to === undefined) return undefined;
    if (to !== BACK) return { from, to };
  }
}
