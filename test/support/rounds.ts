/** How often tests of anything that may come are tried: `BITSIEVE_ROUNDS=10 npm test` takes ten times as many as every day. */

const FACTOR = Number(process.env['BITSIEVE_ROUNDS'] ?? 1);

/** @param usual as many as fit into the quarter of an hour that all tests together may take */
export function rounds(usual: number): number {
  return Math.ceil(usual * FACTOR);
}
