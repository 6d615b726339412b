const PLACEHOLDERS =
  /^(?:change[-_ ]?(?:me|this|it)|replace[-_ ]?me|secret|password|insecure|default|test|todo|xxx+|your[-_ ].*|<.*>|django-insecure-.*)$/i;

/** True for a text that stands where a secret has to be put. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDERS.test(text);
}
