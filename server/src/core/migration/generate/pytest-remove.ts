import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import type { Code } from '../replica-model.ts';
import { loggerName } from './logger.ts';
import { loggedOnce, pytestText, testLine } from './pytest-file.ts';
import { LOAD_IMPORTS, loadText } from './pytest-load.ts';
import { othersConstants, othersOf } from './pytest-others.ts';
import { classModule, type MatrixResult, testPath } from './pytest-path.ts';
import { callText, idName, importText, pyString } from './python-text.ts';

export interface RemovalInput {
  readonly id: string;
  readonly reader: ReaderFacts;
  readonly code: Code;
}

/** The pytest file of a removal: the service starts with OLD still set, and without it. */
export function removalMatrix(facts: MigrationFacts, input: RemovalInput): MatrixResult | undefined {
  const { id, reader, code } = input;
  const settings = reader.schema.className;
  if (settings === undefined) return undefined;
  const others = othersOf(facts, reader, [facts.from, reader.old?.name ?? '']);
  if (!others.ok) return others;
  const declares = code === 'new-declaring';
  const module = classModule(facts, reader);
  const text = pytestText({
    id,
    says: `The service starts whether ${facts.from} is still set or not.`,
    standard: [...LOAD_IMPORTS, ...(declares ? ['from unittest.mock import Mock'] : [])],
    own: importText(module, settings, facts.lineLength),
    constants: [
      `OLD = ${pyString(facts.from)}`,
      'KEYS = [OLD]',
      'VALUE = "example-one"',
      ...othersConstants(others.texts, '{}', facts.lineLength),
    ],
    parts: [
      ...loadText(facts, settings, 'got'),
      startTest(facts, input),
      ...(declares ? [logTest(facts, id, settings, `${module}.${logOf(facts, reader)}`)] : []),
    ],
  });
  return { ok: true, path: testPath(facts, id, reader, reader.schema.service), text };
}

function startTest(facts: MigrationFacts, { id, reader, code }: RemovalInput): string {
  const strict = reader.schema.loading.extra === 'forbid';
  // Once the field is gone, a strict reader refuses the key in a file: it has left every environment by then.
  const inFile = strict && code !== 'new-declaring' ? [] : ['{"file": {OLD: VALUE}}'];
  return [
    `STATES = [${['{}', ...inFile, '{"env": {OLD: VALUE}}'].join(', ')}]`,
    '',
    '',
    '@pytest.mark.parametrize("state", STATES)',
    testLine(facts, id, '', ['state', 'tmp_path', 'monkeypatch']),
    '    assert load(tmp_path, monkeypatch, **state) is not None',
  ].join('\n');
}

function logOf(facts: MigrationFacts, { schema }: ReaderFacts): string {
  const files = facts.project.mentioning([schema.className ?? '']);
  const file = files.find((it) => it.file.path === schema.place.path);
  const statement = file?.module.body.find((it) => it.kind === 'class' && it.name === schema.className);
  return file && statement ? loggerName(file, statement.span.start) : 'log';
}

function logTest(facts: MigrationFacts, id: string, settings: string, log: string): string {
  return [
    testLine(facts, id, '_log', ['tmp_path', 'monkeypatch']),
    '    log = Mock()',
    callText('    ', 'monkeypatch.setattr', [pyString(log), 'log'], facts.lineLength),
    `    ${settings}._seen_${idName(id)}.clear()`,
    '    for _ in range(2):',
    '        load(tmp_path, monkeypatch, env={OLD: VALUE})',
    ...loggedOnce('OLD', ['VALUE']),
  ].join('\n');
}
