/** Characters that a terminal or an editor would obey, and that JSON leaves as they are. */
const ACTIVE = /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/g;

/** A report as indented JSON with a line end; without `indent`, on one line. Texts from files cannot do anything. */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent);
  return `${text.replace(ACTIVE, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}
