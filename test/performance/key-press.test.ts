import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { Rule, RuleContext } from '../../server/src/core/rules/rule.ts';
import type { Snapshot } from '../../server/src/core/snapshot.ts';
import type { SourceFile } from '../../server/src/core/text/source-file.ts';
import { filesOf, pressed, WorkCounter } from './work-of-a-key-press.ts';

const counter = new WorkCounter();
after(() => counter.end());
const { run } = await import('../../server/src/core/rules/run.ts');
const { rules } = await import('../../server/src/core/rules/registry.ts');
const { sourceFile } = await import('../../server/src/core/text/source-file.ts');
const { walkEntries } = await import('../../server/src/core/syntax/document.ts');
const { documentOf } = await import('../../server/src/core/syntax/formats.ts');
const { workspace } = await import('../workspace.ts');

const SMALL = 200;
const LARGE = 800;
const ADDED = LARGE - SMALL;

/**
 * Blocks per setting beyond reading the changed text again. A walk over the entries of all five files takes 36 (see below);
 * a look at what one file holds takes five.
 */
const LIMIT = 8;

/**
 * Rules that are known to look at more: at the entries at their places where a record speaks of keys of the file, at
 * the names that each environment holds, or at what environments hold of the keys that are being migrated.
 */
const KNOWN: Readonly<Record<string, number>> = {
  'deprecated-key': 24,
  'removed-key': 24,
  'missing-in-environment': 36,
  'missing-required': 30,
  'contract-too-early': 26,
  'default-not-pinned': 26,
  'expand-incomplete': 26,
  'layer-inversion': 26,
  'old-still-read': 26,
  'one-step-rename': 26,
  'partial-set': 26,
  'rotation-skips-verify': 26,
  'strict-reader': 26,
  'values-differ': 26,
};

/** The work of one key press in a file for each rule alone, once everything is known of the file before. */
function workByRule(settings: number, path: string, all: readonly Rule[]): ReadonlyMap<string, number> {
  let snapshot = workspace(filesOf(settings));
  const look = (check: (file: SourceFile) => void) => {
    const file = snapshot.files.get(path);
    if (file) check(file);
  };
  const everything = (file: SourceFile) => void run(snapshot, file);
  look(everything);
  snapshot = pressed(snapshot, path, sourceFile);
  look(everything);
  return new Map(
    all.map((rule) => {
      snapshot = pressed(snapshot, path, sourceFile);
      const alone = rules.includes(rule)
        ? (file: SourceFile) => void run(snapshot, file, new Set([rule.id]))
        : (file: SourceFile) => void [...rule.check(contextOf(snapshot, file))];
      return [rule.id, counter.of(() => look(alone))];
    }),
  );
}

function contextOf(snapshot: Snapshot, file: SourceFile): RuleContext {
  const document = documentOf(file);
  return {
    snapshot,
    file,
    ...(document ? { document } : {}),
    ignores: [],
    ruleIds: new Set(),
    ranRules: new Set(),
  };
}

/** Rules whose work grows with the number of settings by more than they may, and by how much for each. */
function growing(path: string, all: readonly Rule[]): readonly string[] {
  const small = workByRule(SMALL, path, all);
  const large = workByRule(LARGE, path, all);
  const growth = (id: string) => ((large.get(id) ?? 0) - (small.get(id) ?? 0)) / ADDED;
  const reading = growth('syntax-error');
  if (process.env.WORK) console.table(all.map(({ id }) => ({ id, growth: growth(id) - reading })));
  return all.flatMap(({ id }) => {
    const own = growth(id) - reading;
    return own > (KNOWN[id] ?? LIMIT) ? [`${id}: ${own.toFixed(1)} for each setting`] : [];
  });
}

describe('a key press', () => {
  for (const path of ['.env', 'config.yaml'])
    it(`in ${path} costs no rule a look at every entry of every file`, () => {
      assert.deepEqual(growing(path, rules), []);
    });

  it('is seen to cost a rule that looks at every entry of every file', () => {
    const syntaxError = rules.find((it) => it.id === 'syntax-error');
    assert.ok(syntaxError);
    assert.match(growing('.env', [syntaxError, wasteful]).join(), /^wasteful: /);
  });
});

/** Lives in the core's folder as far as the counter knows: what it calls does. */
const wasteful: Rule = {
  id: 'wasteful',
  severity: 'warning',
  summary: 'Looks at everything.',
  since: '0.1.0',

  *check({ snapshot }) {
    for (const file of snapshot.files.values()) {
      const document = documentOf(file);
      if (!document) continue;
      for (const { entry } of walkEntries(document.root))
        if (entry.key.name === '') yield { span: entry.key.span, message: 'it has no name' };
    }
  },
};
