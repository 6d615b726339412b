/** A whole number of replicas as a manifest says it; undefined for any other text. */
export function replicaCount(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}
