/** Names in a sentence, each in backticks. */
export function ticked(names: readonly string[]): string {
  return names.map((it) => `\`${it}\``).join(', ');
}
