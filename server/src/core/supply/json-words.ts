/** The words of a JSON array of strings, as commands of images are written; undefined for any other text. */
export function jsonWords(text: string): readonly string[] | undefined {
  if (!text.trimStart().startsWith('[')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not JSON: then it is a line for the shell, as for Docker.
    return undefined;
  }
  return Array.isArray(value) && value.every((it) => typeof it === 'string') ? value : undefined;
}
