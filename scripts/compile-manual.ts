/** Writes dist/man/bitsieve.1 from the tables of commands and options. Part of the build. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { COMMANDS } from '../src/commands/commands.ts';
import { describeCommands } from '../src/commands/described-command.ts';
import { writeManual } from '../src/commands/manual/write-manual.ts';

/** https://reproducible-builds.org/specs/source-date-epoch/ */
const seconds = process.env['SOURCE_DATE_EPOCH'];
const day = seconds === undefined ? new Date() : new Date(Number(seconds) * 1000);
const text = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(day);

mkdirSync('dist/man', { recursive: true });
writeFileSync('dist/man/bitsieve.1', writeManual(await describeCommands(COMMANDS), text));
