import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { findMention } from '../../server/src/core/mentions/find-mention.ts';
import { mentionIndex, withMentionsOf } from '../../server/src/core/mentions/mention-index.ts';
import { type SourceFile, sourceFile } from '../../server/src/core/text/source-file.ts';

const numRuns = Number(process.env.PROPERTY_RUNS ?? 200);

const piece = fc.constantFrom(
  'A_KEY',
  'B',
  'key',
  '_',
  '1',
  'é',
  ' ',
  '"',
  "'",
  '-',
  '.',
  '\n',
  '${',
  '}',
  '\u2028',
);
const text = fc.array(piece, { maxLength: 12 }).map((it) => it.join(''));
const name = fc.oneof(text, fc.constantFrom('A_KEY', 'key', 'B', 'A_KEY-key', 'é', ''));
const path = fc.constantFrom('a.sh', 'b.py', 'c.md', 'd.yaml');
const file = fc.tuple(path, text).map(([at, it]) => sourceFile(at, it));
const files = fc.uniqueArray(file, { selector: (it) => it.path }).map(sorted);

function sorted(all: readonly SourceFile[]): readonly SourceFile[] {
  return [...all].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function searched(all: readonly SourceFile[], asked: string): readonly unknown[] {
  return all.flatMap((it) => findMention(it, asked) ?? []);
}

describe('the index of mentions', () => {
  it('finds what a search of every file finds', () => {
    fc.assert(
      fc.property(files, name, (all, asked) => {
        assert.deepEqual(mentionIndex(all)(asked), searched(all, asked));
      }),
      { numRuns },
    );
  });

  it('is the same after edits as when it is made anew', () => {
    const edit = fc.tuple(path, fc.option(text, { nil: undefined }));
    fc.assert(
      fc.property(files, fc.array(edit, { maxLength: 40 }), name, (before, edits, asked) => {
        let index = mentionIndex(before);
        const now = new Map(before.map((it) => [it.path, it]));
        for (const [at, written] of edits) {
          const changed = written === undefined ? undefined : sourceFile(at, written);
          index = withMentionsOf(index, at, changed);
          if (changed) now.set(at, changed);
          else now.delete(at);
        }
        assert.deepEqual(index(asked), searched(sorted([...now.values()]), asked));
      }),
      { numRuns },
    );
  });

  it('survives more edited files than stand beside it', () => {
    let index = mentionIndex([]);
    for (let at = 0; at < 100; at++)
      index = withMentionsOf(index, `f${at}.sh`, sourceFile(`f${at}.sh`, `$KEY_${at}`));
    for (let at = 0; at < 100; at++) assert.equal(index(`KEY_${at}`).length, 1);
    assert.deepEqual(index('KEY_100'), []);
  });

  it('gives the same answer object while nothing about a name changes', () => {
    const index = mentionIndex([sourceFile('a.sh', 'echo $A_KEY'), sourceFile('b.sh', 'true')]);
    const edited = withMentionsOf(index, 'b.sh', sourceFile('b.sh', 'false'));
    assert.equal(edited('A_KEY'), index('A_KEY'));
  });

  it('says where the word stands', () => {
    const [found] = mentionIndex([sourceFile('start.sh', 'MY_KEY=1\necho $KEY\n')])('KEY');
    assert.deepEqual(found, { path: 'start.sh', span: { start: 15, end: 18 } });
  });

  it('takes names of every object for names', () => {
    const index = mentionIndex([sourceFile('a.sh', '__proto__ constructor')]);
    assert.deepEqual(
      ['__proto__', 'constructor', 'toString', 'hasOwnProperty'].map((it) => index(it).length),
      [1, 1, 0, 0],
    );
  });
});
