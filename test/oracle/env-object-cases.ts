import { type CallCase, LOCKED } from './call-cases.ts';
import { type Random, randomFrom } from './random.ts';

/** What makes the object, and ways of reading from it. */
interface Library {
  readonly makers: Texts;
  readonly loaders: Texts;
  /** Expressions with `$K` for the quoted name. */
  readonly reads: Texts;
  readonly addresses?: Texts;
}

type Texts = readonly [string, ...string[]];

const ENVIRONS: Library = {
  makers: [
    'from environs import Env\n\nenv = Env()',
    'from environs import Env\n\nenv = Env(eager=False)',
    'from environs import env',
    'from environs import Env\n\nenv = Env(prefix="SHOP_")',
  ],
  loaders: [
    '',
    'env.read_env()',
    'env.read_env(override=True)',
    'env.read_env(recurse=False)',
    'env.read_env("conf/app.env")',
    'env.read_env("app/.env", recurse=False, override=True)',
  ],
  reads: [
    'env.str($K)',
    'env($K, "x")',
    'env.int($K)',
    'env.int($K, 5)',
    'env.bool($K, False)',
    'env.list($K, ["a"])',
    'env.float($K)',
  ],
};

const DJANGO_ENVIRON: Library = {
  makers: [
    'import environ\n\nenv = environ.Env()',
    'import environ\n\nenv = environ.Env(V0=(bool, True), V1=int)',
    'import environ\n\nenv = environ.FileAwareEnv()',
    'import environ\n\nenv = environ.Env()\nenv.prefix = "SHOP_"',
    'from environ import Env\n\nenv = Env()',
  ],
  loaders: [
    '',
    'env.read_env()',
    'env.read_env(overwrite=True)',
    'env.read_env(os.path.join(HERE, ".env"))',
    'env.read_env(HERE.parent / "conf" / "app.env", overwrite=True)',
  ],
  reads: [
    'env($K)',
    'env($K, default="x")',
    'env.int($K, default=5)',
    'env.bool($K)',
    'env.list($K, default=[])',
    'env.search_url($U)',
    'env.search_url($U, default="solr://h/x")',
    'env.cache_url($U)',
    'env.cache($U, default="rediscache://h:6379/1")',
    'env($K, default="$V1")',
    'env.float($K, default=2.5)',
    'env.json($K, default=None)',
  ],
  addresses: [
    'elasticsearch2://127.0.0.1:9200/index',
    'elasticsearch://h:9200/a/b/?KWARGS=1',
    'solr://127.0.0.1:8983/solr',
    'simple:///',
    'whoosh:///home/search/index?STORAGE=file&POST_LIMIT=5',
    'xapian:///home/search/index?FLAGS=1',
    'redis://h:6379/1',
    'rediscache://:p@h:6379/1?client_class=django_redis.client.DefaultClient',
    'rediscache://h:6379,i:6380/0?timeout=5&key_prefix=a',
    'rediss://u:p@h/1?max_entries=5&socket_timeout=3',
    'redis:///var/run/r.sock?db=1',
    'redis-cache://h?client_class=a.B',
    'pymemcache://h:1?timeout=none',
    'nothing',
    '',
  ],
};

/** Values that stand for other variables, of django-environ. */
const PROXIES: Texts = ['$V0', '$$V1', '$SHOP_V2', '$U0', '$U2', '$OTHER', '$'];

const VALUES: Texts = ['', '0', '1', '5', ' 7 ', 'true', 'no', 'a', 'a,b', '1,2', 'x y', '"q"', "'5'", '2.5'];

const LIBRARIES: Readonly<Record<string, Library>> = { environs: ENVIRONS, 'django-environ': DJANGO_ENVIRON };

/** Libraries whose objects are compared, with files, prefixes and reads that are put off. */
export const ENV_OBJECTS = Object.keys(LIBRARIES);

/** A module that makes one object, loads dotenv files and reads from it, by its seed. */
export function envObjectCase(name: string, seed: number): CallCase {
  const library = LIBRARIES[name] as Library;
  const random = randomFrom(seed);
  const maker = random.pick(library.makers);
  const loader = random.pick(library.loaders);
  const lines = [
    'import os',
    'from pathlib import Path',
    '',
    maker,
    'HERE = Path(__file__).resolve().parent',
    loader,
  ];
  const names: string[] = [];
  for (let index = 1 + random.below(4); index > 0; index--) addRead(random, name, library, lines, names);
  if (maker.includes('eager=False')) lines.push('env.seal()');
  const base = /prefix ?= ?"(\w+)"/.exec(maker)?.[1] ?? '';
  const full = names.map((it) => base + it);
  const env: Record<string, string> = {};
  for (const it of full) if (random.chance(0.5)) env[it] = textFor(random, library, it);
  const files: Record<string, string> = {};
  for (const path of ['.env', 'app/.env', 'conf/app.env']) {
    const shown = full.filter(() => random.chance(0.5));
    // A file that nothing shows to be loaded is no question.
    if (loader !== '' && random.chance(0.5))
      files[path] = shown.map((it) => `${it}=${textFor(random, library, it)}\n`).join('');
  }
  if (name === 'django-environ') Object.assign(files, LOCKED);
  // A folder that is named has to be there.
  files['conf/note.txt'] = '';
  const reads = names.map((_, index) => `N${index}`);
  const header = `${lines.join('\n')}\n`;
  return {
    library: `${name}-objects`,
    header,
    reads,
    names: full,
    env,
    prefix: '',
    files,
    module: 'app/settings.py',
  };
}

function addRead(random: Random, name: string, library: Library, lines: string[], names: string[]): void {
  const read = random.pick(library.reads);
  const index = names.length;
  const own = `${read.includes('$U') ? 'U' : 'V'}${index}`;
  const code = `N${index} = ${read.replace(/\$[KU]/, JSON.stringify(own))}`;
  const isInside = name === 'environs' && random.chance(0.3);
  if (!isInside) lines.push(code);
  else lines.push('with env.prefixed("DB_"):', `    ${code}`);
  names.push(isInside ? `DB_${own}` : own);
}

function textFor(random: Random, { addresses }: Library, name: string): string {
  if (addresses && random.chance(0.05)) return random.pick(PROXIES);
  return /U\d$/.test(name) && addresses && random.chance(0.9) ? random.pick(addresses) : random.pick(VALUES);
}
