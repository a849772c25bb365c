/** The reference reader: `git cat-file --batch --buffer`, restarted behind an object that makes git give up. */
import type { Problem } from '../core/problem.ts';
import { type BatchRecord, parseBatch } from './batch-parser.ts';
import { complaintOf, exitOf, type GitPlace, spawnGit } from './git-process.ts';
import { missingObject } from './object-sizes.ts';
import type { GitObject, ObjectReader } from './object-reader.ts';

export function catFileReader(place: GitPlace): ObjectReader {
  return {
    read: async (oids, onObject, onProblem) => {
      let next = 0;
      while (next < oids.length) {
        const rest = oids.slice(next);
        const run = await readOnce(place, rest, onObject, onProblem);
        next += run.answered;
        // Stopped from outside: nothing is wrong with the objects that are left.
        if (next >= oids.length || place.signal?.aborted === true) break;
        const oid = oids[next] ?? '';
        onProblem({
          code: 'corrupt-object',
          severity: 'error',
          message: `Object ${oid} cannot be read: ${run.complaint}`,
          object: oid,
        });
        next++;
      }
    },
  };
}

interface RunOutcome {
  /** How many requests got an answer before git ended. */
  readonly answered: number;
  readonly complaint: string;
}

async function readOnce(
  place: GitPlace,
  oids: readonly string[],
  onObject: (object: GitObject) => void,
  onProblem: (problem: Problem) => void,
): Promise<RunOutcome> {
  const child = spawnGit(place, ['cat-file', '--batch', '--buffer']);
  const stderr: Buffer[] = [];
  let answered = 0;
  const onRecord = (record: BatchRecord): void => {
    answered++;
    if (record.kind === 'object') onObject(record.object);
    else onProblem(missingObject(record.oid));
  };
  const parser = parseBatch(onRecord);
  child.stdout.on('data', parser);
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdin.end(`${oids.join('\n')}\n`);
  await exitOf(child);
  return { answered, complaint: complaintOf(Buffer.concat(stderr).toString('utf8')) };
}
