/** A blob with more candidates than are kept is a problem, never a silent cut. */
import { expect, it } from 'vitest';
import { MAX_CANDIDATES_PER_BLOB } from '../../src/core/limits.ts';
import { makeRepository } from '../support/make-repository.ts';
import { planHere, scanHistoryHere } from '../support/scan-here.ts';
import { githubToken } from '../support/secrets.ts';

it.each(['engine', 'reference'] as const)('%s: the blob is named, the scan is incomplete', async (reader) => {
  const repository = makeRepository();
  const token = githubToken(1);
  repository.commit({ dense: `${token}\n`.repeat(MAX_CANDIDATES_PER_BLOB + 5), sparse: githubToken(2) });
  repository.git('repack', '-adq');
  const { findings, problems } = await scanHistoryHere(repository.folder, {}, planHere({ reader }));
  const object = repository.git('rev-parse', 'HEAD:dense');
  expect(problems).toMatchObject([{ code: 'too-many-candidates', severity: 'error', object }]);
  expect(findings).toHaveLength(MAX_CANDIDATES_PER_BLOB + 1);
});
