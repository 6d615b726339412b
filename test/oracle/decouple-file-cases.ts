import type { CallCase } from './call-cases.ts';
import { type Random, randomFrom } from './random.ts';

const HEADERS = [
  'from decouple import Choices, Csv, config\n',
  'from decouple import Choices, Csv, config\n',
  'from decouple import AutoConfig, Choices, Csv\nconfig = AutoConfig(search_path="conf/deep")\n',
  'from pathlib import Path\nfrom decouple import AutoConfig, Choices, Csv\nconfig = AutoConfig(Path(__file__).parent.parent / "conf")\n',
  'from decouple import Choices, Config, Csv, RepositoryEnv\nconfig = Config(RepositoryEnv("conf/deploy.env"))\n',
  'from decouple import Choices, Config, Csv, RepositoryIni\nconfig = Config(repository=RepositoryIni("conf/app.ini"))\n',
  'from decouple import Choices, Config, Csv, RepositorySecret\nconfig = Config(RepositorySecret("secrets"))\n',
  'from decouple import Choices, Config, Csv, RepositoryEmpty\nconfig = Config(RepositoryEmpty())\n',
] as const;

const READS = [
  'config($K)',
  'config($K, default="x")',
  'config($K, default=False, cast=bool)',
  'config($K, cast=int)',
  'config($K, default=None, cast=Csv())',
  'config($K, default="", cast=Csv(strip=""))',
  'config($K, cast=Csv(cast=Choices(["a", "b", "5"])))',
  'config($K, default=1.5, cast=float)',
] as const;

const TEXTS = [
  '',
  '1',
  '5',
  'a,b',
  ' a , b ',
  'true',
  'off',
  '%',
  '%%',
  '%(v1)s',
  '%(V0)s!',
  '%(none)s',
  '50%',
  '"quoted"',
  "'it'",
  '"',
  'a # b',
  'a ; b',
  '1.5',
  'x=y',
  'a:b',
] as const;

/** Every place in which a file can lie that one of the headers leads to, or that lies beside it. */
const PLACES = [
  'settings.ini',
  '.env',
  'app/settings.ini',
  'app/.env',
  'conf/.env',
  'conf/settings.ini',
  'conf/deep/settings.ini',
  'conf/deep/.env',
] as const;

/** A case of python-decouple with files by its seed. */
export function decoupleFileCase(seed: number): CallCase {
  const random = randomFrom(seed);
  const header = random.pick(HEADERS);
  const files: Record<string, string> = {};
  for (const place of PLACES) if (random.chance(0.3)) files[place] = fileText(random, place);
  files['conf/deploy.env'] = fileText(random, 'conf/deploy.env');
  files['conf/app.ini'] = fileText(random, 'conf/app.ini');
  files['secrets/V0'] = random.pick([...TEXTS, '5\n', ' a\r\nb\n']);
  if (random.chance(0.5)) files['secrets/V1'] = random.pick(TEXTS);
  const names = ['V0', 'V1', 'v2'] as const;
  const reads = names.map((name) => random.pick(READS).replace('$K', JSON.stringify(name)));
  const env: Record<string, string> = {};
  if (random.chance(0.3)) env[random.pick(names)] = random.pick(TEXTS);
  return {
    library: 'decouple-files',
    header,
    reads,
    names,
    env,
    prefix: '',
    files,
    module: 'app/settings.py',
  };
}

function fileText(random: Random, path: string): string {
  const isIni = path.endsWith('.ini');
  const lines: string[] = [];
  const used = new Set<string>();
  for (let index = random.below(5); index > 0; index--) {
    const name = random.pick(['V0', 'V1', 'V2', 'v0', 'v1', 'v2', 'OTHER']);
    // An option that stands twice is no file of configparser.
    if (isIni && used.has(name.toLowerCase())) continue;
    used.add(name.toLowerCase());
    const separator = random.pick(isIni ? ['=', ' = ', ': '] : ['=', ' = ']);
    lines.push(`${name}${separator}${random.pick(TEXTS)}`);
    if (random.chance(0.1)) lines.push(random.pick(['# a comment', '', isIni ? '; more' : 'nothing']));
  }
  const newline = random.chance(0.1) ? '\r\n' : '\n';
  if (!isIni) return lines.join(newline);
  const defaults = random.chance(0.2) ? ['[DEFAULT]', `V0 = ${random.pick(TEXTS)}`] : [];
  return [...defaults, random.chance(0.9) ? '[settings]' : '[other]', ...lines, ''].join(newline);
}
