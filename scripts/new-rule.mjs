// npm run new-rule <id>: the two files and the one line of a new rule.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [id] = process.argv.slice(2);
if (!id || !/^[a-z]+(-[a-z]+)*$/.test(id)) {
  process.stderr.write('Usage: npm run new-rule <id>, a kebab-case name of what is wrong\n');
  process.exit(2);
}
const folder = join(root, 'server', 'src', 'core', 'rules');
if (existsSync(join(folder, `${id}.ts`))) {
  process.stderr.write(`The rule \`${id}\` exists\n`);
  process.exit(2);
}
const name = id.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

writeFileSync(
  join(folder, `${id}.ts`),
  `import type { Rule } from './rule.ts';

/** Page: ${id}.md */
export const ${name}: Rule = {
  id: '${id}',
  severity: 'hint',
  summary: 'One sentence: what is wrong, and what comes of it.',
  since: '${version}',

  *check({ document }) {
    for (const entry of document?.root.entries ?? []) {
      yield { span: entry.key.span, message: \`\\\`\${entry.key.name}\\\` is …\`, key: entry.key.name };
    }
  },
};
`,
);
const python = `\`\`\`py
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

    name: str = "api"
\`\`\`
`;
writeFileSync(
  join(folder, `${id}.md`),
  `# \`${id}\`

## What it does

Reports …

## Why is this bad?

…

## Examples

${python}
\`\`\`env
NAME=api
\`\`\`

### Silent

${python}
\`\`\`env
\`\`\`
`,
);
const registry = join(folder, 'registry.ts');
const lines = readFileSync(registry, 'utf8').split('\n');
const lastImport = lines.findLastIndex((line) => line.startsWith('import {'));
lines.splice(lastImport + 1, 0, `import { ${name} } from './${id}.ts';`);
writeFileSync(registry, lines.join('\n').replace(/(readonly Rule\[\] = \[)/, `$1${name}, `));
process.stdout.write(`Wrote rules/${id}.ts and rules/${id}.md and the line in rules/registry.ts.
Next: npm run format, write the page, then UPDATE=1 npm test draws its carets.
`);
