import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { plainError } from './plain-error.ts';
import { type Terminal, UsageError } from './terminal.ts';

/** The text of a file that an option names, or of standard input for `-`. */
export function readInput(terminal: Terminal, file: string): string {
  if (file === '-') return terminal.readStdin();
  try {
    return readFileSync(resolve(terminal.currentDirectory, file), 'utf8');
  } catch (error) {
    throw new UsageError(`\`${file}\` cannot be read: ${plainError(error)}`);
  }
}

/** The terminal with a standard input that is read once: a second reader would be given nothing. */
export function withOneInput(terminal: Terminal): Terminal {
  let taken = false;
  return {
    ...terminal,
    readStdin: () => {
      if (taken) throw new UsageError('only one option can read standard input');
      taken = true;
      return terminal.readStdin();
    },
  };
}
