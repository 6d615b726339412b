import type { LayerFacts } from '../migration/facts.ts';
import type { Progress } from '../migration/in-progress.ts';
import type { Fix } from './finding.ts';
import { aboutRecord, failing, migrationFindings, recordPlace } from './migration-findings.ts';
import type { Placed } from './placed.ts';
import type { Rule } from './rule.ts';

/** Page: strict-reader.md */
export const strictReader: Rule = {
  id: 'strict-reader',
  severity: 'error',
  summary: 'A migration adds a key where code that runs today refuses keys it does not know.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    yield* found(snapshot).get(file.path) ?? [];
  },
};

const found = migrationFindings(judge);

function* judge(progress: Progress): Generator<Placed> {
  if (failing(progress, 'G5').length === 0) return;
  const { facts, record } = progress;
  const reader = facts.readers.find((it) => it.new === undefined && it.strict?.length);
  const to = facts.to ?? '';
  if (!reader) return;
  const related = [{ ...reader.schema.place, message: `\`${reader.name}\` refuses unknown keys` }];
  const added = facts.environments.flatMap((environment) =>
    environment.layers
      .filter((layer) => layer.new && isStrict(reader.strict, layer))
      .map((layer) => ({ environment, layer })),
  );
  for (const { environment, layer } of added) {
    const span = layer.new?.entry?.key.span;
    if (layer.path === undefined || span === undefined) continue;
    const message = `\`${reader.name}\` refuses unknown keys, so a replica of today's code does not start in ${environment.name} at its next restart: code that knows \`${to}\` comes first`;
    const finding = { span, message, key: to, environments: [environment.name], service: facts.service };
    yield { path: layer.path, finding: { ...finding, related: [...related, aboutRecord(record)] } };
  }
  if (added.length > 0) return;
  const { path, span } = recordPlace(record, 'plan');
  const message = `\`${reader.name}\` refuses unknown keys: adding \`${to}\` before code knows it stops every replica that restarts`;
  yield {
    path,
    finding: {
      span,
      severity: 'warning',
      message,
      key: facts.from,
      service: facts.service,
      related,
      fixes: codeFirst(progress, path, span),
    },
  };
}

function isStrict(strict: readonly string[] | undefined, layer: LayerFacts): boolean {
  return strict?.includes(layer.kind) ?? false;
}

/** Nothing has been added yet, so the other plan begins where this one does. */
function codeFirst({ record }: Progress, path: string, span: Placed['finding']['span']): readonly Fix[] {
  if (record.plan !== 'env-first') return [];
  const title = 'Deploy the code that reads both keys first (`code-first`)';
  return [{ title, safety: 'unsafe', kind: 'quickfix', edits: [{ path, span, newText: 'code-first' }] }];
}
