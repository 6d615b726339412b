import type { GateVerdict } from '../migration/gates.ts';
import type { Progress } from '../migration/in-progress.ts';
import type { Snapshot } from '../snapshot.ts';
import { lineIndex } from '../text/line-index.ts';
import type { Finding, Fix } from './finding.ts';
import { aboutRecord, failing, migrationFindings, recordPlace, verdictPlace } from './migration-findings.ts';
import type { Placed } from './placed.ts';
import type { Rule } from './rule.ts';

/** Page: old-still-read.md */
export const oldStillRead: Rule = {
  id: 'old-still-read',
  severity: 'error',
  summary: 'Code, or a script, still reads the old key of a migration that is past it.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    yield* found(snapshot).get(file.path) ?? [];
  },
};

const found = migrationFindings(judge);

function* judge(progress: Progress, snapshot: Snapshot): Generator<Placed> {
  const { facts, record } = progress;
  // A key that stays is read on.
  if (facts.fromKeys.every((key) => facts.toKeys.includes(key))) return;
  const verdicts = failing(progress, 'G6');
  const inCode = verdicts.filter((it) => it.path?.endsWith('.py') && it.offset !== undefined);
  const severity = record.phase === 'contract' ? ('error' as const) : ('warning' as const);
  for (const verdict of inCode) {
    const { path, span } = verdictPlace(snapshot, record, verdict);
    const finding: Finding = {
      span,
      severity,
      message: `\`${facts.from}\` is still ${isDeclaration(progress, verdict) ? 'declared' : 'read'} here: ${consequence(progress)}`,
      key: facts.from,
      service: facts.service,
      related: [aboutRecord(record)],
      fixes: newRead(progress, snapshot, verdict),
    };
    yield { path, finding };
  }
  const elsewhere = verdicts.filter((it) => !inCode.includes(it));
  if (elsewhere.length > 0) yield named(progress, snapshot, elsewhere, severity);
}

/** True where the place is the field itself. */
function isDeclaration({ facts }: Progress, { path, offset }: GateVerdict): boolean {
  return facts.readers.some(({ old }) => old?.place.path === path && old?.place.span.start === offset);
}

/** `settings.db_pool` as `settings.db_pool_size`, where the class declares both and nothing is converted. */
function newRead({ facts }: Progress, snapshot: Snapshot, { path, offset }: GateVerdict): readonly Fix[] {
  if (facts.kind !== 'rename' || facts.convert !== 'same') return [];
  for (const { old, new: next, readsOld } of facts.readers) {
    const read = readsOld.find((it) => it.path === path && it.span.start === offset && it.certain);
    const text = read && snapshot.files.get(read.path)?.text.slice(read.span.start, read.span.end);
    if (!old || !next || !read || !text?.endsWith(`.${old.name}`)) continue;
    const edit = {
      path: read.path,
      span: { start: read.span.end - old.name.length, end: read.span.end },
      newText: next.name,
    };
    return [{ title: `Read \`${next.name}\` instead`, safety: 'unsafe', kind: 'quickfix', edits: [edit] }];
  }
  return [];
}

function consequence({ record, facts }: Progress): string {
  if (record.phase === 'contract') return 'a replica breaks once the key has left its environment';
  return facts.kind === 'remove'
    ? 'the key cannot leave any environment before that'
    : `it cannot go before code reads \`${facts.to}\` instead`;
}

/** Files that no reader understands: said once, at the phase that claims it. */
function named(
  { facts, record }: Progress,
  snapshot: Snapshot,
  verdicts: readonly GateVerdict[],
  severity: 'error' | 'warning',
): Placed {
  const { path, span } = recordPlace(record, 'phase');
  const places = verdicts.map(({ path: at, line }) => `\`${at}${line === undefined ? '' : `:${line}`}\``);
  return {
    path,
    finding: {
      span,
      severity,
      message: `\`${facts.from}\` is still named in ${places.join(', ')}`,
      key: facts.from,
      service: facts.service,
      related: verdicts.flatMap(({ path: at, line }) => {
        const file = at === undefined ? undefined : snapshot.files.get(at);
        if (at === undefined || !file || line === undefined) return [];
        const start = file.text.indexOf(facts.from, lineIndex(file).offset({ line: line - 1, column: 0 }));
        const end = start + facts.from.length;
        return start < 0 ? [] : [{ path: at, span: { start, end }, message: 'named here' }];
      }),
    },
  };
}
