import type { FieldResolution, Resolution } from '../binding/resolution.ts';
import { resolveForEach } from '../binding/side-by-side.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Coverage } from './coverage.ts';
import { coverageLines } from './coverage-lines.ts';
import { differingWorkloads } from './differing-workloads.ts';
import { inlineCode, markdownTable, plainMarkdown } from './markdown-text.ts';
import { settingsTitle } from './matrix-words.ts';
import { MASKED, showData, showValue } from './show-value.ts';
import { lineOf, sourcePlace, sourceText } from './source-place.ts';
import { undecidedReasons } from './undecided-reasons.ts';

/** What the settings objects hold in an environment, as a page for people; secrets masked. */
export function settingsMarkdown(
  snapshot: Snapshot,
  environment: string,
  resolutions: readonly Resolution[],
  coverage: Coverage,
): string {
  const seen = coverageLines(coverage);
  return `${[
    `# Settings in ${plainMarkdown(environment)}`,
    ...resolutions.flatMap((it) => [resolutionSection(snapshot, it), ...workloadSections(snapshot, it)]),
    ...(seen.length > 0 ? ['## What was seen', seen.map((it) => `- ${plainMarkdown(it)}`).join('\n')] : []),
  ].join('\n\n')}\n`;
}

/** What each of several workloads holds, where they differ. */
function workloadSections(snapshot: Snapshot, { schema, environment }: Resolution): readonly string[] {
  const names = differingWorkloads(snapshot, schema, environment).map((it) => it.name);
  const each = names.length === 0 ? [] : resolveForEach(snapshot, schema, environment);
  return each.map((it, index) => resolutionSection(snapshot, it.resolution, names[index]));
}

function resolutionSection(snapshot: Snapshot, resolution: Resolution, workload?: string): string {
  const { schema, environment, ok, fields, errors } = resolution;
  const rows = fields.map((it) => [
    inlineCode(it.field.name),
    valueText(it),
    it.source ? plainMarkdown(sourceText(sourcePlace(snapshot, it.source))) : '',
    it.overrides.map((source) => plainMarkdown(sourceText(sourcePlace(snapshot, source)))).join(', '),
  ]);
  const faults = errors.map((it) => {
    const what = it.kind === 'ValidationError' ? `${it.type} at ${(it.loc ?? []).join('.')}` : it.kind;
    const place = it.place ? `, ${it.place.path}:${lineOf(snapshot, it.place)}` : '';
    return `- ${plainMarkdown(`${it.message} (${what}${place})`)}`;
  });
  const open = undecidedReasons(resolution).map(({ why, fields: left }) => {
    const names = left.length === 0 ? '' : `${left.map(inlineCode).join(', ')}: `;
    return `- ${names}${plainMarkdown(`${why.reason} (${why.path}:${lineOf(snapshot, why)})`)}`;
  });
  return [
    `## ${inlineCode(settingsTitle({ settings: schema.id, service: schema.service }))}${
      workload === undefined ? '' : `, as ${inlineCode(workload)} has it`
    }`,
    ok === null
      ? 'It depends on what is not decided.'
      : ok
        ? 'The service starts.'
        : '**The service does not start.**',
    environment.guess === undefined ? '' : `Assumed: ${plainMarkdown(environment.guess)}`,
    rows.length > 0 ? markdownTable(['field', 'value', 'from', 'over'], rows) : '',
    faults.length > 0 ? `Errors of the library, in its order:\n\n${faults.join('\n')}` : '',
    open.length > 0 ? `Not decided:\n\n${open.join('\n')}` : '',
  ]
    .filter((it) => it !== '')
    .join('\n\n');
}

function valueText(it: FieldResolution): string {
  switch (it.state) {
    case 'set':
    case 'default':
      return inlineCode(showValue(it));
    case 'missing':
      return it.possible ? 'may be set elsewhere' : '**missing**';
    case 'invalid': {
      const shown = it.masked ? MASKED : it.raw === undefined ? '' : showData({ kind: 'str', value: it.raw });
      return shown === '' ? '**refused**' : `${inlineCode(shown)} **refused**`;
    }
    case 'undecided':
      return 'not decided';
  }
}
