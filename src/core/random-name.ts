/** Twelve hexadecimal digits that nobody can guess. Node loads what draws them when it is first asked, and not when this is loaded. */
export function randomName(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString('hex');
}
