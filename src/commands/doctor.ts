/** `bitsieve doctor`: is everything here that a scan, a hook, an audit or a build needs? Changes nothing. */
import { readPipeline } from '../pipelines/read-pipeline.ts';
import type { PipelineFacts } from '../pipelines/pipeline-facts.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { VERSION } from '../core/version.ts';
import type { Canvas } from '../report/console/flow.ts';
import { wrapWidth } from '../report/console/display-width.ts';
import { jsonText } from '../report/text/json-text.ts';
import { visibleText } from '../report/text/visible-text.ts';
import { canvasOf } from './answer-lines.ts';
import { type Command, EXIT } from './command.ts';
import { checkBuild } from './doctor/check-build.ts';
import { checkCredential, type CheckedForge, checkForge } from './doctor/check-forge.ts';
import { checkMachine } from './doctor/check-machine.ts';
import { checkStart } from './doctor/check-start.ts';
import { checkRepository } from './doctor/check-repository.ts';
import { type Diagnosis, stateOf } from './doctor/diagnosis.ts';
import { DOCTOR_OPTIONS, type DoctorOptions, parseDoctorFlags } from './doctor/doctor-options.ts';
import { hideSecretsInAll } from './hide-secrets-in.ts';
import { optionHelp } from './option-help.ts';
import { stopSignals } from './stop-signals.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export const doctorCommand: Command = {
  summary: 'Check git, configuration, hooks, the token and its rights, and say what to do',
  options: DOCTOR_OPTIONS,
  operand: { text: '[PATH]', of: 'folder' },
  help: () => `Usage: bitsieve doctor [PATH] [options]

Looks at what a scan, a hook, an audit or a build needs: git and node, the engine, the key of the
fingerprints, the repository at PATH and its configuration, which hooks scan, and the build that
it runs in. With --cloud or --url also what the token sees of a Bitbucket, scope by scope, with a
few requests that change nothing. Each line is ok, warning or wrong, and says what to do.

Options
${optionHelp(DOCTOR_OPTIONS)}

Exit codes
  0 all is well    2 something is wrong    3 something works in part only (warnings)
  4 the Bitbucket could not be asked    70 a bug`,
  run: async (argv) => {
    const { options, positionals } = parseDoctorFlags(argv);
    if (positionals.length > 1) throw new ScannerError('usage', 'doctor takes one path');
    const { diagnoses, isOut } = await examine(positionals[0] ?? '.', options, process.env);
    const shown = harmless(diagnoses);
    process.stdout.write(options.json === true ? jsonOf(shown) : linesOf(shown, canvasOf(options)));
    return isOut ? EXIT.remote : EXIT_CODES[stateOf(diagnoses)];
  },
};

const EXIT_CODES = { ok: EXIT.clean, warning: EXIT.incomplete, wrong: EXIT.usage } as const;

async function examine(path: string, options: DoctorOptions, env: Environment): Promise<CheckedForge> {
  const build = readPipeline(env);
  const place = { path, config: options.config ?? undefined, isBuild: build.system !== null };
  const here = [
    ...(await checkMachine(env)),
    checkStart(new URL('.', import.meta.url)),
    ...(await checkRepository(place)),
    ...checkBuild(build),
  ];
  const named = forgeIn(options, build, env);
  if (!named) return { diagnoses: [...here, ...checkCredential(env)], isOut: false };
  const stop = stopSignals(0);
  try {
    const { diagnoses, isOut } = await checkForge({ options: named, env, signal: stop.signal });
    return { diagnoses: [...here, ...diagnoses], isOut };
  } finally {
    stop.release();
  }
}

/** Which Bitbucket is meant; null: none. In Pipelines with a token, the one that runs the build. */
function forgeIn(options: DoctorOptions, build: PipelineFacts, env: Environment): DoctorOptions | null {
  if (options.url || options.cloud === true) return options;
  if ((options.workspace ?? []).length > 0) return { ...options, cloud: true };
  const isAsked = build.system === 'Bitbucket Pipelines' && Boolean(env['BITSIEVE_BITBUCKET_TOKEN']);
  if (!isAsked || build.repository === null) return null;
  return { ...options, cloud: true, repo: options.repo ?? [build.repository] };
}

/** A path or an answer may hold a secret. */
function harmless(diagnoses: readonly Diagnosis[]): Diagnosis[] {
  const hidden = hideSecretsInAll(diagnoses.flatMap(({ said, advice }) => [said, advice ?? '']));
  return diagnoses.map((diagnosis, index) => ({
    ...diagnosis,
    said: hidden[2 * index] ?? '',
    advice: diagnosis.advice === null ? null : (hidden[2 * index + 1] ?? ''),
  }));
}

function jsonOf(checks: readonly Diagnosis[]): string {
  return `${jsonText({ version: VERSION, state: stateOf(checks), checks }, 2)}\n`;
}

const STATE = 9;
const CHECK = 15;
const COLORS = { ok: 'green', warning: 'yellow', wrong: 'red' } as const;

function linesOf(checks: readonly Diagnosis[], { paint, width }: Canvas): string {
  const room = width - STATE - CHECK - 2;
  const lines = checks.flatMap(({ check, state, said, advice }) => {
    const told = [
      ...wrapWidth(visibleText(said), room),
      ...(advice === null ? [] : wrapWidth(visibleText(`-> ${advice}`), room)),
    ];
    return told.map((line, index) =>
      index === 0
        ? `  ${paint(state.padEnd(STATE), COLORS[state])}${check.padEnd(CHECK)}${line}`
        : `${' '.repeat(STATE + CHECK + 2)}${line}`,
    );
  });
  return `${lines.join('\n')}\n`;
}
