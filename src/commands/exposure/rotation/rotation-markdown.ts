/** A rotation list as Markdown, for a ticket: a box to tick for each value. Text of others makes no markup. */
import type { RotationAnswer, RotationEntry } from '../../../exposure/rotation/rotation-answer.ts';
import type { Canvas } from '../../../report/console/flow.ts';
import { markdownList, plain } from '../../../report/text/markdown-text.ts';
import { verdictWords } from '../answer-words.ts';
import {
  blastWords,
  countWords,
  firstOf,
  listWords,
  restWords,
  sinceWords,
  statusWords,
  whereWords,
} from './rotation-words.ts';

const MOST = 500;

export function* rotationMarkdown(answer: RotationAnswer, { isVerbose }: Canvas): Generator<string> {
  const most = isVerbose ? Infinity : MOST;
  yield `# What to rotate\n\n${plain(listWords(answer))}\n\n${verdictWords(answer)}\n`;
  yield* markdownList(
    'In numbers',
    countWords(answer).map(([label, words]) => (label === '' ? words : `${label}: ${words}`)),
  );
  yield '\n## Values\n\n';
  for (const entry of firstOf(answer, most)) yield item(entry);
  const rest = restWords(answer, most);
  if (rest !== '') yield `\n${plain(rest)}\n`;
  const problems = answer.problems.map(({ code, message }) => `${code}: ${message}`);
  yield* markdownList('What is not known', [...answer.notKnown, ...problems]);
}

/** Ticked where its issuer says that it no longer works, and by nothing else. */
function item(entry: RotationEntry): string {
  const { id, title, issuer, masked, label, revoke, verified } = entry;
  const lines = [
    `- [${verified === 'inactive' ? 'x' : ' '}] **${plain(id)}** ${plain(title)} ${plain(masked)} (${plain(label)}${issuer === '' ? '' : `, ${plain(issuer)}`})`,
    plain(whereWords(entry)),
    plain(statusWords(entry)),
    plain(sinceWords(entry)),
    plain(blastWords(entry)),
    revoke === '' ? '' : `Revoke: ${plain(revoke)}`,
  ];
  return `${lines.filter((line) => line !== '').join('  \n  ')}\n`;
}
