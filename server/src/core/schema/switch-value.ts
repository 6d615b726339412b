import type { SeparatedType, SwitchType } from './schema.ts';

/** What a comparison makes of a text: true, false, or refused. */
export function switchValue(type: SwitchType, text: string): boolean | 'refused' {
  const stripped = type.strip ? text.trim() : text;
  const folded =
    type.fold === 'lower'
      ? stripped.toLowerCase()
      : type.fold === 'upper'
        ? stripped.toUpperCase()
        : stripped;
  if (type.on.includes(folded)) return true;
  return type.off.includes(folded) ? false : type.otherwise;
}

/** The pieces that `str.split` of Python cuts a text into, and what the code does to each. */
export function piecesOf(type: SeparatedType, text: string): readonly string[] {
  const pieces =
    type.separator === undefined ? text.split(/\s+/).filter((it) => it !== '') : text.split(type.separator);
  const cut = type.strip ? pieces.map((it) => it.trim()) : pieces;
  return type.dropEmpty ? cut.filter((it) => it !== '') : cut;
}
