/**
 * True when a release comes before another, by the numbers at the start of each (`1.10.0` is after `1.9`); what
 * follows them (`rc1`, `.post1`) is left aside. False for a text that starts with no number.
 */
export function isBefore(version: string, other: string): boolean {
  const a = numbersOf(version);
  const b = numbersOf(other);
  if (a.length === 0) return false;
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function numbersOf(version: string): readonly number[] {
  return (/^v?(\d+(?:\.\d+)*)/.exec(version)?.[1] ?? '').split('.').filter(Boolean).map(Number);
}
