/** What the value of an option may be; `read-value.ts` reads each. */
export type OptionType =
  | 'boolean'
  | 'integer'
  | 'bytes'
  | 'duration'
  | 'string'
  | 'path'
  | 'list'
  | 'choice'
  | 'percent';
