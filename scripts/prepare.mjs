/**
 * What npm runs after it has fetched this repository: the build. Where npm installs a git repository globally, as pre-commit does, it forgets
 * the packages for development that a build needs (its own `global` reaches the installation inside); then they are fetched first.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

function npm(...args) {
  const own = Object.entries(process.env).filter(([name]) => !/^npm_config_(?:global|location)$/i.test(name));
  // npm's own script, as npm says: on Windows `npm` is no program that could be started without a shell.
  const { status } = spawnSync(process.execPath, [process.env.npm_execpath, ...args], {
    stdio: 'inherit',
    env: Object.fromEntries(own),
  });
  if (status !== 0) process.exit(1);
}

if (!existsSync('node_modules/esbuild')) npm('ci', '--ignore-scripts', '--no-audit', '--no-fund');
npm('run', 'build');
