import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { workspace } from 'vscode';
import { crossfade, finding, open, underlined } from './example.ts';

describe('restricted mode', () => {
  it('still gives diagnostics', async () => {
    assert.equal(workspace.isTrusted, false);
    const document = await open('.env.staging');
    assert.equal(underlined(document, await finding(document.uri, 'type-mismatch')), '30s');
    assert.equal(underlined(document, await finding(document.uri, 'deprecated-key')), 'DB_POOL');
    assert.equal(crossfade().isActive, true);
  });
});
