import type { PythonFile } from '../../schema/reader.ts';
import type { MigrationFacts } from '../facts.ts';
import { pytestText, testLine } from './pytest-file.ts';
import { environOthers, OTHERS_FUNCTION, OTHERS_IMPORTS, othersConstants } from './pytest-others.ts';
import { type MatrixResult, testPath } from './pytest-path.ts';
import { listLines } from './pytest-sides.ts';
import { callText, pyString } from './python-text.ts';

/**
 * The pytest file of a key that modules no longer read: a process of its own imports each of them, with the key still
 * set and without it.
 * @param warns the modules say so while it is set
 */
export function environRemovalMatrix(
  facts: MigrationFacts,
  id: string,
  { files, warns }: { readonly files: readonly PythonFile[]; readonly warns: boolean },
): MatrixResult {
  const modules = files.map(({ file }) => pyString(facts.project.moduleName(file.path))).sort();
  const text = pytestText({
    id,
    says: `The service starts whether ${facts.from} is still set or not.`,
    standard: [...OTHERS_IMPORTS, 'import os', 'import subprocess', 'import sys'],
    constants: [
      `OLD = ${pyString(facts.from)}`,
      'VALUE = "example-one"',
      ...listLines('MODULES', modules, facts.lineLength),
      ...othersConstants(environOthers(facts), '{}', facts.lineLength),
    ],
    parts: [OTHERS_FUNCTION, start(facts), test(facts, id, warns)],
  });
  return { ok: true, path: testPath(facts, id), text };
}

function start({ lineLength }: MigrationFacts): string {
  const options = ['command', 'env=env', 'capture_output=True', 'text=True', 'check=False'];
  return [
    'def start(module, state):',
    '    """A process of its own that imports the module in this environment."""',
    '    env = {name: value for name, value in os.environ.items() if name != OLD}',
    '    env = {**env, **others(), **state, "PYTHONPATH": os.pathsep.join(sys.path)}',
    '    code = f"import logging; logging.basicConfig(); import {module}"',
    '    command = [sys.executable, "-c", code]',
    callText('    ', 'return subprocess.run', options, lineLength),
  ].join('\n');
}

const WARNED = [
  '    warned = done.stderr.count(f"{OLD} no longer has any effect")',
  '    assert warned == len(state)',
];

/** The same test, of modules that no longer warn. */
export function withoutWarning(text: string): string {
  return text.replace(`${WARNED.join('\n')}\n`, '');
}

function test(facts: MigrationFacts, id: string, warns: boolean): string {
  return [
    '@pytest.mark.parametrize("module", MODULES)',
    '@pytest.mark.parametrize("state", [{}, {OLD: VALUE}])',
    testLine(facts, id, '', ['module', 'state']),
    '    done = start(module, state)',
    '    assert done.returncode == 0, done.stderr',
    '    assert VALUE not in done.stderr',
    ...(warns
      ? [
          '    warned = done.stderr.count(f"{OLD} no longer has any effect")',
          '    assert warned == len(state)',
        ]
      : []),
  ].join('\n');
}
