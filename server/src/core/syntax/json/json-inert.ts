/** Characters that a terminal or an editor would obey, and that JSON leaves as they are. */
const ACTIVE = /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/g;

/** A text of JSON in which no text from a file can do anything to what shows it: such characters become escapes. */
export function inertJson(text: string): string {
  return text.replace(ACTIVE, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
