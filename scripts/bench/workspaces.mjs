import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Lines of one top-level block of the YAML file. */
const BLOCK = 50;

/**
 * A service in a temporary folder: a settings class of which every field is set in `config.yaml` or in `.env`.
 * @param {{ yamlLines?: number, jsonLines?: number, keys?: number, pythonFiles?: number, anchors?: boolean }} size
 *   `anchors`: every block of the YAML file has an anchor and refers to the block before
 */
export function makeWorkspace({ yamlLines = 0, jsonLines = 0, keys = 0, pythonFiles = 0, anchors = false }) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'crossfade-bench-')));
  const blocks = Math.round((yamlLines || jsonLines) / BLOCK);
  const write = (path, text) => writeFileSync(join(root, path), text);
  write('pyproject.toml', '[project]\nname = "bench"\ndependencies = ["pydantic-settings==2.11.0"]\n');
  write('settings.py', settingsClass(blocks, keys, jsonLines > 0 ? 'json' : 'yaml'));
  if (yamlLines > 0) write('config.yaml', anchors ? anchoredText(blocks) : yamlText(blocks));
  if (jsonLines > 0) write('config.json', jsonText(blocks));
  if (keys > 0) write('.env', dotenvText(keys));
  if (pythonFiles > 0) mkdirSync(join(root, 'app'));
  for (let index = 0; index < pythonFiles; index++) write(`app/module_${index}.py`, moduleText(index));
  return root;
}

function settingsClass(blocks, keys, format) {
  const source = format === 'json' ? 'JsonConfigSettingsSource' : 'YamlConfigSettingsSource';
  const fields = [
    ...range(blocks).map((index) => `    service_${index}: Service`),
    ...range(keys).map(
      (index) => `    ${name(index).toLowerCase()}: ${TYPES[index % TYPES.length].annotation}`,
    ),
  ];
  return `from pydantic import BaseModel
from pydantic_settings import BaseSettings, SettingsConfigDict, ${source}


class Endpoint(BaseModel):
    host: str
    port: int
    timeout: float
    tls: bool


class Service(BaseModel):
    title: str
    replicas: int
    tags: list[str]
    endpoints: dict[str, Endpoint]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", ${format}_file="config.${format}", extra="ignore")

${fields.join('\n')}

    @classmethod
    def settings_customise_sources(cls, settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings):
        return (init_settings, env_settings, dotenv_settings, ${source}(settings_cls))


settings = Settings()
`;
}

function yamlText(blocks) {
  return range(blocks)
    .map((block) => {
      const head = [
        `# What service ${block} needs.`,
        `service_${block}:`,
        `  title: "Service ${block} of the shop"`,
        `  replicas: ${1 + (block % 7)}`,
        '  tags:',
        ...range(4).map((tag) => `    - area-${(block + tag) % 13}`),
        '  endpoints:',
      ];
      const endpoints = range(8).flatMap((index) => [
        `    endpoint_${index}:`,
        `      host: node-${index}.service-${block}.internal.example.com`,
        `      port: ${8000 + index}`,
        `      timeout: ${index}.5`,
        `      tls: ${index % 2 === 0}`,
      ]);
      return `${[...head, ...endpoints].join('\n')}\n`;
    })
    .join('');
}

function anchoredText(blocks) {
  return yamlText(blocks)
    .replace(/title: (".*")/g, (_, title) => `title: &title_at_${title.replace(/\D/g, '')} ${title}`)
    .replace(/^(service_(\d+):\n)/gm, (key, _, index) =>
      index === '0' ? key : `${key}  note: *title_at_${Number(index) - 1}\n`,
    );
}

function jsonText(blocks) {
  const service = (block) => ({
    title: `Service ${block} of the shop`,
    replicas: 1 + (block % 7),
    tags: range(4).map((tag) => `area-${(block + tag) % 13}`),
    endpoints: Object.fromEntries(
      range(7).map((index) => [
        `endpoint_${index}`,
        {
          host: `node-${index}.service-${block}.internal.example.com`,
          port: 8000 + index,
          timeout: index + 0.5,
          tls: index % 2 === 0,
        },
      ]),
    ),
  });
  const all = Object.fromEntries(range(blocks).map((block) => [`service_${block}`, service(block)]));
  return `${JSON.stringify(all, undefined, 2)}\n`;
}

const TYPES = [
  { annotation: 'str', value: (index) => `value-of-${index}` },
  { annotation: 'int', value: (index) => `${index}` },
  { annotation: 'bool', value: (index) => (index % 2 === 0 ? 'true' : 'false') },
  { annotation: 'str', value: (index) => `"https://host-${index}.example.com/path?x=1"` },
  { annotation: 'list[str]', value: (index) => `'["a-${index}", "b"]'` },
];

function dotenvText(keys) {
  return range(keys)
    .map((index) => `${name(index)}=${TYPES[index % TYPES.length].value(index)}\n`)
    .join('');
}

function moduleText(index) {
  return `"""Module ${index}."""\n\n${range(20)
    .map((at) => `def function_${at}(value: int) -> int:\n    return value + ${at}\n`)
    .join('\n\n')}`;
}

function name(index) {
  return `SHOP_SETTING_${String(index).padStart(5, '0')}`;
}

function range(count) {
  return Array.from({ length: count }, (_, index) => index);
}
