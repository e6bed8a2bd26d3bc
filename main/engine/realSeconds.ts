/** Calls back once a second of the machine's clock; @returns what ends it */
export function realSeconds(callback: () => void): () => void {
  const timer = setInterval(callback, 1_000);
  return () => clearInterval(timer);
}
