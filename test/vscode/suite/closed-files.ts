import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { DiagnosticSeverity } from 'vscode';
import { exampleUri, finding } from './example.ts';

describe('files that are not open', () => {
  it('have their findings among the problems', async () => {
    const unknown = await finding(exampleUri('.env.staging'), 'unknown-key');
    assert.match(unknown.message, /LOG_LEVEL/);
    const missing = await finding(exampleUri('.env.staging'), 'missing-required');
    assert.equal(missing.severity, DiagnosticSeverity.Error);
    assert.match(missing.message, /^`PAYMENTS_API_KEY`/);
    await finding(exampleUri('.env.production'), 'deprecated-key');
  });
});
