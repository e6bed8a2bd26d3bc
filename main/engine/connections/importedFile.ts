export interface ImportedFile {
  /** As its owner calls it: shown, and looked up by a bundle; never a path on this machine. */
  readonly name: string;
  readonly bytes: Uint8Array;
}
