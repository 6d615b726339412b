import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type Token, tokenize } from './tokenize.ts';

const RECORD = `---
schema: 1
kind: rename
plan: env-first  # chosen by the tool
phase: expand
owner: "\${TEAM:-orders}"
from: [DB_POOL, PORT]
to:
  - DB_POOL_SIZE
other: expand
metric: ID of README
---
# phase: expand
`;

describe('the grammar of migration records', () => {
  it('knows the words of the front matter and leaves the rest alone', async () => {
    const tokens = await tokenize(RECORD, 'text.html.markdown');
    const key = (name: string): string[] => [name, 'entity.name.tag.record-key.crossfade'];
    assert.deepEqual(
      ownTokens(tokens).filter(([, scope]) => !scope?.startsWith('punctuation')),
      [
        key('schema'),
        key('kind'),
        ['rename', 'keyword.control.kind.crossfade'],
        key('plan'),
        ['env-first', 'keyword.control.plan.crossfade'],
        key('phase'),
        ['expand', 'keyword.control.phase.crossfade'],
        key('owner'),
        ['TEAM', 'variable.other.constant.setting.crossfade'],
        [':-', 'keyword.operator.interpolation.crossfade'],
        ['orders', 'string.unquoted.default.crossfade'],
        key('from'),
        ['DB_POOL', 'variable.other.constant.setting.crossfade'],
        ['PORT', 'variable.other.constant.setting.crossfade'],
        key('to'),
        ['DB_POOL_SIZE', 'variable.other.constant.setting.crossfade'],
      ],
    );
  });

  it('leaves the YAML around its words as it was', async () => {
    const tokens = await tokenize(RECORD, 'text.html.markdown');
    const comment = tokens.find(({ text }) => text.includes('chosen'));
    assert.ok(comment?.scopes.some((scope) => scope.startsWith('comment')));
    const invalid = tokens.filter(({ scopes }) => scopes.some((scope) => scope.startsWith('invalid')));
    assert.deepEqual(invalid, []);
    const other = tokens
      .filter(({ scopes }) => scopes.includes('entity.name.tag.yaml'))
      .map(({ text }) => text);
    assert.deepEqual(other, ['schema', 'kind', 'plan', 'phase', 'owner', 'from', 'to', 'other', 'metric']);
  });
});

/** The pieces whose innermost scope is one of ours. */
function ownTokens(tokens: readonly Token[]): string[][] {
  return tokens
    .map(({ text, scopes }) => [text, scopes.at(-1) ?? ''])
    .filter(([, scope]) => scope?.endsWith('.crossfade'));
}
