import { printable } from './printable.ts';

/** Text of a workflow command of GitHub Actions, escaped so that each line is one command and no other. */
export function commandData(text: string): string {
  return printable(text).replaceAll('%', '%25');
}

/** Text of one of its properties. */
export function commandProperty(text: string): string {
  return commandData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
