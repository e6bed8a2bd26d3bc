/** Saves text that the page made as a file of the operator's. */
export function saveText(
  page: Window & typeof globalThis,
  name: string,
  type: string,
  text: string,
): void {
  const url = page.URL.createObjectURL(new Blob([text], { type }));
  const link = page.document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the data by then.
  page.setTimeout(() => page.URL.revokeObjectURL(url), 60_000);
}
