import type { Uri } from 'vscode';

const LANGUAGES = ['dotenv', 'yaml', 'dockercompose', 'toml', 'json', 'jsonc', 'ini', 'properties', 'python'];
const SCHEMES = ['file', 'untitled'];

/** A filter that both VS Code and the protocol understand. */
interface Filter {
  readonly scheme: string;
  readonly language?: string;
  readonly pattern?: string;
}

/**
 * The documents the server looks after. Other extensions may give dotenv files a language id of their own,
 * so those are known by their names as well. Records in other folders than the usual one are registered by
 * the server from its configuration.
 */
export const documentSelector: Filter[] = [
  ...SCHEMES.flatMap((scheme) => LANGUAGES.map((language) => ({ scheme, language }))),
  { scheme: 'file', pattern: '**/{.env,.env.*,*.env}' },
  { scheme: 'file', pattern: '**/{Dockerfile,Dockerfile.*,*.dockerfile,Containerfile,Procfile,Procfile.*}' },
  { scheme: 'file', pattern: '**/{.envrc,*.service,*.service.d/*.conf}' },
  { scheme: 'file', language: 'markdown', pattern: '**/settings-migrations/*.md' },
];

const DEPENDENCY_FOLDERS = /\/(?:site-packages|dist-packages|node_modules|\.venv|venv|\.tox|\.nox)\//;

/** Whether a document belongs to an installed dependency; its text is never sent to the server. */
export function isDependency(uri: Uri): boolean {
  return uri.scheme === 'file' && DEPENDENCY_FOLDERS.test(uri.path);
}
