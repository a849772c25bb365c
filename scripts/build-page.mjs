/** Builds dist/page.html: the page of `bitsieve exposure -f html` without its data, in one file, under a policy that names its own parts alone. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

export async function buildPage() {
  const { outputFiles, metafile } = await build({
    bundle: true,
    platform: 'browser',
    target: ['chrome111', 'firefox115', 'safari16.4'],
    format: 'iife',
    entryPoints: { page: 'src/page/main.ts', style: 'src/page/page.css' },
    outdir: 'dist',
    write: false,
    metafile: true,
    minify: true,
    legalComments: 'none',
    charset: 'ascii',
    tsconfig: 'src/page/tsconfig.json',
    logLevel: 'warning',
  });
  const textOf = (ending) => outputFiles.find(({ path }) => path.endsWith(ending)).text.trim();
  const [program, style] = [textOf('.js'), textOf('.css')];
  // Inside of an element of HTML these would end it, or begin a comment.
  for (const text of [program, style])
    if (/<\/(?:script|style)|<!--/i.test(text))
      throw new Error('the page holds what HTML would take for its own');
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(program)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const parts = {
    'content="policy"': `content="${policy}"`,
    '<!--style-->': `<style>${style}</style>`,
    '<!--licences-->': `<!--${licencesOf(metafile)}-->`,
    '<!--program-->': `<script>${program}</script>`,
  };
  let page = readFileSync('src/page/page.html', 'utf8');
  for (const [mark, part] of Object.entries(parts)) {
    if (page.split(mark).length !== 2) throw new Error(`src/page/page.html: ${mark} is to stand there once`);
    page = page.replace(mark, () => part);
  }
  writeFileSync('dist/page.html', page);
}

function hashOf(text) {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

/** Of every package that is in the page, as its licence asks for; equal texts once. */
function licencesOf({ inputs }) {
  const packages = new Set();
  for (const path of Object.keys(inputs)) {
    const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path) ?? [];
    if (name) packages.add(name);
  }
  const byText = new Map();
  for (const name of [...packages].toSorted((a, b) => (a < b ? -1 : 1))) {
    const text = licenceOf(name);
    byText.set(text, [...(byText.get(text) ?? []), name]);
  }
  const blocks = [...byText].map(([text, names]) => `${names.join(', ')}\n\n${text}`);
  return (
    ['\nThis file holds parts of these packages.', ...blocks].join('\n\n---\n\n').replaceAll('--', '- -') +
    '\n'
  );
}

function licenceOf(name) {
  const folder = `node_modules/${name}`;
  const file = existsSync(folder) ? readdirSync(folder).find((one) => /^licen[cs]e/i.test(one)) : undefined;
  if (file) return readFileSync(`${folder}/${file}`, 'utf8').trim();
  const { license, author } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  if (!license) throw new Error(`${name} names no licence`);
  return `${license}, ${typeof author === 'object' ? author.name : (author ?? 'its authors')}`;
}
