import {
  assumptionWords,
  effectWords,
  headline,
  isNews,
  openWords,
  replicaWords,
  rollbackLine,
  stepWhen,
} from '../../core/features/preflight-words.ts';
import type {
  Preflight,
  Problem,
  ReaderVerdict,
  ReplicaVerdict,
  Verdict,
} from '../../core/preflight/report.ts';
import type { Paint } from '../paint.ts';
import { printable } from './printable.ts';

/** The verdict, then each reader in each environment with its replicas, then what to do first. */
export function preflightText(report: Preflight, paint: Paint): string {
  const parts = [
    `${coloured(report.deploy, paint)}  ${paint.bold(printable(headline(report)))}`,
    `${coloured(report.rollback, paint)}  ${printable(rollbackLine(report))}`,
    '',
    ...report.readers.filter((it) => !it.quiet).flatMap((it) => readerText(report, it, paint)),
    ...quietText(report.readers, paint),
    ...report.notes.map((it) => paint.dim(printable(it))),
  ];
  return `${parts.join('\n').trimEnd()}\n`;
}

/** One line for all environments of settings that the deploy does not touch. */
function quietText(readers: readonly ReaderVerdict[], paint: Paint): readonly string[] {
  const found = new Map<string, string[]>();
  for (const it of readers.filter(({ quiet }) => quiet)) {
    const service = it.service === '' ? '' : ` (${printable(it.service)})`;
    const name = `${paint.bold(printable(it.settings))}${service}`;
    found.set(name, [...(found.get(name) ?? []), paint.bold(printable(it.environment))]);
  }
  const lines = [...found].map(([name, places]) => `${name} in ${places.join(', ')}: nothing changes`);
  return lines.length === 0 ? [] : [...lines, ''];
}

function readerText(report: Preflight, reader: ReaderVerdict, paint: Paint): readonly string[] {
  const service = reader.service === '' ? '' : ` (${printable(reader.service)})`;
  const lines = [
    `${paint.bold(printable(reader.settings))}${service} in ${paint.bold(printable(reader.environment))}`,
  ];
  for (const replica of reader.replicas) {
    lines.push(`  ${coloured(replica.verdict, paint)}  ${printable(replicaWords(replica, report.to))}`);
    const open = openWords(replica);
    if (open !== undefined) lines.push(`           ${paint.dim(open)}`);
    for (const it of replica.problems) lines.push(`           ${problemText(it, replica, paint)}`);
  }
  for (const it of reader.steps) lines.push(`  ${paint.bold(`${stepWhen(it.when)}:`)} ${printable(it.text)}`);
  const assumed = assumptionWords(reader);
  for (const it of [...reader.notes, ...(assumed === undefined ? [] : [assumed])])
    lines.push(paint.dim(`  ${printable(it)}`));
  return [...lines, ''];
}

function problemText(problem: Problem, replica: ReplicaVerdict, paint: Paint): string {
  const place = problem.path === undefined ? '' : paint.dim(` (${placeText(problem)})`);
  const effect = problem.accepted === undefined ? effectWords(problem) : `accepted: ${problem.accepted}`;
  return `${printable(problem.message)}: ${printable(effect)}${isNews(problem, replica) ? '' : ', as before'}${place}`;
}

function placeText({ path = '', line }: Problem): string {
  return printable(line === undefined ? path : `${path}:${line}`);
}

function coloured(verdict: Verdict, paint: Paint): string {
  const color = { yes: paint.green, no: paint.red, unknown: paint.yellow }[verdict];
  return color(verdict.padEnd(7));
}
