import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeOf, sources } from './sources.ts';

/** What the language offers without any import, and what makes an answer depend on more than the snapshot. */
const IMPURE: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'the clock', pattern: /\bnew Date\(\)|\bDate\.now\b|\bperformance\./ },
  { what: 'chance', pattern: /\bMath\.random\b|\bcrypto\./ },
  { what: 'the console', pattern: /\bconsole\./ },
  {
    what: 'the process',
    pattern: /\bprocess\.(env|argv|cwd|platform|stdout|stderr|exit|on)\b|\bglobalThis\b/,
  },
  {
    what: 'waiting',
    pattern:
      /^\s*(export )?async function\b|[=(,] async \(|\bPromise[.<]|\bset(Timeout|Interval|Immediate)\b/m,
  },
  { what: 'the language of the user', pattern: /\bIntl\.|\.localeCompare\(|\.toLocale\w*\(/ },
];

/** A cache by text alone, of bounded size: the same text gives the same block whenever it is asked for. */
const CACHES = ['server/src/core/syntax/yaml/yaml-blocks.ts'];

describe('the core', () => {
  for (const { what, pattern } of IMPURE) {
    it(`knows nothing of ${what}`, () => {
      assert.deepEqual(
        sources('server/src/core').filter((file) => pattern.test(codeOf(file))),
        [],
      );
    });
  }

  it('holds no variable that outlives a call', () => {
    const loose = sources('server/src/core').filter((file) => /^(export )?(let|var)\b/m.test(codeOf(file)));
    assert.deepEqual(loose, CACHES);
  });
});
