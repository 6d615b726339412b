import { effectWords, headline, replicaWords } from '../../core/features/preflight-words.ts';
import type { Preflight, Problem } from '../../core/preflight/report.ts';
import { commandData, commandProperty } from './github-command.ts';

/** One annotation for each problem, at its line, and one for the verdict where it is not a yes. */
export function preflightGithub(report: Preflight): string {
  const lines = new Set<string>();
  for (const reader of report.readers) {
    for (const replica of reader.replicas) {
      for (const problem of replica.problems.filter((it) => it.accepted === undefined)) {
        const text = `${problem.message}: ${replicaWords(replica, report.to)}, ${effectWords(problem)} (${reader.settings} in ${reader.environment})`;
        lines.add(command(problem, text));
      }
    }
  }
  if (report.deploy !== 'yes') {
    const level = report.deploy === 'no' ? 'error' : 'warning';
    const why = report.notes.length === 0 ? '' : `: ${report.notes.join('; ')}`;
    lines.add(`::${level} title=Crossfade preflight::${commandData(headline(report) + why)}\n`);
  }
  return [...lines].join('');
}

function command({ path, line, verdict }: Problem, text: string): string {
  const place = path === undefined ? '' : `file=${commandProperty(path)},line=${line ?? 1},`;
  return `::${verdict === 'no' ? 'error' : 'warning'} ${place}title=Crossfade preflight::${commandData(text)}\n`;
}
