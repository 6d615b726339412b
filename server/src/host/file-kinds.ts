/** What a file is read for, by its name alone. */
export type FileKind = 'python' | 'settings' | 'project' | 'record' | 'mention';

const PROJECT =
  /^(pyproject\.toml|crossfade\.toml|setup\.(py|cfg)|requirements[^/]*\.txt|Pipfile(\.lock)?|manage\.py|uv\.lock|poetry\.lock|pdm\.lock|pytest\.ini|tox\.ini|CODEOWNERS)$/;
/** Names without an extension, or with one that says nothing alone. */
const MENTION_NAME =
  /^(Dockerfile.*|Containerfile.*|.*\.dockerfile|Makefile|GNUmakefile|justfile|Taskfile|Procfile.*|Jenkinsfile.*|Vagrantfile|Caddyfile|Tiltfile|Earthfile|(docker-)?entrypoint|\.(bash|zsh)(rc|_profile|env)|\.z?profile)$/i;
/** Scripts, templates, manifests, documents, and code in other languages, which may share a file of settings. */
const MENTION_EXTENSION =
  /\.(mk|sh|bash|zsh|fish|ps1|bat|cmd|tf|tfvars|hcl|conf|cfg|ini|properties|tpl|tmpl|gotmpl|template|j2|jinja2?|erb|service|timer|socket|nomad|bicep|nix|groovy|gradle|js|mjs|cjs|ts|mts|cts|jsx|tsx|vue|svelte|astro|json|jsonc|json5|html?|xml|mdx?|rst|txt|adoc|go|rb|php|java|kt|kts|scala|cs|rs|ex|exs|swift|dart|lua|pl)$/i;
/** Folders in which files without an extension are scripts. */
const SCRIPT_FOLDER = /(^|\/)(bin|scripts?|deploy|docker|ci|hooks|\.githooks|\.husky)\/[^/.]+$/;
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
  const mentions = MENTION_NAME.test(name) || MENTION_EXTENSION.test(name) || SCRIPT_FOLDER.test(path);
  return mentions ? 'mention' : undefined;
}
