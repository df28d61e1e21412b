// Bundles the islands into the server's static folder. An entry whose file is missing is skipped.
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const target = join(here, '../src/uptake/ui/static/uptake')
const entries = { bpmn: 'bpmn/index.ts', 'bpmn-style': 'bpmn/bpmn.css', chart: 'chart/index.ts', gantt: 'gantt/index.ts', early: 'shell/early.ts', ask: 'shell/ask.ts', shell: 'shell/index.ts', 'shell-style': 'shell/shell.css' }

export const options = {
  entryPoints: Object.entries(entries)
    .map(([out, file]) => ({ out: out.replace('-style', ''), in: join(here, file) }))
    .filter((entry) => existsSync(entry.in)),
  outdir: target,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  sourcemap: false,
  legalComments: 'none',
  loader: { '.css': 'css', '.woff2': 'file' },
  assetNames: 'fonts/[name]',
  plugins: [
    {
      // Icons of bpmn-js that come as markup with style attributes, which the page's CSP refuses: the same as attributes of SVG.
      name: 'bpmn-icons',
      setup(build) {
        build.onLoad({ filter: /bpmn-js.lib.features.*ElementsIcons\.js$/ }, async ({ path }) => {
          const styled = await readFile(path, 'utf8')
          const contents = styled.replace(/style="([^"]*)"/g, (_, style) => style.split(';').filter(Boolean).map((one) => one.replace(/^([^:]+):(.*)$/, '$1="$2"')).join(' '))
          return { contents, loader: 'js' }
        })
      },
    },
    {
      // A style that is imported from TypeScript becomes text, for a constructed style sheet (the page's CSP allows no inline style).
      name: 'css-text',
      setup(build) {
        build.onResolve({ filter: /\.css$/ }, (args) =>
          args.kind === 'import-statement' ? { path: join(args.resolveDir, args.path), namespace: 'css-text' } : undefined,
        )
        build.onLoad({ filter: /.*/, namespace: 'css-text' }, async (args) => {
          const css = await esbuild.build({ entryPoints: [args.path], minify: build.initialOptions.minify, write: false })
          return { contents: css.outputFiles[0].text, loader: 'text', watchFiles: [args.path] }
        })
      },
    },
  ],
}

// Chinese letters for machines that have none: one weight, in pieces of which a browser fetches those that a page needs.
async function fonts() {
  const source = join(here, 'node_modules/@fontsource/noto-sans-sc')
  const css = (await readFile(join(source, '400.css'), 'utf8'))
    .replace(/, url\([^)]*\.woff\) format\('woff'\)/g, '')
    .replaceAll('./files/', 'fonts/')
    .replace(/\/\*[^*]*\*\//g, '')
    .replace(/\n\s*/g, '')
  await mkdir(join(target, 'fonts'), { recursive: true })
  const names = [...css.matchAll(/fonts\/([\w.-]+\.woff2)/g)].map((match) => match[1])
  await Promise.all(names.map((name) => copyFile(join(source, 'files', name), join(target, 'fonts', name))))
  await writeFile(join(target, 'fonts.css'), css)
  console.log(`fonts.css ${names.length} pieces`)
}

// Most licences want to come along with the code; a bundle has no comments in which they could.
async function licences(inputs) {
  const found = inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean)
  const texts = [...new Set([...found, '@fontsource/noto-sans-sc'])].sort().map(async (name) => {
    const folder = join(here, 'node_modules', name)
    const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    const files = (await readdir(folder, { recursive: true })).filter((file) => /^(licenses\/)?(licen[cs]e|copying|notice)[^/]*$/i.test(file) && file !== 'licenses').sort()
    const full = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
    return [`${name} ${version} (${license})`, ...full.map((text) => text.trim())].join('\n\n')
  })
  // bpmn-js brings this font without its licence.
  texts.push('bpmn-font (OFL-1.1)\n\nCopyright (c) 2014-present, Camunda Services GmbH. The licence is the one of @fontsource/noto-sans-sc above.')
  await writeFile(join(target, 'licences.txt'), (await Promise.all(texts)).join(`\n\n${'-'.repeat(80)}\n\n`) + '\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(target, { recursive: true })
  await fonts()
  if (process.argv.includes('--watch')) await (await esbuild.context({ ...options, minify: false })).watch()
  else {
    const result = await esbuild.build({ ...options, metafile: true })
    await licences(Object.keys(result.metafile.inputs))
    for (const [file, { bytes }] of Object.entries(result.metafile.outputs)) console.log(`${file.split('/').pop()} ${(bytes / 1024).toFixed(1)} kB`)
  }
}
