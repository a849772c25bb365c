/** A key pair in a history: both halves say where the other is, with a state as without one. */
import { expect, it } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { ScanMemory } from '../../src/pipeline/scan-memory.ts';
import type { ScanPlan } from '../../src/pipeline/scan-plan.ts';
import { keptBytes } from '../support/kept-bytes.ts';
import { makeRepository } from '../support/make-repository.ts';
import { planHere, scanHistoryHere } from '../support/scan-here.ts';
import { awsKeyPair } from '../support/secrets.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const detectors = patternCatalogue().detectors.filter(({ id }) => /^aws-(?:access|secret)/.test(id));
const set = buildDetectorSet(detectors);
const pair = awsKeyPair(1);
const lone = awsKeyPair(2);

function plan(change: Partial<ScanPlan> = {}): ScanPlan {
  return planHere({ detectors, set, ...change });
}

function facts(findings: readonly Finding[]): string[] {
  return findings
    .map(
      ({ path, detector, severity, confidence, linked }) =>
        `${path} ${detector} ${severity} ${confidence} [${linked.map(({ detector: id, line }) => `${id}:${line}`).join()}]`,
    )
    .toSorted();
}

function repositoryWithPairs() {
  const repository = makeRepository();
  repository.commit({ env: `AWS_ACCESS_KEY_ID=${pair.id}\nAWS_SECRET_ACCESS_KEY=${pair.secret}\n` });
  repository.commit({ alone: `AWS_ACCESS_KEY_ID=${lone.id}\n` });
  return repository;
}

const EXPECTED = [
  'alone aws-access-key-id medium high []',
  'env aws-access-key-id high high [aws-secret-access-key:2]',
  'env aws-secret-access-key critical high [aws-access-key-id:1]',
];

it('links the halves, and an id that stands alone is less severe and says so', async () => {
  const { findings } = await scanHistoryHere(repositoryWithPairs().folder, {}, plan());
  expect(facts(findings)).toEqual(EXPECTED);
  const notes = new Map(findings.map(({ path, detector, notes: own }) => [`${path} ${detector}`, own]));
  expect(notes.get('alone aws-access-key-id')).toEqual(['alone: its other half does not stand beside it']);
  expect(notes.get('env aws-access-key-id')).toEqual(['the secret that belongs to it stands beside it']);
  const [secret, id] = ['aws-secret-access-key', 'aws-access-key-id'].map((name) =>
    findings.find(({ path, detector }) => path === 'env' && detector === name),
  );
  expect(id?.linked[0]?.secretId).toBe(secret?.secretId);
});

it('says the same from a state, and of what is added to it', async () => {
  const repository = repositoryWithPairs();
  const bytes = keptBytes();
  for (let round = 0; round < 2; round++) {
    const memory = new ScanMemory(bytes, Buffer.from('key'));
    const { findings } = await scanHistoryHere(repository.folder, {}, plan({ memory }));
    memory.save();
    expect(facts(findings)).toEqual(EXPECTED);
  }
  const more = awsKeyPair(3);
  repository.commit({ more: `aws_access_key_id: ${more.id}\naws_secret_access_key: ${more.secret}\n` });
  const memory = new ScanMemory(bytes, Buffer.from('key'));
  const grown = await scanHistoryHere(repository.folder, {}, plan({ memory }));
  const anew = await scanHistoryHere(repository.folder, {}, plan());
  expect(facts(grown.findings)).toEqual(facts(anew.findings));
  expect(grown.findings.filter(({ linked }) => linked.length > 0)).toHaveLength(4);
});
