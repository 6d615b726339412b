import type { Progress } from '../migration/in-progress.ts';
import type { Fix } from './finding.ts';
import { migrationFindings, recordPlace } from './migration-findings.ts';
import type { Placed } from './placed.ts';
import type { Rule } from './rule.ts';

/** Page: rotation-skips-verify.md */
export const rotationSkipsVerify: Rule = {
  id: 'rotation-skips-verify',
  severity: 'error',
  summary: 'A new key begins to sign before every replica accepts what it signs.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    yield* found(snapshot).get(file.path) ?? [];
  },
};

const found = migrationFindings(judge);

function* judge(progress: Progress): Generator<Placed> {
  const { facts, record } = progress;
  if (facts.kind !== 'rotate-signing') return;
  const [, list] = facts.toKeys;
  const noList = list === undefined;
  if (!noList && record.plan !== 'one-pr') return;
  const { path, span } = recordPlace(record, noList ? 'to' : 'plan');
  const why = noList
    ? 'no list of further keys that are accepted is named'
    : 'the next key signs at once, and only then is the old one accepted beside it';
  yield {
    path,
    finding: {
      span,
      message: `\`${facts.from}\` is rotated without a phase in which every replica accepts both keys: ${why}, so what one replica signs another refuses`,
      key: facts.from,
      service: facts.service,
      fixes: list === undefined ? [] : withVerifyPhase(progress, list, path, span),
    },
  };
}

/** Code that knows the list already needs no change first. */
function withVerifyPhase(
  { facts }: Progress,
  list: string,
  path: string,
  span: Placed['finding']['span'],
): readonly Fix[] {
  const knows = facts.readers.length > 0 && facts.readers.every((it) => it.fields.has(list));
  const plan = knows ? 'env-first' : 'code-first';
  const title = `Accept both keys first (\`${plan}\`)`;
  return [{ title, safety: 'unsafe', kind: 'quickfix', edits: [{ path, span, newText: plan }] }];
}
