import type { DataFile } from '../schema/loading.ts';
import { schemasOf } from '../schema/readers.ts';
import { firstLine } from '../text/span.ts';
import { readerName } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: source-not-configured.md */
export const sourceNotConfigured: Rule = {
  id: 'source-not-configured',
  severity: 'warning',
  summary: 'A class names a YAML, TOML or JSON file that none of its sources reads.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    if (!file.path.endsWith('.py')) return;
    for (const schema of schemasOf(snapshot)) {
      for (const it of schema.loading.inactiveFiles ?? []) {
        if (it.place.path !== file.path) continue;
        yield {
          span: firstLine(file.text, it.place.span),
          message: `\`${readerName(schema)}\` never reads \`${it.path}\`: its sources hold no \`${SOURCES[it.kind]}\``,
          service: schema.service,
        };
      }
    }
  },
};

const SOURCES: Readonly<Record<DataFile['kind'], string>> = {
  yaml: 'YamlConfigSettingsSource',
  toml: 'TomlConfigSettingsSource',
  json: 'JsonConfigSettingsSource',
  pyproject: 'PyprojectTomlConfigSettingsSource',
};
