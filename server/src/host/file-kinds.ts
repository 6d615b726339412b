/** What a file is read for, by its name alone. */
export type FileKind = 'python' | 'settings' | 'project' | 'record' | 'mention';

const PROJECT =
  /^(pyproject\.toml|crossfade\.toml|setup\.(py|cfg)|requirements[^/]*\.txt|Pipfile(\.lock)?|manage\.py|uv\.lock|poetry\.lock|pdm\.lock|pytest\.ini|tox\.ini|CODEOWNERS)$/;
const MENTION =
  /^(Dockerfile.*|.*\.dockerfile|Makefile|.*\.mk|justfile|Procfile|Jenkinsfile|Vagrantfile|.*\.(sh|bash|zsh|ps1|bat|cmd|tf|tfvars|hcl|conf|cfg|ini|tpl|tmpl|j2|jinja|jinja2|service|nomad|js|mjs|cjs|ts|mts|jsx|tsx|json|jsonc|md|rst|txt|adoc|properties|bicep|nix|groovy))$/i;
const ENVIRONMENT = /^(\.env(\..+)?|\.flaskenv|.+\.env|env\.[\w-]+|\.envrc)$/;

/** True for names that an environment pattern covers; such files are read even when git ignores them. */
export function isEnvironmentFile(name: string): boolean {
  return ENVIRONMENT.test(name);
}

/** The kind of a file by its path, or undefined for files that are never read. */
export function fileKind(path: string): FileKind | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (PROJECT.test(name)) return 'project';
  if (name.endsWith('.py')) return 'python';
  if (isEnvironmentFile(name) || /\.(ya?ml|toml)$/.test(name)) return 'settings';
  if (name.endsWith('.md') && /(^|\/)settings-migrations\/[^/]+$/.test(path)) return 'record';
  return MENTION.test(name) ? 'mention' : undefined;
}
