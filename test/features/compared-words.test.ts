import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matrices } from '../../server/src/core/features/matrix.ts';
import { comparedWords } from '../../server/src/core/features/matrix-words.ts';
import { workspace } from '../workspace.ts';

const CODE =
  'from pydantic_settings import BaseSettings, SettingsConfigDict\n\n\nclass Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_file=".env", extra="ignore")\n\n    port: int = 1\n    pool: int = 2\n';

/** How the values of `PORT` and `POOL` relate, in words, and what it is to scripts. */
function wordsOf(files: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  const answer = matrices(workspace({ 'settings.py': CODE, ...files }), {});
  assert.ok(answer.ok);
  return answer.matrices.flatMap((it) => it.rows.map((row) => [row.compared, comparedWords(row)] as const));
}

describe('how values of environments relate, where development is not seen', () => {
  it('is not known of the only one that is', () => {
    const words = 'not known: only one is seen';
    assert.deepEqual(wordsOf({ '.env.production': 'PORT=3\n' }), [
      ['unknown', words],
      ['unknown', words],
    ]);
  });

  it('is known of those that are, and of none beside them', () => {
    assert.deepEqual(wordsOf({ '.env.production': 'PORT=3\nPOOL=4\n', '.env.staging': 'PORT=3\nPOOL=5\n' }), [
      ['unknown', 'the same where it is seen'],
      ['different', 'different'],
    ]);
  });

  it('is known of all where all are seen', () => {
    assert.deepEqual(wordsOf({ '.env': 'PORT=3\n', '.env.staging': 'PORT=3\n' }), [
      ['same', ''],
      ['same', ''],
    ]);
  });
});
