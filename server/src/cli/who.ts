import { gitUser } from '../host/git-record.ts';
import type { Session } from './session.ts';
import { UsageError } from './terminal.ts';

/** Who says something in a record: the option, else the user that git knows. */
export function whoSays({ root }: Session, by: string | undefined): string {
  const who = by ?? gitUser(root);
  if (who === undefined || who.trim() === '')
    throw new UsageError('who says so is not known: --by NAME, or `git config user.name`');
  return who;
}
