import type { Command } from 'commander';
import { type CommonOptions, openSession } from '../session.ts';
import { type Terminal, UsageError } from '../terminal.ts';
import { withCandidates } from '../with-candidates.ts';
import { type Exit, withCommonOptions, withReference } from '../workspace-command.ts';

interface SchemaOptions extends CommonOptions {
  readonly settings?: string;
  readonly withMigrations?: boolean;
}

/** Adds `crossfade schema`. */
export function addSchema(program: Command, terminal: Terminal, exit: Exit): void {
  withReference(
    withCommonOptions(
      program
        .command('schema')
        .description('write a JSON Schema of the settings, with the names of their variables'),
    ),
  )
    .option('--settings <spec>', '[SERVICE::]MODULE[:CLASS] or PATH[:CLASS]; default: the only one there is')
    .option(
      '--with-migrations',
      'add open migrations and names that are not to be used again, for checks in another repository',
    )
    .action(async (options: SchemaOptions) => exit(await schemaCommand(options, terminal)));
}

async function schemaCommand(options: SchemaOptions, terminal: Terminal): Promise<0> {
  const session = await openSession(options, terminal);
  const answer = session.analysis.jsonSchema(options.settings, options.withMigrations);
  if (!answer.ok) throw new UsageError(withCandidates(answer.message, answer.candidates));
  session.print(answer.text);
  for (const reason of answer.open)
    session.note(`crossfade: there may be more than this schema says: ${reason}\n`);
  return 0;
}
