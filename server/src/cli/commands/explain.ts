import type { Command } from 'commander';
import { nearest } from '../../core/text/nearest.ts';
import { ruleList, rulePage } from '../../host/rule-pages.ts';
import { type Terminal, UsageError } from '../terminal.ts';
import type { Exit } from '../workspace-command.ts';

/** Adds `crossfade explain`. */
export function addExplain(program: Command, terminal: Terminal, exit: Exit): void {
  program
    .command('explain')
    .description('print the page of a rule')
    .argument('[rule]', 'the rule; without it, the list of rules')
    .action((rule: string | undefined) => {
      terminal.out(rule === undefined ? listing() : page(rule));
      exit(0);
    });
}

function listing(): string {
  return ruleList()
    .map((it) => `${it.id.padEnd(24)} ${it.severity.padEnd(8)} ${it.summary}\n`)
    .join('');
}

function page(rule: string): string {
  const text = rulePage(rule);
  if (text !== undefined) return text;
  const [near] = nearest(
    rule,
    ruleList().map((it) => it.id),
  );
  throw new UsageError(`there is no rule \`${rule}\`${near ? `; did you mean \`${near}\`?` : ''}`);
}
