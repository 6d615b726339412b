/**
 * The environment that the place of a manifest or a kustomization names, as written: `k8s/overlays/NAME/…`. Undefined
 * where it names none.
 * @param path of a file
 */
export function placeEnvironment(path: string): string | undefined {
  return /(?:^|\/)overlays\/([^/]+)\//.exec(path)?.[1];
}
