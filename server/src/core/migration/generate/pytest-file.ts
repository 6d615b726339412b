import type { MigrationFacts } from '../facts.ts';
import { marker } from './pydantic-dual-read.ts';
import { callText, idName } from './python-text.ts';

/** A generated pytest file, in the order in which its parts stand. */
export interface PytestFile {
  readonly id: string;
  /** First line of the docstring below the marker. */
  readonly says: string;
  /** Modules of the standard library, as they are imported: `import os`, `from pathlib import Path`. */
  readonly standard: readonly string[];
  /** Imports of other packages beside pytest. */
  readonly packages?: readonly string[];
  /** What is imported from the service. */
  readonly own?: string;
  readonly constants: readonly string[];
  /** Functions and tests, each without the blank lines around it. */
  readonly parts: readonly string[];
}

/** The text of a generated pytest file, its imports as isort has them. */
export function pytestText(file: PytestFile): string {
  const head = [
    `"""${marker(file.id)}`,
    '',
    file.says,
    'All values are made up.',
    '"""',
    '',
    ...sorted(file.standard),
    '',
    'import pytest',
    ...sorted(file.packages ?? []),
    '',
    ...(file.own === undefined ? [] : [file.own, '']),
    ...file.constants,
  ];
  return `${[head.join('\n'), ...file.parts].join('\n\n\n')}\n`;
}

/** True for the text of a file that `pytestText` wrote for this migration. */
export function isTestOf(text: string, id: string): boolean {
  const head = `"""${marker(id)}`;
  return text.startsWith(head) && /^[\r\n]/.test(text.slice(head.length));
}

function sorted(imports: readonly string[]): readonly string[] {
  const all = [...new Set(imports)];
  const isFrom = (it: string) => it.startsWith('from ');
  return [...all.filter((it) => !isFrom(it)).sort(), ...all.filter(isFrom).sort()];
}

/** `def test_…(…):`, with what the name of the test ends in. */
export function testLine(
  { lineLength }: Pick<MigrationFacts, 'lineLength'>,
  id: string,
  suffix: string,
  parameters: readonly string[],
): string {
  return callText('', `def test_${idName(id)}${suffix}`, parameters, lineLength, ':');
}

/**
 * Lines that hold the mocked logger to one message about a key. Other migrations may log theirs.
 * @param name expression of the key
 * @param values expressions of texts that no message may hold
 */
export function loggedOnce(name: string, values: readonly string[]): readonly string[] {
  return [
    '    messages = [call.args[0] for call in log.warning.call_args_list]',
    `    assert [it.split()[0].rstrip(",") for it in messages].count(${name}) == 1`,
    ...values.map((value) => `    assert not any(${value} in message for message in messages)`),
  ];
}
