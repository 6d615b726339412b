import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Lines of one top-level block of the YAML file. */
const BLOCK = 50;

/**
 * A service in a temporary folder: a settings class of which every field is set in `config.yaml` or in `.env`.
 * @param {{ yamlLines?: number, keys?: number, pythonFiles?: number }} size
 */
export function makeWorkspace({ yamlLines = 0, keys = 0, pythonFiles = 0 }) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'crossfade-bench-')));
  const blocks = Math.round(yamlLines / BLOCK);
  const write = (path, text) => writeFileSync(join(root, path), text);
  write('pyproject.toml', '[project]\nname = "bench"\ndependencies = ["pydantic-settings==2.11.0"]\n');
  write('settings.py', settingsClass(blocks, keys));
  if (blocks > 0) write('config.yaml', yamlText(blocks));
  if (keys > 0) write('.env', dotenvText(keys));
  if (pythonFiles > 0) mkdirSync(join(root, 'app'));
  for (let index = 0; index < pythonFiles; index++) write(`app/module_${index}.py`, moduleText(index));
  return root;
}

function settingsClass(blocks, keys) {
  const fields = [
    ...range(blocks).map((index) => `    service_${index}: Service`),
    ...range(keys).map(
      (index) => `    ${name(index).toLowerCase()}: ${TYPES[index % TYPES.length].annotation}`,
    ),
  ];
  return `from pydantic import BaseModel
from pydantic_settings import BaseSettings, SettingsConfigDict, YamlConfigSettingsSource


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
    model_config = SettingsConfigDict(env_file=".env", yaml_file="config.yaml", extra="ignore")

${fields.join('\n')}

    @classmethod
    def settings_customise_sources(cls, settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings):
        return (init_settings, env_settings, dotenv_settings, YamlConfigSettingsSource(settings_cls))


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
