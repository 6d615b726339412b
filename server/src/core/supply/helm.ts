import { documentOf } from '../syntax/formats.ts';
import { memberAt } from '../syntax/value-members.ts';
import { joinPath } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import { chartFolder, chartOfTemplate } from './helm-chart.ts';
import type { Supplied, Supplier, SupplyProblem } from './supply.ts';

/**
 * Charts of Helm: what their templates make of values is not followed, which is said once for each chart. Values come
 * from the configuration (`values.yaml#api.env`) or from what `helm template` prints.
 */
export const helm: Supplier = {
  name: 'helm',
  matches: (path) => chartFolder(path) !== undefined || /(?:^|\/)templates\/.*\.(?:ya?ml|tpl)$/.test(path),
  supplied,
};

function supplied(files: readonly SourceFile[]): Supplied {
  const charts = new Map(
    files.flatMap((it) => {
      const folder = chartFolder(it.path);
      return folder === undefined ? [] : [[folder, it] as const];
    }),
  );
  const folders = new Set(charts.keys());
  const templated = new Set(
    files
      .filter((it) => /\benv(?:From)?:|containers:/.test(it.text))
      .flatMap((it) => chartOfTemplate(folders, it.path) ?? []),
  );
  const problems = [...templated].flatMap((folder) => notFollowed(charts.get(folder)) ?? []);
  const skipped = [...templated].map((folder) => ({
    path: joinPath(folder, 'templates'),
    reason: 'templates of a Helm chart',
  }));
  return { workloads: [], problems, skipped };
}

function notFollowed(chart: SourceFile | undefined): SupplyProblem | undefined {
  if (chart === undefined || chart.text === '') return undefined;
  const name = memberAt(documentOf(chart)?.root, 'name');
  const span = name && name.span.end > name.span.start ? name.span : { start: 0, end: 1 };
  return {
    path: chart.path,
    span,
    message:
      'what the templates of this chart set is not looked at; the configuration can name the values that hold it',
    severity: 'info',
    whatever: true,
  };
}
