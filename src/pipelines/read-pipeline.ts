/** The table of systems that run builds, and which of them runs this one. */
import { bamboo } from './bamboo.ts';
import { cloudPipelines } from './cloud-pipelines.ts';
import { jenkins } from './jenkins.ts';
import { type Environment, NO_FACTS, type PipelineFacts } from './pipeline-facts.ts';

const SYSTEMS = [cloudPipelines, jenkins, bamboo];

/** What the environment tells of the build; all null where it is none. */
export function readPipeline(env: Environment): PipelineFacts {
  for (const system of SYSTEMS) {
    const facts = system(env);
    if (facts) return facts;
  }
  return NO_FACTS;
}
