import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { withFile } from '../../server/src/host/build-snapshot.ts';
import { findingsOf, started } from './findings-of.ts';

const numRuns = Number(process.env.PROPERTY_RUNS ?? 200);
const LINES = 200;

const fresh = new Worker(new URL('./fresh-findings.js', import.meta.url));
after(() => fresh.terminate());

async function freshFindings(files: Readonly<Record<string, string>>): Promise<string> {
  fresh.postMessage(files);
  const [findings] = await once(fresh, 'message');
  return findings;
}

const PYTHON = `from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, JsonConfigSettingsSource, SettingsConfigDict, YamlConfigSettingsSource


class Endpoint(BaseModel):
    host: str
    port: int


class Service(BaseModel):
    title: str
    replicas: int = Field(le=9)
    api_key: str
    endpoints: dict[str, Endpoint]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env",
        yaml_file="config.yaml",
        json_file="config.json",
        env_nested_delimiter="__",
        extra="forbid",
    )

${lines(20, (index) => `    service_${index}: Service`)}
${lines(40, (index) => `    plain_${index}: str`)}
${lines(40, (index) => `    count_${index}: int = Field(ge=0)`)}
${lines(40, (index) => `    flag_${index}: bool = Field(default=False, deprecated=${index === 7 ? '"gone soon"' : 'None'})`)}
${lines(40, (index) => `    names_${index}: list[str] | None = None`)}
${lines(20, (index) => `    data_${index}: Service | None = None`)}
    db: Endpoint | None = None

    @classmethod
    def settings_customise_sources(cls, settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings):
        return (init_settings, env_settings, dotenv_settings, JsonConfigSettingsSource(settings_cls), YamlConfigSettingsSource(settings_cls))
`;

const YAML = lines(LINES / 10, (index) =>
  [
    `# What ${index} is for`,
    `service_${index}:`,
    `  title: "Service ${index}"`,
    `  replicas: ${index % 11}`,
    '  api_key: hunter2',
    '  endpoints:',
    '    first:',
    `      host: node-${index}`,
    `      port: ${8000 + index}`,
    '',
  ].join('\n'),
);

/** Each service refers to the one before. */
const ANCHORED = YAML.replace(/title: ("Service (\d+)")/g, 'title: &title_$2 $1').replace(
  /service_(\d+):\n/g,
  (key, index) => (index === '0' ? key : `${key}  note: *title_${Number(index) - 1}\n`),
);

const DOTENV = lines(LINES / 5, (index) =>
  [
    `PLAIN_${index}=value ${index}`,
    `COUNT_${index}=${index} # how many`,
    `export FLAG_${index}='yes'`,
    `NAMES_${index}=["a", "b"]`,
    index % 4 === 0
      ? '# a comment'
      : index % 4 === 1
        ? 'DB__PORT=1'
        : `URL_${index}="\${PLAIN_${index}:-x}/y"`,
  ].join('\n'),
);

const JSON_TEXT = `${JSON.stringify(
  Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [
      `data_${index}`,
      { title: `Data ${index}`, replicas: index % 11, api_key: 'hunter2', endpoints: {} },
    ]),
  ),
  undefined,
  2,
)}\n`;

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('\n');
}

const PATHS = ['config.yaml', '.env', 'settings.py', 'config.json'] as const;

const PIECES = [
  'x',
  '0',
  ' ',
  '\n',
  '\r\n',
  '\r',
  '"',
  "'",
  '\\',
  '=',
  ':',
  ': ',
  '#',
  ' # crossfade: ignore',
  '\n# crossfade: ignore[unknown-key]\n',
  '${',
  '}',
  `\${PLAIN_3}`,
  '\nPLAIN_1=again',
  '\nplain_2=lower\n',
  '\nDB__HOST=h\n',
  '\nservice_3:\n  title: t\n',
  '\n- ',
  ',\n  "data_3": 1,\n',
  '"extra": [1], ',
  '",',
  '&a ',
  '*a',
  '*title_4',
  '&title_4 ',
  '[',
  '{',
  '---\n',
  '\t',
  '\n    extra: int\n',
  '\n    count_3: str = "1"\n',
  'export ',
  'https://user:secret@host',
] as const;

const edit = fc.record({
  path: fc.constantFrom(...PATHS, 'config.yaml', 'config.json', '.env'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(60)),
  inserted: fc.oneof(fc.constant(''), fc.constantFrom(...PIECES), fc.string({ maxLength: 4 })),
  /** Whether anything is asked between this edit and the next. */
  asked: fc.boolean(),
});

const session = fc.array(edit, { minLength: 1, maxLength: 5 });

/** Without interpolation each value depends on its own line. */
const PLAIN_DOTENV = DOTENV.replace(/^URL_.*$/gm, 'OTHER=1');

test('a session of edits finds what a fresh start finds', async () => {
  await fc.assert(
    fc.asyncProperty(session, fc.boolean(), fc.boolean(), async (edits, plain, anchored) => {
      const texts: Record<string, string> = {
        'config.yaml': anchored ? ANCHORED : YAML,
        'config.json': JSON_TEXT,
        '.env': plain ? PLAIN_DOTENV : DOTENV,
        'settings.py': PYTHON,
      };
      let snapshot = started(texts);
      findingsOf(snapshot);
      for (const { path, at, removed, inserted, asked } of edits) {
        const text = texts[path] ?? '';
        const start = Math.floor(at * text.length);
        const next = text.slice(0, start) + inserted + text.slice(start + removed);
        texts[path] = next;
        snapshot = withFile(snapshot, sourceFile(path, next));
        if (asked) findingsOf(snapshot);
      }
      assert.equal(findingsOf(snapshot), await freshFindings(texts));
    }),
    { numRuns },
  );
});
