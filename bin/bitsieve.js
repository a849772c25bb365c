#!/usr/bin/env node
const EXIT_BROKEN = 70;

/** Files of the program are damaged, or there is no process to be had. Node itself would end with 1, which says "found". */
function tell(error) {
  console.error(`bitsieve cannot start: ${error}\nIf files of it are damaged, install it anew.`);
  process.exitCode = EXIT_BROKEN;
}

try {
  require('../dist/start.cjs')
    .main(process.argv.slice(2))
    .then((code) => (process.exitCode = code), tell);
} catch (error) {
  tell(error);
}
