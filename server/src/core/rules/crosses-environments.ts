import { bindDataFile, bindVariables } from '../binding/bind.ts';
import { type FileReader, readersOf } from '../binding/unknown.ts';
import { canonicalName, isKnownName, isProductionName } from '../supply/environment-name.ts';
import type { Entry } from '../syntax/document.ts';
import { firstLine } from '../text/span.ts';
import type { Finding } from './finding.ts';
import { fieldReference } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: crosses-environments.md */
export const crossesEnvironments: Rule = {
  id: 'crosses-environments',
  severity: 'warning',
  summary: 'An address in one environment names another one, such as staging in production.',
  since: '0.1.0',

  *check({ snapshot, document, file }) {
    if (!document) return;
    const seen = new Set<Entry>();
    for (const reader of readersOf(snapshot).get(file.path) ?? []) {
      const { schema, layer, environments } = reader;
      if (layer.variables || layer.personal || !mayNotCross(reader)) continue;
      const bound = layer.kind === 'file' ? bindDataFile(document, schema) : bindVariables(document, schema);
      for (const it of bound.entries) {
        if (it.kind !== 'field' || it.hidden || seen.has(it.entry)) continue;
        const other = otherEnvironment(it.entry, environments);
        if (other === undefined || it.entry.value === undefined) continue;
        seen.add(it.entry);
        yield {
          span: firstLine(file.text, it.entry.value.span),
          message: `\`${it.entry.key.name}\` in ${environments.join(', ')} points at an address of ${other}`,
          key: it.entry.key.name,
          environments,
          service: schema.service,
          field: fieldReference(schema, it.field),
        } satisfies Finding;
      }
    }
  },
};

/** Development may use what others have; an environment of a name that is not known may be anything. */
function mayNotCross({ environments }: FileReader): boolean {
  return environments.every((it) => isProductionName(it) || canonicalName(it) === 'staging');
}

/** The environment that a part of a host's name says, where none of the file's own says the same. */
function otherEnvironment(entry: Entry, own: readonly string[]): string | undefined {
  const { value } = entry;
  if (value?.kind !== 'scalar' || value.data.kind !== 'str' || value.parts) return undefined;
  const hosts = [
    ...value.data.value.matchAll(/[a-z][a-z0-9+.-]*:\/\/(?:[^\s/?#@]{0,512}@)?([a-z0-9.-]{1,253})/gi),
  ];
  const words = hosts.flatMap((it) => ownLabels(it[1] ?? '').flatMap((label) => label.split('-')));
  const named = words.filter((it) => isKnownName(it) && it !== 'live').map(canonicalName);
  if (named.some((it) => own.some((mine) => kindOf(mine) === it))) return undefined;
  // `dev.` is also what tools for developers are called.
  return named.find((it) => it !== 'development');
}

/** The parts of a host's name below the domain that somebody registered, whose words say nothing: `web.dev`. */
function ownLabels(host: string): readonly string[] {
  const labels = host.toLowerCase().split('.');
  return labels.length === 1 ? labels : labels.slice(0, -2);
}

function kindOf(name: string): string {
  return isProductionName(name) ? 'production' : canonicalName(name);
}
