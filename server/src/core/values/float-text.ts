/** Shortest digits that give the number back, and the place of the point: `0.digits × 10^point`. */
function shortest(value: number): { readonly digits: string; readonly point: number } {
  const [mantissa = '0', exponent = '0'] = Math.abs(value).toExponential().split('e');
  return { digits: mantissa.replace('.', ''), point: Number(exponent) + 1 };
}

function positional(digits: string, point: number): string {
  if (point <= 0) {
    return `0.${'0'.repeat(-point)}${digits}`;
  }
  return digits.length <= point
    ? digits + '0'.repeat(point - digits.length)
    : `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** Rust's `f64::to_string`: never an exponent, no point for whole numbers. */
export function rustFloat(value: number): string {
  if (Number.isNaN(value)) {
    return 'NaN';
  }
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (!Number.isFinite(value)) {
    return `${sign}inf`;
  }
  const { digits, point } = shortest(value);
  return digits === '0' ? `${sign}0` : sign + positional(digits, point);
}
