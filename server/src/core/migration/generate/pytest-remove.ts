import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import type { Phase } from '../kinds/kinds.ts';
import type { Code } from '../replica-model.ts';
import { loggerName } from './logger.ts';
import { marker } from './pydantic-dual-read.ts';
import { classModule, type MatrixResult, othersOf, testPath } from './pytest-matrix.ts';
import { callText, idName, pyString } from './python-text.ts';

export interface RemovalInput {
  readonly id: string;
  readonly reader: ReaderFacts;
  readonly phase: Phase;
  readonly code: Code;
}

/** The pytest file of a removal: the service starts with OLD still set, and without it. */
export function removalMatrix(facts: MigrationFacts, input: RemovalInput): MatrixResult | undefined {
  const { id, reader, code } = input;
  const settings = reader.schema.className;
  if (settings === undefined) return undefined;
  const others = othersOf(reader, [facts.from, reader.old?.name ?? '']);
  if (!others.ok) return others;
  const declares = code === 'new-declaring';
  const strict = reader.schema.loading.extra === 'forbid';
  // Once the field is gone, a strict reader refuses the key in a file: it has left every environment by then.
  const states = [...(strict && !declares ? [] : ['{"file": {OLD: VALUE}}']), '{"env": {OLD: VALUE}}'];
  const module = classModule(facts, reader);
  const parts = [
    head(facts, { id, module, settings, others: others.lines, log: declares }),
    load(settings, facts.lineLength),
    [
      `STATES = [{}, ${states.join(', ')}]`,
      '',
      '',
      '@pytest.mark.parametrize("state", STATES)',
      callText('', `def test_${idName(id)}`, ['state', 'tmp_path', 'monkeypatch'], facts.lineLength, ':'),
      '    assert load(tmp_path, monkeypatch, **state) is not None',
    ].join('\n'),
    ...(declares ? [logTest(facts, id, settings, `${module}.${logOf(facts, reader)}`)] : []),
  ];
  return { ok: true, path: testPath(facts, id, reader), text: `${parts.join('\n\n\n')}\n` };
}

function logOf(facts: MigrationFacts, { schema }: ReaderFacts): string {
  const files = facts.project.mentioning([schema.className ?? '']);
  const file = files.find((it) => it.file.path === schema.place.path);
  const statement = file?.module.body.find((it) => it.kind === 'class' && it.name === schema.className);
  return file && statement ? loggerName(file, statement.span.start) : 'log';
}

function head(
  { lineLength, from }: MigrationFacts,
  it: {
    readonly id: string;
    readonly module: string;
    readonly settings: string;
    readonly others: readonly string[];
    readonly log: boolean;
  },
): string {
  const line = `from ${it.module} import ${it.settings}`;
  return [
    `"""${marker(it.id)}`,
    '',
    `The service starts whether ${from} is still set or not.`,
    'All values are made up.',
    '"""',
    '',
    'import os',
    ...(it.log ? ['from unittest.mock import Mock'] : []),
    '',
    'import pytest',
    '',
    line.length > lineLength ? `from ${it.module} import (\n    ${it.settings},\n)` : line,
    '',
    `OLD = ${pyString(from)}`,
    'VALUE = "example-one"',
    ...it.others,
  ].join('\n');
}

function load(settings: string, width: number): string {
  return [
    'def load(tmp_path, monkeypatch, *, file=None, env=None):',
    '    """What a process holds that starts with this environment and file."""',
    '    for name in list(os.environ):',
    '        if name.lower() == OLD.lower():',
    '            monkeypatch.delenv(name)',
    '    for name, value in {**OTHERS, **(env or {})}.items():',
    '        monkeypatch.setenv(name, value)',
    '    path = tmp_path / ".env"',
    '    lines = [f"{name}=\'{value}\'\\n" for name, value in (file or {}).items()]',
    '    path.write_text("".join(lines))',
    callText('    ', `return ${settings}`, ['_env_file=path'], width),
  ].join('\n');
}

function logTest({ lineLength }: MigrationFacts, id: string, settings: string, log: string): string {
  return [
    callText('', `def test_${idName(id)}_log`, ['tmp_path', 'monkeypatch'], lineLength, ':'),
    '    log = Mock()',
    callText('    ', 'monkeypatch.setattr', [pyString(log), 'log'], lineLength),
    `    ${settings}._seen_${idName(id)}.clear()`,
    '    for _ in range(2):',
    '        load(tmp_path, monkeypatch, env={OLD: VALUE})',
    '    messages = [str(call) for call in log.warning.call_args_list]',
    '    assert [OLD in message for message in messages] == [True]',
    '    assert not any(VALUE in message for message in messages)',
  ].join('\n');
}
