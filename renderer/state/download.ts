/** Hands a file to the browser's own way of saving one. */
export function download(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The click has read it by the next turn of the loop.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
