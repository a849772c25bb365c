/** Puts an address together of parts that other people named. */

export type Query = Readonly<Record<string, string | number>>;

/** Part by part encoded: none of them can lead elsewhere. Whoever has parts named `.` or `..` refuses them before. */
export function addressOf(base: URL, path: readonly string[], query: Query = {}): string {
  const parts = path.map((part) => encodeURIComponent(part));
  const url = new URL(base.href);
  url.pathname = [base.pathname.replace(/\/$/, ''), ...parts].join('/');
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return url.href;
}
