import { appendFileSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { writeAtomically } from '../host/atomic-write.ts';
import { plainError } from './plain-error.ts';
import { withoutLogCommands } from './reports/printable.ts';
import { type Terminal, UsageError } from './terminal.ts';

/** Takes a part of a report. `log-commands`: its lines are commands to a build's log, made from escaped texts. */
export type Print = (report: string, form?: 'log-commands') => void;

function inert(report: string, form: 'log-commands' | undefined): string {
  return form === 'log-commands' ? report : withoutLogCommands(report);
}

/** Where the parts of a report go: to standard output, or to a file that holds all of them. */
export function reportTarget(file: string | undefined, terminal: Terminal): Print {
  if (file === undefined) return (report, form) => terminal.out(inert(report, form));
  // On a socket it cannot be opened by this name.
  if (file === '/dev/stdout') return reportTarget(undefined, terminal);
  const target = resolve(terminal.currentDirectory, file);
  let whole = '';
  return (report, form) => {
    const part = inert(report, form);
    whole += part;
    try {
      const stat = statSync(target, { throwIfNoEntry: false });
      // A pipe or a device, such as /dev/null, takes what comes.
      if (stat && !stat.isFile()) appendFileSync(target, part);
      else replace(stat ? realpathSync(target) : target, whole);
    } catch (error) {
      throw new UsageError(`\`${file}\` cannot be written: ${plainError(error)}`);
    }
  };
}

function replace(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeAtomically(dirname(path), basename(path), text);
}
