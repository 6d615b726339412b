import type { PythonFile } from '../../schema/reader.ts';
import type { MigrationFacts } from '../facts.ts';
import { loggedOnce, pytestText, testLine } from './pytest-file.ts';
import { MODULE_IMPORTS, mockedLog, moduleFunctions, modulePackages } from './pytest-module.ts';
import { environOthers, othersConstants } from './pytest-others.ts';
import { type MatrixResult, testPath } from './pytest-path.ts';
import { listLines } from './pytest-sides.ts';
import { pyString } from './python-text.ts';

/** What the generated test of a key that stays is written from, in modules that read the process environment. */
export interface EnvironInPlaceMatrix {
  readonly id: string;
  /** The generated function through which each read goes. */
  readonly name: string;
  readonly files: readonly PythonFile[];
  readonly says: string;
  readonly constants: ReadonlyMap<string, string>;
  /** A state of the environment, and the text that the code gets of it. */
  readonly rows: readonly (readonly [string, string])[];
  /** States that stop the process. */
  readonly refused: readonly string[];
  /** A state with which the module starts, and that is not logged. */
  readonly needs: string;
  /** A state that is logged once. */
  readonly logged?: string;
}

/** The pytest file of a key that stays, where modules read it from the process environment. */
export function environInPlaceMatrix(facts: MigrationFacts, input: EnvironInPlaceMatrix): MatrixResult {
  const { id, files, constants, logged } = input;
  const modules = files.map(({ file }) => pyString(facts.project.moduleName(file.path)));
  const text = pytestText({
    id,
    says: input.says,
    standard: [...MODULE_IMPORTS, ...(logged === undefined ? [] : ['from unittest.mock import Mock'])],
    packages: modulePackages(facts),
    constants: [
      `KEY = ${pyString(facts.from)}`,
      ...[...constants].map(([name, it]) => `${name} = ${pyString(it)}`),
      ...listLines('MODULES', modules, facts.lineLength),
      ...othersConstants(environOthers(facts), input.needs, facts.lineLength),
      'STATES = [',
      ...input.rows.map(([state, want]) => `    (${state}, ${want}),`),
      ']',
    ],
    parts: [...moduleFunctions(facts), ...tests(facts, input)],
  });
  return { ok: true, path: testPath(facts, id), text };
}

function tests(facts: MigrationFacts, input: EnvironInPlaceMatrix): readonly string[] {
  const { id, name, refused } = input;
  const given = [
    'def text(module, monkeypatch, state):',
    '    """What code is given in a process that starts with this environment."""',
    '    monkeypatch.delenv(KEY, raising=False)',
    '    for name, value in state.items():',
    '        monkeypatch.setenv(name, value)',
    `    return module.${name}(os.environ.get(KEY))`,
  ];
  const every = [
    '@pytest.mark.parametrize("state, want", STATES)',
    testLine(facts, id, '', ['module', 'monkeypatch', 'state', 'want']),
    '    assert text(module, monkeypatch, state) == want',
  ];
  const refusing = [
    `@pytest.mark.parametrize("state", [${refused.join(', ')}])`,
    testLine(facts, id, '_refused', ['module', 'monkeypatch', 'state']),
    '    with pytest.raises(ValueError):',
    '        text(module, monkeypatch, state)',
  ];
  return [
    given,
    every,
    ...(refused.length === 0 ? [] : [refusing]),
    ...(input.logged === undefined ? [] : [logTest(facts, input, input.logged)]),
  ].map((lines) => lines.join('\n'));
}

function logTest(
  facts: MigrationFacts,
  { id, files, constants }: EnvironInPlaceMatrix,
  state: string,
): readonly string[] {
  const placed = files.map((file) => ({ file, offset: file.file.text.length }));
  return [
    testLine(facts, id, '_log', ['module', 'monkeypatch']),
    ...mockedLog(facts, id, placed, `text(module, monkeypatch, ${state})`),
    ...loggedOnce('KEY', [...constants.keys()]),
  ];
}
