import type { Supplier, SupplySource, Workload } from '../../server/src/core/supply/supply.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';

/** What a supplier makes of files, given by their paths; those it does not match are left out. */
export function suppliedBy(supplier: Supplier, files: Readonly<Record<string, string>>) {
  const all = Object.keys(files)
    .filter((path) => supplier.matches(path))
    .sort()
    .map((path) => sourceFile(path, files[path] ?? ''));
  return supplier.supplied(all);
}

/** The sources of a workload, one line each, and one line for each variable. */
export function told(workload: Workload | undefined): readonly string[] {
  return (workload?.sources ?? []).flatMap(toldSource);
}

function toldSource(source: SupplySource): readonly string[] {
  if (source.kind === 'file')
    return [`file ${source.written} (${source.dialect}${source.required ? '' : ', optional'})`];
  if (source.kind === 'opaque') return [`opaque ${source.name}`];
  return source.variables.map(({ name, value }) =>
    value.kind === 'unknown' ? `${name}?` : `${name}=${value.text}`,
  );
}

/** The text under the value of each variable that has a place. */
export function underValues(workload: Workload | undefined, text: string): readonly string[] {
  return (workload?.sources ?? []).flatMap((source) =>
    source.kind !== 'variables'
      ? []
      : source.variables.map(({ entry }) =>
          entry?.value ? text.slice(entry.value.span.start, entry.value.span.end) : '',
        ),
  );
}
