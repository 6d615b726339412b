/** True for documents, by their path: they speak of a name, and nothing that runs reads them. */
export function isProse(path: string): boolean {
  return /\.(?:mdx?|rst|adoc|txt)$/i.test(path) && !/(?:^|\/)requirements[^/]*\.txt$/.test(path);
}
