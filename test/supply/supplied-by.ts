import type { Supplied, SuppliedVariable, Supplier, Workload } from '../../server/src/core/supply/supply.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';

/** What a supplier makes of files, given by their paths. */
export function suppliedBy(supplier: Supplier, files: Readonly<Record<string, string>>): Supplied {
  const paths = Object.keys(files).filter(supplier.matches).sort();
  return supplier.supplied(paths.map((path) => sourceFile(path, files[path] ?? '')));
}

/** The variables of a workload by name, the winner of each; what is no text is shown by its kind. */
export function valuesOf(workload: Workload | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    variablesOf(workload).map(({ name, value }) => [
      name,
      value.kind === 'text' ? value.text : `<${value.kind}>`,
    ]),
  );
}

/** The variables of a workload, lowest rank first. */
export function variablesOf(workload: Workload | undefined): readonly SuppliedVariable[] {
  return (workload?.sources ?? []).flatMap((it) => (it.kind === 'variables' ? it.variables : []));
}

/** The stores of a workload that are not in the workspace, each with the names it is known to hold. */
export function opaqueOf(
  workload: Workload | undefined,
): readonly (readonly [string, readonly string[] | undefined])[] {
  return (workload?.sources ?? []).flatMap((it) =>
    it.kind === 'opaque' ? [[it.name, it.names] as const] : [],
  );
}

/** Problems as the text they underline, and what they say. */
export function problemsOf(
  { problems }: Supplied,
  files: Readonly<Record<string, string>>,
): readonly (readonly [string, string, string])[] {
  return problems.map(
    ({ path, span, message, severity }) =>
      [severity, files[path]?.slice(span.start, span.end) ?? '', message] as const,
  );
}
