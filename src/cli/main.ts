export function main(argv: readonly string[]): Promise<number> {
  console.log(argv);
  return Promise.resolve(0);
}
