/** What is known of a national identity number. */

export interface IdentityNumber {
  /** ISO 3166-1. */
  readonly country: string;
  /** Without blanks, dots, hyphens and slashes, in capitals. */
  readonly shape: RegExp;
  /** Is the check digit, or what else its makers promise, as it should be? Asked only of texts of the shape. */
  readonly isValid: (text: string) => boolean;
  /** Does the check find every single wrong digit? */
  readonly findsEveryDigit: boolean;
}
