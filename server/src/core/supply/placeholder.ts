/** Why the value is not known where a placeholder stands for it, in words. */
export const PLACEHOLDER = 'it is filled in before the file is applied';

/** What `envsubst`, Flux and pipelines fill in before a cluster sees it. */
export function isPlaceholder(text: string): boolean {
  return /\$\{[A-Za-z_]|\{\{|#\{[^}]*\}|<%|^\$[A-Z_][A-Z0-9_]*$|^<[A-Z][A-Z0-9_ -]*>$/.test(text);
}
