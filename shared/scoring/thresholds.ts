export interface Thresholds {
  readonly version: string;
}
