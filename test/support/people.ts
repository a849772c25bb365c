/** Numbers of people who do not exist, made when a test runs. */

const WEIGHTS = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3];

/** A Polish PESEL number, another one for each seed below 100,000. */
export function pesel(seed: number): string {
  const day = String((seed % 28) + 1).padStart(2, '0');
  const serial = String((seed * 7919 + 4003) % 100_000)
    .padStart(5, '0')
    .slice(0, 4);
  const digits = `${60 + (Math.floor(seed / 28) % 40)}${String((Math.floor(seed / 1120) % 12) + 1).padStart(2, '0')}${day}${serial}`;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits.charAt(at)), 0);
  return digits + ((10 - (sum % 10)) % 10);
}
