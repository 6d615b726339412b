import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands, DiagnosticSeverity, DiagnosticTag } from 'vscode';
import { finding, noFinding, open, replace, underlined } from './example.ts';

describe('diagnostics', () => {
  it('strike out a deprecated key', async () => {
    const document = await open('.env');
    const deprecated = await finding(document.uri, 'deprecated-key');
    assert.deepEqual(deprecated.tags, [DiagnosticTag.Deprecated]);
    assert.equal(deprecated.severity, DiagnosticSeverity.Warning);
    assert.equal(underlined(document, deprecated), 'DB_POOL');
    assert.equal(deprecated.source, 'crossfade');
  });

  it('name a misspelt key and a value of the wrong type', async () => {
    const document = await open('.env.staging');
    const unknown = await finding(document.uri, 'unknown-key');
    assert.equal(underlined(document, unknown), 'LOG_LEVLE');
    assert.equal(unknown.severity, DiagnosticSeverity.Error);
    assert.equal(underlined(document, await finding(document.uri, 'type-mismatch')), '30s');
  });

  it('name a YAML key that is set twice', async () => {
    const document = await open('config.yaml');
    assert.equal(underlined(document, await finding(document.uri, 'duplicate-key')), 'page_size');
  });

  it('appear in YAML while it is typed', async () => {
    const document = await open('config.yaml');
    await replace(document, 'page_size: 25', 'page_size: [');
    await finding(document.uri, 'syntax-error');
    await replace(document, 'page_size: [', 'page_size: 25');
    await noFinding(document.uri, 'syntax-error');
    await commands.executeCommand('workbench.action.files.revert');
  });

  it('come and go while a value is typed', async () => {
    const document = await open('.env');
    await noFinding(document.uri, 'type-mismatch');
    await replace(document, 'DB_POOL=5\n', 'DB_POOL=five\n');
    assert.equal(underlined(document, await finding(document.uri, 'type-mismatch')), 'five');
    await replace(document, 'DB_POOL=five\n', 'DB_POOL=5\n');
    await noFinding(document.uri, 'type-mismatch');
    await commands.executeCommand('workbench.action.files.revert');
  });
});
