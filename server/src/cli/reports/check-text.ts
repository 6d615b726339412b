import type { Analysis } from '../../core/analysis.ts';
import type { Diagnostic } from '../../core/rules/finding.ts';
import { lineIndex } from '../../core/text/line-index.ts';
import type { SourceFile } from '../../core/text/source-file.ts';
import type { CheckResult } from '../check-result.ts';
import type { Paint } from '../paint.ts';
import { coverageText } from './coverage-text.ts';
import { printable } from './printable.ts';

/** Characters of a source line that are shown before, under and after a finding. */
const MAX_PART = 120;

/** Findings with their source lines and carets, then what was not seen, then the counts. */
export function checkText(result: CheckResult, analysis: Analysis, paint: Paint): string {
  const blocks = result.diagnostics.map((it) => block(it, analysis, paint));
  return `${[...blocks, coverageText(result.coverage, paint), counts(result, paint)].filter((it) => it !== '').join('\n')}\n`;
}

function block(diagnostic: Diagnostic, analysis: Analysis, paint: Paint): string {
  const file = analysis.snapshot.files.get(diagnostic.path);
  const color = paint.severity(diagnostic.severity);
  const position = file ? lineIndex(file).position(diagnostic.span.start) : { line: 0, column: 0 };
  const where = `${printable(diagnostic.path)}:${position.line + 1}:${position.column + 1}`;
  const environments = diagnostic.environments?.length
    ? paint.dim(` (${printable(diagnostic.environments.join(', '))})`)
    : '';
  const head = `${paint.bold(where)} ${color(`${diagnostic.severity}[${diagnostic.rule}]`)} ${printable(diagnostic.message)}${environments}`;
  const source =
    file && diagnostic.span.end > diagnostic.span.start ? sourceLine(file, diagnostic, analysis, color) : '';
  const related = (diagnostic.related ?? []).map((it) => {
    const other = analysis.snapshot.files.get(it.path);
    const line = other ? lineIndex(other).position(it.span.start).line + 1 : 1;
    return paint.dim(`    ${printable(it.path)}:${line}: ${printable(it.message)}\n`);
  });
  const fixes = (diagnostic.fixes ?? []).map((fix) => paint.dim(`    fix: ${printable(fix.title)}\n`));
  return `${head}\n${source}${related.join('')}${fixes.join('')}`;
}

/** The line with secrets masked, and carets under the span, moved by what the mask made shorter or longer. */
function sourceLine(
  file: SourceFile,
  diagnostic: Diagnostic,
  analysis: Analysis,
  color: (text: string) => string,
): string {
  const lines = lineIndex(file);
  const line = lines.position(diagnostic.span.start).line;
  const masked = analysis.maskedLine(file.path, line, diagnostic.span);
  const number = String(line + 1);
  const gutter = ' '.repeat(number.length);
  const shown = (from: number, to: number) => printable(masked.text.slice(from, to).replaceAll('\t', ' '));
  const before = shortened(shown(0, masked.start), 'head');
  const marked = shortened(shown(masked.start, masked.end), 'tail');
  const after = shortened(shown(masked.end, masked.text.length), 'tail');
  const carets = '^'.repeat(Math.max(1, [...marked].length));
  const place = ' '.repeat([...before].length);
  return `  ${number} | ${before}${marked}${after}\n  ${gutter} | ${place}${color(carets)}\n`;
}

/** A part of a line that is too long to be read, cut at the side that is further from the finding. */
function shortened(text: string, cut: 'head' | 'tail'): string {
  const characters = [...text];
  if (characters.length <= MAX_PART) return text;
  return cut === 'head'
    ? `…${characters.slice(1 - MAX_PART).join('')}`
    : `${characters.slice(0, MAX_PART - 1).join('')}…`;
}

function counts({ summary }: CheckResult, paint: Paint): string {
  const found = [
    summary.errors > 0 ? paint.red(`${summary.errors} ${plural('error', summary.errors)}`) : '',
    summary.warnings > 0 ? paint.yellow(`${summary.warnings} ${plural('warning', summary.warnings)}`) : '',
    summary.infos > 0 ? `${summary.infos} ${plural('info', summary.infos)}` : '',
    summary.hints > 0 ? `${summary.hints} ${plural('hint', summary.hints)}` : '',
  ].filter((it) => it !== '');
  const files = `${summary.files} settings ${plural('file', summary.files)}`;
  return found.length > 0 ? `${found.join(', ')} in ${files}` : `${paint.green('No findings')} in ${files}`;
}

function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`;
}
