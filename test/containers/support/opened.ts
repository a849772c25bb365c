/** What a container holds, in a form that reads well in a test. */
import { EXPANSION_LIMITS, type ExpansionLimits } from '../../../src/containers/budget.ts';
import { expand, type Trouble } from '../../../src/containers/expand.ts';

export interface Opened {
  /** Texts by the names that lead to them, joined by `!`. */
  readonly texts: Readonly<Record<string, string>>;
  readonly troubles: readonly Trouble[];
  readonly bytes: number;
  readonly members: number;
}

export function opened(blob: Buffer, change: Partial<ExpansionLimits> = {}): Opened {
  const texts: Record<string, string> = {};
  let bytes = 0;
  let members = 0;
  const troubles = expand(blob, { ...EXPANSION_LIMITS, depth: 3, ...change }, (content, inside) => {
    texts[inside.join('!')] = content.toString('latin1');
    bytes += content.length;
    members++;
    return true;
  });
  return { texts, troubles, bytes, members };
}
