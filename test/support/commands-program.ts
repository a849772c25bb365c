/** Prints every command and word as the program knows them, each with its help: bundled, because the whole program is behind that. */
import { COMMANDS } from '../../src/commands/commands.ts';
import { describeCommands } from '../../src/commands/described-command.ts';
import { placesIn } from '../../src/commands/completion/completed.ts';

const places = placesIn(await describeCommands(COMMANDS));
const helped = await Promise.all(
  places.map(async (place) => {
    const [word = '', ...behind] = place.name;
    return { ...place, help: await (await COMMANDS[word]?.())?.help(behind) };
  }),
);
process.stdout.write(JSON.stringify(helped));
