/** One line of `audit --check`: what was asked, what the forge made of it, and what a credential needs for it. */
import type { AccessFact } from './forge.ts';
import { ForgeError } from './forge-error.ts';

export interface AccessQuestion {
  /** Which part of the fact; empty where it has one alone. */
  readonly part: string;
  readonly ask: () => Promise<string>;
}

interface Answer {
  readonly visible: 'yes' | 'no' | 'unknown';
  readonly why: string;
}

/** A refusal is a no; that asking failed says nothing. Of several questions, some refused: a part. */
export async function accessFact(
  { subject, needs }: Pick<AccessFact, 'subject' | 'needs'>,
  questions: readonly AccessQuestion[],
): Promise<AccessFact> {
  const answers: Answer[] = [];
  for (const { part, ask } of questions) {
    const { visible, why } = await answerTo(ask);
    answers.push({ visible, why: part === '' ? why : `${part}: ${why}` });
  }
  const why = answers.map((answer) => answer.why).join('; ');
  return { subject, needs, visible: together(answers.map(({ visible }) => visible)), why };
}

async function answerTo(ask: () => Promise<string>): Promise<Answer> {
  try {
    return { visible: 'yes', why: await ask() };
  } catch (error) {
    if (!(error instanceof ForgeError) || error.kind === 'cancelled') throw error;
    return { visible: error.isRefusal ? 'no' : 'unknown', why: error.message };
  }
}

function together(all: ReadonlyArray<Answer['visible']>): AccessFact['visible'] {
  const [first = 'unknown'] = all;
  if (all.every((one) => one === first)) return first;
  return all.includes('yes') ? 'part' : 'unknown';
}
