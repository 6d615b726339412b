/** Starts messages about a part of a value, which lead to that part before they say what is wrong with it. */
export const PART = /^(?:field `|(?:item|entry|key) \d)/;

/** What is wrong with a value, as a sentence about what holds it: `` `db`: field `port` is not an integer ``. */
export function withSubject(subject: string, message: string): string {
  return `${subject}${PART.test(message) ? ':' : ''} ${message}`;
}
