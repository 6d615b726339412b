import { inertJson } from '../../core/syntax/json/json-inert.ts';

/** A report as indented JSON with a line end; without `indent`, on one line. Texts from files cannot do anything. */
export function jsonText(value: unknown, indent?: number): string {
  return `${inertJson(JSON.stringify(value, undefined, indent))}\n`;
}
