import { createHash } from 'node:crypto';
import type { Coverage } from '../../core/features/coverage.ts';
import { coverageLines } from '../../core/features/coverage-lines.ts';
import { workloadStarts } from '../../core/features/differing-workloads.ts';
import type { Matrix, MatrixCell, MatrixEnvironment, MatrixRow } from '../../core/features/matrix.ts';
import { cellWords, comparedWords, settingsTitle, verdictWords } from '../../core/features/matrix-words.ts';
import { sourceText } from '../../core/features/source-place.ts';
import { FILTER, STYLE } from './matrix-page.ts';
import { printable } from './printable.ts';

/**
 * One page that needs nothing else and loads nothing: its policy allows this style and this script, by their hashes.
 * Without the script everything can be read; it only adds the filter.
 */
export function matrixHtml(title: string, matrices: readonly Matrix[], coverage: Coverage): string {
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(STYLE)}'`,
    `script-src '${hashOf(FILTER)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${text(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${text(title)}</h1>
${FILTER_FORM}
${matrices.map(section).join('\n')}
${seen(coverage)}
</main>
<script>${FILTER}</script>
</body>
</html>
`;
}

/** Hidden where there is no script to make it work. */
const FILTER_FORM = `<form id="filter" role="search" hidden>
<label>Key <input id="words" type="search" autocomplete="off" spellcheck="false"></label>
<label>Show <select id="kind">
<option value="">all keys</option>
<option value="different">keys that differ</option>
<option value="missing">keys that are missing somewhere</option>
<option value="refused">values that are refused</option>
</select></label>
<output id="shown" for="words kind" aria-live="polite"></output>
</form>`;

function section(matrix: Matrix, index: number): string {
  const id = `settings-${index + 1}`;
  const columns = matrix.environments.map(
    (it) =>
      `<th scope="col">${text(it.name)} <span class="verdict ${verdictClass(it)}">${verdictWords(it)}</span></th>`,
  );
  return `<section aria-labelledby="${id}">
<h2 id="${id}"><code>${text(settingsTitle(matrix))}</code></h2>
<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0">
<table>
<caption>Each key in each environment: its value, where it comes from, and what it overrides. Secrets are not shown; those with the same number are equal.</caption>
<thead><tr><th scope="col">Key</th>${columns.join('')}<th scope="col">Compared</th></tr></thead>
<tbody>
${matrix.rows.map(row).join('\n')}
</tbody>
</table>
</div>
<h3>Where the values come from</h3>
<ul>
${matrix.environments.map((it) => `<li>${environment(it)}</li>`).join('\n')}
</ul>
</section>`;
}

function row(it: MatrixRow): string {
  const kinds = [
    ...(it.compared === 'different' || it.compared === 'missing' ? ['different'] : []),
    ...(it.cells.some((cell) => cell.state === 'missing') ? ['missing'] : []),
    ...(it.cells.some((cell) => cell.state === 'invalid') ? ['refused'] : []),
  ];
  const name = `${text(it.key)}<span class="about">${text(it.annotation)}${it.required ? ', required' : ''}</span>`;
  const cells = it.cells.map((cell) => `<td class="${cell.state}">${cellHtml(it, cell)}</td>`).join('');
  const compared = comparedWords(it);
  return `<tr data-kinds="${kinds.join(' ')}"><th scope="row">${name}</th>${cells}<td class="${it.compared}">${compared === '' ? 'same' : compared}</td></tr>`;
}

function cellHtml(row: MatrixRow, cell: MatrixCell): string {
  const { value, note } = cellWords(row, cell);
  const over = cell.overrides.map(sourceText).join(', ');
  const shown = cell.masked ? `<span class="secret">${text(value)}</span>` : `<code>${text(value)}</code>`;
  return [
    value === '' ? '' : shown,
    note === '' ? '' : `<strong>${note}</strong>`,
    cell.source ? `<span class="from">${text(sourceText(cell.source))}</span>` : '',
    over === '' ? '' : `<span class="from">over ${text(over)}</span>`,
    cell.reason === undefined ? '' : `<span class="about">${prose(cell.reason)}</span>`,
  ]
    .filter((it) => it !== '')
    .join(' ');
}

function environment(it: MatrixEnvironment): string {
  const layers = it.layers.map((layer) => `<code>${text(sourceText(layer))}</code>`);
  const notes = [
    layers.length === 0 ? 'no file is here' : layers.join(' over '),
    ...(it.workload === undefined
      ? []
      : [`with the process environment of <code>${text(it.workload)}</code>`]),
    ...(it.guess === undefined ? [] : [`assumed: ${prose(it.guess)}`]),
    ...it.opaque.map((store) => `<code>${text(store)}</code> cannot be read`),
    ...(it.workloads.length === 0 ? [] : [`side by side: ${prose(workloadStarts(it.workloads))}`]),
  ];
  return `<strong>${text(it.name)}</strong> ${verdictWords(it)}: ${notes.join('; ')}`;
}

function seen(coverage: Coverage): string {
  const lines = coverageLines(coverage);
  if (lines.length === 0) return '';
  return `<section aria-labelledby="seen">
<h2 id="seen">What was seen, and what was not</h2>
<ul>
${lines.map((it) => `<li>${prose(it)}</li>`).join('\n')}
</ul>
</section>`;
}

function verdictClass({ ok, unseen }: MatrixEnvironment): string {
  if (unseen || ok === null) return 'open';
  return ok ? 'good' : 'bad';
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text of the workspace, inert in an element or an attribute. */
function text(raw: string): string {
  return printable(raw).replace(/[&<>"']/g, (it) => ENTITIES[it] ?? it);
}

/** A sentence of ours with names of the workspace in it: what stands between backticks is code. */
function prose(raw: string): string {
  const pieces = raw.split('`');
  if (pieces.length % 2 === 0) return text(raw);
  return pieces.map((it, index) => (index % 2 === 1 ? `<code>${text(it)}</code>` : text(it))).join('');
}

function hashOf(source: string): string {
  return `sha256-${createHash('sha256').update(source, 'utf8').digest('base64')}`;
}
