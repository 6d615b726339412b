import type { Command } from 'commander';
import { assumedConfiguration } from '../../core/features/assumed-configuration.ts';
import { printable } from '../reports/printable.ts';
import { type CommonOptions, openSession } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { type Exit, withCommonOptions } from '../workspace-command.ts';
import { textsDiff } from '../write-change.ts';
import { writeFiles } from '../write-files.ts';

interface InitOptions extends CommonOptions {
  readonly dryRun?: boolean;
}

/** Adds `crossfade init`. */
export function addInit(program: Command, terminal: Terminal, exit: Exit): void {
  withCommonOptions(
    program.command('init').description('write to the configuration what is only assumed of environments'),
  )
    .option('--dry-run', 'show what would be written, and write nothing')
    .action(async (options: InitOptions) => exit(await init(options, terminal)));
}

async function init(options: InitOptions, terminal: Terminal): Promise<0 | 1> {
  const session = await openSession(options, terminal);
  const { texts, written, left } = assumedConfiguration(session.snapshot);
  for (const it of left)
    session.note(
      `crossfade: ${printable(it.path)} is not written: say there that \`${it.list.key}\` of ${printable(it.environment)} is ${it.list.items.map(printable).join(', ')}\n`,
    );
  if (written.length === 0) {
    session.print(
      left.length > 0
        ? ''
        : 'Nothing of what environments are made of is only assumed, so nothing was written.\n',
    );
    return left.length > 0 ? 1 : 0;
  }
  const diff = textsDiff(session, texts).trimEnd();
  if (!options.dryRun) writeFiles(session.root, texts);
  const end = options.dryRun
    ? 'Nothing was written.'
    : `Wrote ${[...texts.keys()].map(printable).join(', ')}`;
  session.print(`${diff}\n${end}\n`);
  return left.length > 0 ? 1 : 0;
}
