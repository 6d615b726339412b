import { environmentsOf } from '../binding/environments.ts';
import { readersOf } from '../binding/unknown.ts';
import type { Diagnostic, Fix } from '../rules/finding.ts';
import { variableName } from '../rules/reader-name.ts';
import type { Snapshot } from '../snapshot.ts';
import { type Span, touches } from '../text/span.ts';
import { fieldsAt } from './hover.ts';
import { ignoreFix } from './ignore-fix.ts';
import { writtenGuesses } from './written-guess.ts';

/** A change that is offered at a place, with the diagnostic that it answers, if any. */
export interface Action {
  readonly fix: Fix;
  readonly diagnostic?: Diagnostic;
}

/** What can be done at a span: the fixes of findings there, a migration of the key there, ignore comments. */
export function actionsAt(
  snapshot: Snapshot,
  diagnostics: readonly Diagnostic[],
  path: string,
  span: Span,
): readonly Action[] {
  const here = diagnostics.filter((it) => touches(it.span, span));
  const fixes = here.flatMap((diagnostic) => (diagnostic.fixes ?? []).map((fix) => ({ fix, diagnostic })));
  const ignores = here.flatMap((diagnostic) => {
    const fix = ignoreFix(snapshot, diagnostic);
    return fix ? [{ fix, diagnostic }] : [];
  });
  const offered = fixes.some((it) => it.fix.migrate);
  return [
    ...fixes,
    ...(offered ? [] : migrations(snapshot, path, span)),
    ...configurations(snapshot, path, here),
    ...ignores,
  ];
}

/** In a file of which it is guessed how it is read: to say it in the configuration. */
function configurations(snapshot: Snapshot, path: string, here: readonly Diagnostic[]): readonly Action[] {
  const found = new Map<string, Action>();
  for (const { schema, layer, environments } of readersOf(snapshot).get(path) ?? []) {
    if (layer.kind !== 'dotenv') continue;
    for (const environment of environmentsOf(snapshot, schema)) {
      if (!environments.includes(environment.name)) continue;
      const diagnostic = here.find(
        (it) => it.rule === 'missing-required' && it.environments?.includes(environment.name),
      );
      for (const fix of writtenGuesses(snapshot, schema, environment))
        found.set(fix.title, { fix, ...(diagnostic ? { diagnostic } : {}) });
    }
  }
  return [...found.values()];
}

function migrations(snapshot: Snapshot, path: string, span: Span): readonly Action[] {
  const [found] = fieldsAt(snapshot, path, span.start);
  if (!found) return [];
  const { schema, field, key } = found;
  const from = variableName(schema, field);
  return (['rename', 'remove'] as const).map((kind) => ({
    fix: {
      title:
        kind === 'rename' ? `Rename \`${key}\` without downtime…` : `Remove \`${key}\` without downtime…`,
      safety: 'unsafe',
      kind: 'refactor.rewrite.crossfade.migrate',
      edits: [],
      migrate: { kind, from, settings: schema.id },
    },
  }));
}
