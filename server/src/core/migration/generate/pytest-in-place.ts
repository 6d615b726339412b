import { mayHold } from '../data-files-holding.ts';
import type { MigrationFacts } from '../facts.ts';
import { loggerName } from './logger.ts';
import type { PydanticTarget } from './pydantic-target.ts';
import { loggedOnce, pytestText, testLine } from './pytest-file.ts';
import { LOAD_IMPORTS, loadText } from './pytest-load.ts';
import { othersConstants, othersOf } from './pytest-others.ts';
import { type MatrixResult, testPath } from './pytest-path.ts';
import { callText, idName, importText, pyString } from './python-text.ts';
import { samplesFor } from './synthetic.ts';
import { validationErrorImport } from './validation-error.ts';

/** A generated test of a change that keeps the key. */
export interface InPlaceMatrix {
  readonly id: string;
  readonly target: PydanticTarget;
  /** What the rows are about, for the docstring: `whatever the key says`. */
  readonly says: string;
  /** Texts by name: `VALUE`, `OTHER`. */
  readonly constants: ReadonlyMap<string, string>;
  /** A state of the environment, and the state that means the same to every version; Python dicts. */
  readonly rows: readonly (readonly [string, string])[];
  /** States with which the class does not start; they hold only this key. */
  readonly refused: readonly string[];
  /** A state that is logged once. */
  readonly logged?: string;
  /** What is looked at, where that is not the field itself. */
  readonly field?: string;
  /** Constants that name further keys. */
  readonly moreKeys?: readonly string[];
  /** A state with which every class that shares the code starts, and that is not logged; a Python dict. */
  readonly needs: string;
  /** The second part of a row is the value, not a state that means the same. */
  readonly literal?: true;
}

/** The pytest file of a change that keeps the key. */
export function inPlaceMatrix(facts: MigrationFacts, input: InPlaceMatrix): MatrixResult {
  const { id, target, constants, refused, logged } = input;
  const { reader, settings, file, field } = target;
  const others = othersOf(facts, reader, [field.name]);
  if (!others.ok) return others;
  const module = facts.project.moduleName(file.file.path);
  const text = pytestText({
    id,
    says: input.says,
    standard: [...LOAD_IMPORTS, ...(logged === undefined ? [] : ['from unittest.mock import Mock'])],
    packages: refused.length === 0 ? [] : [validationErrorImport(facts, target)],
    own: importText(module, settings.name, facts.lineLength),
    constants: [
      `KEY = ${pyString(facts.from)}`,
      ...[...constants].map(([name, it]) => `${name} = ${pyString(it)}`),
      `KEYS = [${['KEY', ...(input.moreKeys ?? [])].join(', ')}]`,
      ...othersConstants(others.texts, input.needs, facts.lineLength),
    ],
    parts: [
      ...loadText(facts, settings.name, `got.${input.field ?? field.name}`),
      rowsText(facts, input),
      ...(refused.length === 0 ? [] : [refusedText(facts, input)]),
      ...(logged === undefined ? [] : [logText(facts, input, module, logged)]),
    ],
  });
  return { ok: true, path: testPath(facts, id, reader), text };
}

function rowsText(facts: MigrationFacts, { id, rows, literal }: InPlaceMatrix): string {
  return [
    'STATES = [',
    ...rows.map(([state, want]) => `    (${state}, ${want}),`),
    ']',
    '',
    '',
    '@pytest.mark.parametrize("where", ["file", "env"])',
    '@pytest.mark.parametrize("state, want", STATES)',
    testLine(facts, id, '', ['where', 'state', 'want', 'tmp_path', 'monkeypatch']),
    ...(literal
      ? ['    assert load(tmp_path, monkeypatch, **{where: state}) == want']
      : [
          '    expected = load(tmp_path, monkeypatch, env=want)',
          '    assert load(tmp_path, monkeypatch, **{where: state}) == expected',
        ]),
  ].join('\n');
}

function refusedText(facts: MigrationFacts, { id, refused }: InPlaceMatrix): string {
  return [
    `@pytest.mark.parametrize("state", [${refused.join(', ')}])`,
    testLine(facts, id, '_refused', ['state', 'tmp_path', 'monkeypatch']),
    '    with pytest.raises(ValidationError):',
    '        load(tmp_path, monkeypatch, env=state)',
  ].join('\n');
}

function logText(
  facts: MigrationFacts,
  { id, target, constants }: InPlaceMatrix,
  module: string,
  state: string,
): string {
  const { file, settings } = target;
  const log = pyString(`${module}.${loggerName(file, settings.span.start)}`);
  return [
    testLine(facts, id, '_log', ['tmp_path', 'monkeypatch']),
    '    log = Mock()',
    callText('    ', 'monkeypatch.setattr', [log, 'log'], facts.lineLength),
    `    ${settings.name}._seen_${idName(id)}.clear()`,
    '    for _ in range(2):',
    `        load(tmp_path, monkeypatch, env=${state})`,
    ...loggedOnce('KEY', [...constants.keys()]),
  ].join('\n');
}

/** The rows of a new default. */
export function defaultMatrix(
  facts: MigrationFacts,
  it: { readonly id: string; readonly target: PydanticTarget; readonly text: string },
): MatrixResult {
  const { id, target, text } = it;
  const other = samplesFor(target.field)?.find((sample) => sample !== text);
  if (other === undefined) return { ok: false, fields: [target.field.name] };
  // A file that the class loads wherever it runs hides the default.
  const hidden = facts.dataFiles.some(mayHold);
  return inPlaceMatrix(facts, {
    id,
    target,
    says: hidden
      ? 'What is set counts; else a data file has a value and hides the default.'
      : 'The new default counts where the key is not set, and nowhere else.',
    constants: new Map([
      ['DEFAULT', text],
      ['OTHER', other],
    ]),
    rows: [
      ...(hidden ? [] : [['{}', '{KEY: DEFAULT}'] as const]),
      ['{KEY: DEFAULT}', '{KEY: DEFAULT}'],
      ['{KEY: OTHER}', '{KEY: OTHER}'],
    ],
    refused: [],
    needs: '{KEY: DEFAULT}',
  });
}
