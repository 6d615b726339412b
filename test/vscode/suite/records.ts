import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type CompletionList, commands, Position, type Uri, workspace } from 'vscode';
import { eventually } from './eventually.ts';
import { exampleUri, finding, noFinding, open, replace, underlined } from './example.ts';

const PATH = 'settings-migrations/20260101-page-size.md';
const RECORD = `---
schema: 1
id: "20260101-page-size"
kind: rename
owner: "@orders-team"
plan: code-first
phase: expanding
from: [PAGE_SIZE]
to: [PAGE_LENGTH]
---
# Rename PAGE_SIZE to PAGE_LENGTH
`;

describe('a record in the editor', () => {
  it('is checked while it is written, and completed', async () => {
    await workspace.fs.writeFile(exampleUri(PATH), new TextEncoder().encode(RECORD));
    const document = await open(PATH);
    const wrong = await finding(document.uri, 'record-invalid');
    assert.equal(underlined(document, wrong), 'expanding');
    await replace(document, 'phase: expanding', 'phase: ');
    const labels = await completions(document.uri, new Position(6, 'phase: '.length));
    for (const phase of ['draft', 'expand', 'migrate', 'contract', 'done', 'abandoned']) {
      assert.ok(labels.includes(phase), `${phase} among ${labels}`);
    }
    await replace(document, 'phase: ', 'phase: draft');
    await noFinding(document.uri, 'record-invalid');
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});

function completions(uri: Uri, position: Position): Promise<string[]> {
  return eventually('phases to choose from', async () => {
    const list = await commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      position,
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    return labels.includes('expand') ? labels : undefined;
  });
}
