/** What is off, in numbers: the header always shows it. */
export interface SetAsideCounts {
  readonly shelved: number;
  readonly disabled: number;
  readonly outOfService: number;
  /** Of them, those that end within ten minutes. */
  readonly endingSoon: number;
  /** Points that are set aside while fire is indicated there. */
  readonly dangers: number;
}
