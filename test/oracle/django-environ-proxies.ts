import { type CallCase, LOCKED } from './call-cases.ts';

const READS = [
  'env("URL")',
  'env("URL", default="$OTHER")',
  'env.int("PORT", default=80)',
  'env.list("HOSTS")',
  'env.list("HOSTS", default=["a", "b"])',
  'env.float("TIMEOUT", default=2.5)',
  'env.json("LIMITS")',
  'env.json("LIMITS", default=5)',
  'env.url("URL")',
  'env.url("URL", default="http://a")',
  'env.db_url("URL")',
  'env.bool("FLAG")',
  'env.str("URL", choices=("a", "b"))',
  'env("DECLARED")',
] as const;

const ENVIRONMENTS: readonly Readonly<Record<string, string>>[] = [
  { URL: '$A', PORT: '$A', HOSTS: '$A', TIMEOUT: '$A', LIMITS: '$A', FLAG: '$A', DECLARED: '$A' },
  { URL: '$A', PORT: '$A', HOSTS: '$A', TIMEOUT: '$A', LIMITS: '$A', FLAG: '$A', DECLARED: '$A', A: 'a,b' },
  { URL: '$$A', PORT: '$A', HOSTS: '$A', TIMEOUT: '$A', LIMITS: '$A', FLAG: '$A', A: '$B', B: '5' },
  { URL: '$A', TIMEOUT: '$A', LIMITS: '$A', FLAG: '$A', A: '2.5' },
  { URL: '$A', LIMITS: '$A', A: '$B', B: '"\\"\\\\\\"x\\\\\\"\\""' },
  { URL: '$URL', PORT: '$A', HOSTS: '$A', A: '$B', B: '$A' },
  { OTHER: 'http://a', URL: '$A', A: 'http://a' },
  { OTHER: '$DECLARED', DECLARED: '7' },
];

/** Values of django-environ that stand for other variables, each read in each environment. */
export const DJANGO_ENVIRON_PROXIES: readonly CallCase[] = ENVIRONMENTS.flatMap((env) =>
  READS.map(
    (read): CallCase => ({
      library: 'django-environ',
      header: 'import environ\n\nenv = environ.Env(DECLARED=(int, 3))\n',
      reads: [read],
      names: [/"(\w+)"/.exec(read)?.[1] ?? ''],
      env,
      prefix: '',
      files: LOCKED,
      module: 'settings.py',
    }),
  ),
);
