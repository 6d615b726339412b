import type { MigrationFacts } from '../facts.ts';
import { callText } from './python-text.ts';

/** The function of a generated test that starts the class with an environment and a file. `KEYS` names the keys. */
export function loadText({ lineLength }: MigrationFacts, settings: string, result: string): string {
  return [
    'def load(tmp_path, monkeypatch, *, file=None, env=None):',
    '    """What a process holds that starts with this environment and file."""',
    '    known = {key.lower() for key in KEYS}',
    '    for name in list(os.environ):',
    '        if name.lower() in known:',
    '            monkeypatch.delenv(name)',
    '    for name, value in {**OTHERS, **(env or {})}.items():',
    '        monkeypatch.setenv(name, value)',
    '    path = tmp_path / ".env"',
    '    lines = [f"{name}=\'{value}\'\\n" for name, value in (file or {}).items()]',
    '    path.write_text("".join(lines))',
    callText('    ', `got = ${settings}`, ['_env_file=path'], lineLength),
    `    return ${result}`,
  ].join('\n');
}
