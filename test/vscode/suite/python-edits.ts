import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands, languages, type TextDocument, type Uri, WorkspaceEdit, workspace } from 'vscode';
import { exampleUri, finding, noFinding, open, replace, ruleOf } from './example.ts';

const BEFORE = '    database: str';

describe('an edit of the settings class', () => {
  it('raises nothing in settings files while a field is typed but what is missing once it is there', async () => {
    const env = exampleUri('.env');
    await finding(env, 'deprecated-key');
    const document = await open('app/settings.py');
    const seen = watch(env);
    await replace(document, BEFORE, `\n${BEFORE}`);
    for (const part of ['    ', 'reg', 'ion', ':', ' ', 'str']) await type(document, part);
    assert.match((await finding(env, 'missing-required')).message, /^`REGION`/);
    assert.deepEqual(
      seen.end().filter((rule) => rule !== 'missing-required'),
      [],
    );
    await replace(document, '    region: str\n', '');
    await noFinding(env, 'missing-required');
    await commands.executeCommand('workbench.action.files.revert');
  });

  it('changes what a value is judged by', async () => {
    const document = await open('app/settings.py');
    const uri = exampleUri('.env.production');
    await noFinding(uri, 'constraint-violated');
    await replace(document, 'le=50', 'le=10');
    assert.match((await finding(uri, 'constraint-violated')).message, /DB_POOL/);
    await replace(document, 'le=10', 'le=50');
    await noFinding(uri, 'constraint-violated');
    await commands.executeCommand('workbench.action.files.revert');
  });
});

function rules(uri: Uri): string[] {
  return languages.getDiagnostics(uri).map(ruleOf).sort();
}

/** The findings of `uri` that come up beside those of now, until `end`. */
function watch(uri: Uri): { readonly end: () => readonly string[] } {
  const before = new Set(rules(uri));
  const fresh = new Set<string>();
  const listener = languages.onDidChangeDiagnostics(() => {
    for (const rule of rules(uri)) if (!before.has(rule)) fresh.add(rule);
  });
  return {
    end: () => {
      listener.dispose();
      return [...fresh];
    },
  };
}

/** Types `text` at the end of the line above the field that `BEFORE` begins. */
async function type(document: TextDocument, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.insert(document.uri, document.positionAt(document.getText().indexOf(`\n${BEFORE}`)), text);
  assert.ok(await workspace.applyEdit(edit));
}
