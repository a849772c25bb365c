/** Partial answers: `fields=next,values.name` leaves out everything else, as Cloud does. */

export function partial(document: unknown, fields: string): unknown {
  return pick(
    document,
    fields.split(',').map((field) => field.split('.')),
  );
}

function pick(value: unknown, paths: ReadonlyArray<readonly string[]>): unknown {
  if (paths.some((path) => path.length === 0)) return value;
  if (Array.isArray(value)) return value.map((one: unknown) => pick(one, paths));
  if (typeof value !== 'object' || value === null) return value;
  const names = new Set(paths.map(([name]) => name));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => names.has(name))
      .map(([name, inner]) => [
        name,
        pick(
          inner,
          paths.filter(([first]) => first === name).map((path) => path.slice(1)),
        ),
      ]),
  );
}
