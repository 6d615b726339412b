import type { EnvironmentFacts } from '../migration/facts.ts';
import { losesOverride } from '../migration/gates-environment.ts';
import type { Progress } from '../migration/in-progress.ts';
import type { Fix } from './finding.ts';
import { aboutRecord, failing, migrationFindings, readsNew } from './migration-findings.ts';
import type { Placed } from './placed.ts';
import type { Rule } from './rule.ts';

/** Page: layer-inversion.md */
export const layerInversion: Rule = {
  id: 'layer-inversion',
  severity: 'error',
  summary: 'The new key stands in a layer below the one in which the old key overrides it.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    yield* found(snapshot).get(file.path) ?? [];
  },
};

const found = migrationFindings(judge);

function* judge(progress: Progress): Generator<Placed> {
  const { facts, record } = progress;
  for (const verdict of failing(progress, 'G7')) {
    const whole = facts.environments.find((it) => it.name === verdict.environment);
    const environment = whole?.views?.find(losesOverride) ?? whole;
    const lower = environment?.layers.findLast((it) => it.new);
    const span = lower?.new?.entry?.key.span;
    if (!environment || lower?.path === undefined || span === undefined) continue;
    const higher = environment.layers.findLast((it) => it.old);
    const where = higher?.path === undefined ? 'the process environment' : `\`${higher.path}\``;
    const above = higher?.old?.entry?.key.span;
    yield {
      path: lower.path,
      finding: {
        span,
        ...(readsNew(progress) ? {} : { severity: 'warning' as const }),
        message: `\`${facts.to}\` stands below \`${facts.from}\`, which ${where} sets for ${environment.name}: code that reads \`${facts.to}\` loses that override`,
        key: facts.to ?? facts.from,
        environments: [environment.name],
        service: facts.service,
        related: [
          ...(higher?.path !== undefined && above
            ? [{ path: higher.path, span: above, message: 'the override' }]
            : []),
          aboutRecord(record),
        ],
        fixes: addedAbove(progress, environment),
      },
    };
  }
}

/** The new key beside the override, with its value as it is written. */
function addedAbove({ facts }: Progress, environment: EnvironmentFacts): readonly Fix[] {
  const higher = environment.layers.findLast((it) => it.old);
  const entry = higher?.old?.entry;
  if (!higher?.document || higher.path === undefined || !entry?.value || higher.old?.supplied) return [];
  if (facts.convert !== 'same' || facts.to === undefined || facts.toKeys.length !== 1) return [];
  const { document, path } = higher;
  const source = document.file.text.slice(entry.value.span.start, entry.value.span.end);
  const edits = document.format.insert(document, document.root, { name: facts.to, value: { source } }, entry);
  if (edits.length === 0) return [];
  const title = `Add \`${facts.to}\` to \`${path}\` as well`;
  return [{ title, safety: 'unsafe', kind: 'quickfix', edits: edits.map((edit) => ({ ...edit, path })) }];
}
