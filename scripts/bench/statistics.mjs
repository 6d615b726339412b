/** The value below which a share of the samples lies. */
export function quantile(samples, share) {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)];
  const high = sorted[Math.ceil(at)];
  return low + (high - low) * (at - Math.floor(at));
}

/** Median and 95th percentile of samples. */
export function summary(samples) {
  return { p50: quantile(samples, 0.5), p95: quantile(samples, 0.95) };
}
