import type { Preflight, Problem, ReaderVerdict, ReplicaVerdict } from '../preflight/report.ts';
import { inlineCode, markdownTable, plainMarkdown } from './markdown-text.ts';
import {
  assumptionWords,
  effectWords,
  headline,
  isNews,
  openWords,
  replicaWords,
  rollbackLine,
  stepWhen,
} from './preflight-words.ts';

/** One page, or one comment on a pull request: the verdicts, what to do first, and why. */
export function preflightMarkdown(report: Preflight): string {
  const steps = report.readers.flatMap(({ steps }) => steps);
  const texts = new Set<string>();
  const todo = steps
    .map((it) => `- **${stepWhen(it.when)}**: ${plainMarkdown(it.text)}`)
    .filter((it) => !texts.has(it) && texts.add(it));
  return `${[
    `# ${plainMarkdown(headline(report))}`,
    `${plainMarkdown(rollbackLine(report))}.`,
    ...(report.readers.length > 0 ? [overview(report)] : []),
    ...(todo.length > 0 ? ['## What to do', todo.join('\n')] : []),
    ...report.readers.flatMap((it) => readerSection(report, it)),
    ...notesSection(report),
  ].join('\n\n')}\n`;
}

function overview({ readers }: Preflight): string {
  const rows = readers.map((it) => [
    inlineCode(it.settings),
    plainMarkdown(it.environment),
    `**${it.deploy}**`,
    `**${it.rollback}**`,
  ]);
  return markdownTable(['settings', 'environment', 'deploy', 'going back'], rows);
}

function readerSection({ to }: Preflight, reader: ReaderVerdict): readonly string[] {
  const told = reader.replicas.filter((it) => it.problems.length > 0);
  if (told.length === 0) return [];
  return [
    `## ${inlineCode(reader.settings)} in ${plainMarkdown(reader.environment)}`,
    told.map((it) => replicaItem(it, to)).join('\n'),
  ];
}

function replicaItem(replica: ReplicaVerdict, to: string): string {
  const head = `- ${plainMarkdown(replicaWords(replica, to))}: **${replica.verdict}**`;
  const open = openWords(replica);
  return [
    head,
    ...(open === undefined ? [] : [`  - ${open}`]),
    ...replica.problems.map((it) => `  - ${problemMarkdown(it, replica)}`),
  ].join('\n');
}

function problemMarkdown(problem: Problem, replica: ReplicaVerdict): string {
  const place = problem.path === undefined ? '' : ` (${inlineCode(placeText(problem))})`;
  const effect = problem.accepted === undefined ? effectWords(problem) : `accepted: ${problem.accepted}`;
  const before = isNews(problem, replica) ? '' : ', as before';
  return `${plainMarkdown(problem.message)}: ${plainMarkdown(effect)}${before}${place}`;
}

function placeText({ path = '', line }: Problem): string {
  return line === undefined ? path : `${path}:${line}`;
}

function notesSection(report: Preflight): readonly string[] {
  const notes = new Set([
    ...report.notes,
    ...report.readers.flatMap((it) => {
      const assumed = assumptionWords(it);
      return [...it.notes, ...(assumed === undefined ? [] : [assumed])].map(
        (note) => `${it.environment}: ${note}`,
      );
    }),
  ]);
  return notes.size === 0
    ? []
    : ['## What was seen', [...notes].map((it) => `- ${plainMarkdown(it)}`).join('\n')];
}
