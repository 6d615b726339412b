import type { MigrationFacts } from '../facts.ts';
import { OTHERS_FUNCTION, OTHERS_IMPORTS } from './pytest-others.ts';
import { callText } from './python-text.ts';

/** Modules that the functions of `loadText` use. */
export const LOAD_IMPORTS: readonly string[] = ['import os', ...OTHERS_IMPORTS];

/**
 * The function of a generated test that starts the class with an environment and a file, and the one that says what
 * else it needs. `KEYS` names the keys of the migration.
 * @param result what is looked at of `got`
 */
export function loadText(
  { lineLength }: MigrationFacts,
  settings: string,
  result: string,
): readonly string[] {
  const load = [
    'def load(tmp_path, monkeypatch, *, file=None, env=None):',
    '    """What a process holds that starts with this environment and file."""',
    '    for name, value in others().items():',
    '        monkeypatch.setenv(name, value)',
    '    known = {key.lower() for key in KEYS}',
    '    for name in list(os.environ):',
    '        if name.lower() in known:',
    '            monkeypatch.delenv(name)',
    '    for name, value in (env or {}).items():',
    '        monkeypatch.setenv(name, value)',
    '    path = tmp_path / ".env"',
    '    lines = [f"{name}=\'{value}\'\\n" for name, value in (file or {}).items()]',
    '    path.write_text("".join(lines))',
    callText('    ', `got = ${settings}`, ['_env_file=path'], lineLength),
    `    return ${result}`,
  ].join('\n');
  return [OTHERS_FUNCTION, load];
}
